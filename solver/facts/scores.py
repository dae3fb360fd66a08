"""Ready-made scores of the caller (S13), by position in the sorted snapshot."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True, eq=False)
class DenseEfforts:
    """Work of every agent on every case as a multiple of an ordinary one (L2).

    effort: above 0; shape: cases x agents.
    """

    effort: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class SparseEfforts:
    """The same for single pairs, sorted by (case, agent), each once; never ZERO."""

    case: Indexes
    agent: Indexes
    effort: NDArray[np.float32]
    unlisted: Unlisted = Unlisted.INELIGIBLE


Efforts = DenseEfforts | SparseEfforts
