"""What numpy leaves out."""

import numpy as np

from solver.units import Ints


def ranges(start: Ints, end: Ints) -> Ints:
    """All integers of the half-open ranges, one range after the other."""
    length = end - start
    offsets = np.repeat(start - (np.cumsum(length) - length), length)
    numbers: Ints = offsets + np.arange(int(length.sum()), dtype=np.int64)
    return numbers
