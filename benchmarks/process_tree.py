"""Memory of a process and of all that it started, watched while they run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

PROCESSES = Path("/proc")
EVERY = 0.02
"""Seconds between two looks."""


class TreeWatch:
    """Looks again and again. peak: the most bytes at one look; 0 where nothing can be told."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._over = Event()
        self.peak = 0

    def run(self) -> None:
        """Until `stop`."""
        while not self._over.wait(EVERY):
            self.look()

    def look(self) -> None:
        """Once."""
        self.peak = max(self.peak, tree_memory(self._root))

    def stop(self) -> None:
        """Ends `run`."""
        self._over.set()


@contextmanager
def watched(root: int | None = None) -> Iterator[TreeWatch]:
    """Watches a process, or this one, with all that it started."""
    watch = TreeWatch(os.getpid() if root is None else root)
    thread = Thread(target=watch.run, daemon=True)
    thread.start()
    try:
        yield watch
        watch.look()
    finally:
        watch.stop()
        thread.join()


def tree_memory(root: int) -> int:
    """Bytes that a process and all that it started hold now.

    What one of them shares with files and with others counts once, as much as the one with
    most of it has.
    """
    own, shared = 0, 0
    for process in family(root):
        with suppress(OSError, ValueError, IndexError):
            words = (PROCESSES / str(process) / "statm").read_text("ascii").split()
            held, also = int(words[1]), int(words[2])
            own, shared = own + held - also, max(shared, also)
    return (own + shared) * os.sysconf("SC_PAGE_SIZE")


def family(root: int) -> list[int]:
    """A process and all that it started, directly or not."""
    found = [root]
    for process in found:
        for told in (PROCESSES / str(process)).glob("task/*/children"):
            with suppress(OSError):
                found += map(int, told.read_text("ascii").split())
    return found
