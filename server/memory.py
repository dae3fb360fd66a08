"""How much memory this process has held, and what it keeps for the next use."""

import resource
from pathlib import Path

import numpy as np

STATUS = Path("/proc/self/status")
JUST_BELOW_32_MB = 2**25 - 2**16


def keep_freed_memory() -> None:
    """Lets arrays of a few megabytes use memory again that others have freed.

    The GNU allocator gives memory back to the system above a threshold that starts low and
    rises to the largest block freed so far, up to 32 MB: so one is freed here. Without it,
    the system clears the same pages again for every block of pairs.
    """
    np.empty(JUST_BELOW_32_MB, dtype=np.uint8)[:1] = 0


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
