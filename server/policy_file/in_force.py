"""The policy of requests that bring none: reloaded on change, never replaced by a bad one (K1)."""

import asyncio
import logging
from pathlib import Path

from server.errors import FileError, RequestError
from server.translate.files import read_policy
from server.translate.fingerprint import policy_hash
from server.translate.policy import check_policy
from server.watched import PAUSE, WatchedFile

log = logging.getLogger(__name__)


class PolicyInForce:
    """The last good policy of a file; without a file the built-in default."""

    def __init__(self, path: Path | None = None) -> None:
        """Reads and checks the file. Raises FileError or RequestError where it is bad."""
        self._path = path
        self._file = WatchedFile(path)
        self._raw = b"" if path is None else _checked(path)

    @property
    def raw(self) -> bytes:
        """The serialised Policy; empty for the built-in default."""
        return self._raw

    async def watch(self) -> None:
        """Looks at the file until cancelled."""
        while self._path is not None:
            await asyncio.sleep(PAUSE)
            await asyncio.to_thread(self.look)

    def look(self) -> None:
        """Takes a changed file into force once two looks found the same: it is all there then."""
        if self._path is not None and self._file.has_changed():
            self._replace(self._path)

    def _replace(self, path: Path) -> None:
        try:
            self._raw = _checked(path)
        except (FileError, RequestError) as error:
            log.error("The policy in force stays, for the file is not taken:\n%s", error)
        except Exception:
            log.exception("The policy in force stays, for the file could not be read.")


def _checked(path: Path) -> bytes:
    """The policy in a file, serialised, if every word of it is right."""
    policy = read_policy(path)
    check_policy(policy)
    facts = {"policy_version": policy.version, "policy_hash": policy_hash(policy)}
    log.info("policy in force", extra={"facts": facts})
    return policy.SerializeToString(deterministic=True)
