"""Dice: seeded draws that are the same on every machine and with every numpy.

Only the raw 64-bit numbers of PCG64 are used, which numpy promises to keep; numpy's
own distributions may change from version to version.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


class Dice:
    """Draws of one purpose; another `purpose` of the same seed is independent."""

    def __init__(self, seed: int, purpose: int) -> None:
        self._bits = np.random.PCG64([seed, purpose])

    def units(self, count: int) -> Floats:
        """Numbers from 0 up to below 1, multiples of 2^-53."""
        raw = np.atleast_1d(np.asarray(self._bits.random_raw(count), dtype=np.uint64))
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def whole(self, low: int, high: int, count: int) -> Ints:
        """Whole numbers from low to high, both included."""
        return low + np.floor(self.units(count) * (high - low + 1)).astype(np.int64)

    def places(self, weights: Sequence[int] | Ints, count: int) -> Ints:
        """Positions in `weights`, each as likely as its weight."""
        steps = np.cumsum(np.asarray(weights, dtype=np.int64))
        return np.searchsorted(steps, self.whole(0, int(steps[-1]) - 1, count), side="right")

    def chances(self, percent: int, count: int) -> Truths:
        """True in so many of a hundred cases."""
        return self.whole(0, 99, count) < percent

    def order(self, count: int) -> Ints:
        """The positions from 0 to count - 1, shuffled."""
        return np.argsort(self.units(count), kind="stable")
