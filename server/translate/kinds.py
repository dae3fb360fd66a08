"""Rows of an answer that are alike, so that they are made once."""

from collections.abc import Sequence

import numpy as np

from solver.arrays import Column, alike
from solver.units import Ints

FEW = 400
"""Of so many rows each is a kind of its own: to find equal ones takes longer than to make them."""


def kinds(columns: Sequence[Column]) -> tuple[Ints, Ints]:
    """A row of each kind, and the kind of each row; rows of one kind are equal in all columns."""
    if len(columns[0]) > FEW:
        return alike(columns)
    every = np.arange(len(columns[0]))
    return every, every
