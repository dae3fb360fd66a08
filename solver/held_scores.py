"""Score blocks of candidates, kept for the next use as long as there is room (04 section 4)."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.units import Indexes, Ints

HELD_BYTES = 2**29
"""Scores are kept up to here, and worked out anew beyond."""

Scores: TypeAlias = NDArray[np.int16] | Indexes | Ints


class HeldScores:
    """Blocks by key."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[int, int], Scores] = {}
        self._room = HELD_BYTES

    def find(self, key: tuple[int, int]) -> Scores | None:
        """The block of a key, None where it is not kept."""
        return self._blocks.get(key)

    @property
    def is_full(self) -> bool:
        """Nothing more is kept."""
        return self._room <= 0

    def keep(self, key: tuple[int, int], scores: Scores) -> Scores:
        """The block in a small type, kept where there is room."""
        small = _small(scores)
        if not self.is_full:
            self._room -= small.nbytes
            self._blocks[key] = small
        return small


def _small(scores: Scores) -> Scores:
    """The same in two bytes each, where they fit."""
    limits = np.iinfo(np.int16)
    if scores.min(initial=0) < limits.min or scores.max(initial=0) > limits.max:
        return scores
    return scores.astype(np.int16)
