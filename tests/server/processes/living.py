"""Processes as the system sees them."""

import time
from collections.abc import Callable
from pathlib import Path


def children(parent: int) -> set[int]:
    """Ids of the living processes that a process started (zombies do not live)."""
    return {pid for pid in _pids() if _stat(pid)[1:] == [str(parent)]} - zombies()


def is_alive(pid: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    return _stat(pid)[:1] not in ([], ["Z"])


def zombies() -> set[int]:
    """Ids of processes that ended and were not waited for."""
    return {pid for pid in _pids() if _stat(pid)[:1] == ["Z"]}


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _pids() -> set[int]:
    return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()}


def _stat(pid: int) -> list[str]:
    """State and parent; nothing for a process that is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()[:2]
