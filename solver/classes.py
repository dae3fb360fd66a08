"""Cases that are alike, and how many of them are looked at together (04 section 4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from solver.arrays import Column, numbered
from solver.units import Indexes, Ints

BLOCK = 2**18
"""Pairs that are worked out at a time: a few of their columns fit into a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Cases that are alike.

    of_case: class of each case; shape: cases. first: a case of each class; count: how many.
    """

    of_case: Indexes
    first: Indexes
    count: Ints

    @staticmethod
    def of(columns: Sequence[Column]) -> "Classes":
        """Classes of the cases that are equal in all columns, in the order of the columns."""
        of_case = numbered(columns)
        _, first, count = np.unique(of_case, return_index=True, return_counts=True)
        return Classes(of_case, first.astype(np.int32), count.astype(np.int64))

    def __len__(self) -> int:
        return len(self.first)

    def cases(self) -> Ints:
        """All cases, class by class, by id in each."""
        return np.argsort(self.of_case, kind="stable")


def blocks(count: int, width: int) -> Iterator[slice]:
    """Slices of rows with about BLOCK entries each."""
    step = max(1, BLOCK // max(width, 1))
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))
