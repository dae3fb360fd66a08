"""Ready-made scores of the caller (S13), by position in the sorted snapshot."""

from dataclasses import dataclass
from enum import IntEnum

from solver.units import Indexes


class Unlisted(IntEnum):
    """What a pair gets that a sparse matrix leaves out."""

    INELIGIBLE = 1
    ZERO = 2
    COMPUTE = 3


@dataclass(frozen=True, slots=True, eq=False)
class DenseScores:
    """A whole matrix in parts per million; shape: cases x agents."""

    ppm: Indexes


@dataclass(frozen=True, slots=True, eq=False)
class SparseScores:
    """Single pairs in parts per million, sorted by (case, agent), each once."""

    case: Indexes
    agent: Indexes
    ppm: Indexes
    unlisted: Unlisted = Unlisted.INELIGIBLE


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """One matrix; `pillar` is empty for a final FIT."""

    values: DenseScores | SparseScores
    pillar: str = ""
