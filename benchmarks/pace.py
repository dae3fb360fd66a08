"""The pace of the machine: what a fixed piece of work takes now."""

from time import process_time

import numpy as np

ROUNDS = 5
NUMBERS = 150_000
STEPS = 60_000


def pace() -> float:
    """Seconds of processor time for some numpy and some Python: the least of a few rounds."""
    numbers = (np.arange(NUMBERS, dtype=np.int64) * 7_919) % 100_003
    return min(_round(numbers) for _ in range(ROUNDS))


def _round(numbers: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
    start = process_time()
    np.sort(numbers)
    counts: dict[int, int] = {}
    for step in range(STEPS):
        counts[step % 97] = counts.get(step % 97, 0) + step
    return process_time() - start
