"""Reads all values and flags of a factor."""

import numpy as np

from solver.facts import Snapshot
from solver.rules import Factor, Flag


def values(factor: Factor, facts: Snapshot) -> list[list[int]]:
    """Parts per million; shape: cases x agents."""
    case, agent = np.indices(facts.shape, dtype=np.int32)
    return [[int(value) for value in row] for row in factor.at(case, agent)]


def flags(factor: Factor, facts: Snapshot) -> list[list[Flag]]:
    """Why values are defaults; shape: cases x agents."""
    case, agent = np.indices(facts.shape, dtype=np.int32)
    return [[Flag(flag) for flag in row] for row in factor.flag_at(case, agent)]
