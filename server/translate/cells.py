"""Cells of matrices: what they may hold, and which facts they become (S13)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.translate.checks import Range

Array = NDArray[Any]
"""Values as facts: 32 bits each, whatever they count."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What the cells of a matrix may hold, and how they become facts.

    name: of one of them in an error. one: what the fact 1 stands for; whole: facts are
    whole numbers. advice: for numbers out of range.
    """

    name: str
    allowed: Range
    one: int
    whole: bool
    advice: str

    def facts(self, values: NDArray[np.float64]) -> Array:
        """The values as facts."""
        if self.whole:
            return np.rint(values * self.one).astype(np.int32)
        return values.astype(np.float32)

    @property
    def dtype(self) -> type[np.int32] | type[np.float32]:
        """Of the facts."""
        return np.int32 if self.whole else np.float32

    def wrong(self, values: NDArray[np.float32]) -> NDArray[np.intp]:
        """Positions of values that are not allowed; NaN makes every comparison false."""
        least, most = self.allowed.least, self.allowed.most
        if not values.size:
            return np.empty(0, dtype=np.intp)
        lowest = values.min()
        if (lowest > least or (lowest == least and not self.allowed.above)) and (
            values.max() <= most
        ):
            return np.empty(0, dtype=np.intp)
        above = values > least if self.allowed.above else values >= least
        return np.flatnonzero(~(above & (values <= most)))
