"""A file that may change while the server runs."""

from pathlib import Path
from typing import TypeAlias

PAUSE = 1.0
"""Seconds between two looks at a file."""

Stamp: TypeAlias = tuple[int, int, int]
"""Time of the last change, size and place on the disk: another one is another content."""


class WatchedFile:
    """Tells when a file is another one; without a path never."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen = self._tried = _stamp(path)

    def has_changed(self) -> bool:
        """True once after each change, when two looks found the same: it is all there then."""
        stamp = _stamp(self._path)
        settled, self._seen = stamp == self._seen, stamp
        if self._path is None or not settled or stamp == self._tried:
            return False
        self._tried = stamp
        return True


def _stamp(path: Path | None) -> Stamp | None:
    """None where there is no file, or it cannot be reached."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return found and (found.st_mtime_ns, found.st_size, found.st_ino)
