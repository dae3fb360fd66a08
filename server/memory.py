"""How much memory this process has held."""

import resource
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_memory() -> int:
    """The most bytes that this process held at a time.

    Not ru_maxrss where it can be had otherwise: that starts with what the parent held.
    """
    if STATUS.exists():
        for line in STATUS.read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(":")
            if name == "VmHWM":
                return int(value.split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
