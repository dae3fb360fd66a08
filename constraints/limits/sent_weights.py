"""Weights of pairs whose effort the caller sent: agents differ in what a case costs them (S13)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.factors import SparsePairs
from solver.facts import DenseEfforts, Snapshot, SparseEfforts
from solver.rules import PairWeights
from solver.units import Bools, Indexes, Ints

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class DenseWeights:
    """Every pair has its own. level: priority weight; shape: cases; effort: cases x agents."""

    level: Floats
    effort: NDArray[np.float32]

    @property
    def cases(self) -> Bools:
        """All of them."""
        return np.ones(len(self.level), dtype=np.bool_)

    def find(self, case: Indexes, agent: Indexes) -> tuple[Bools, Ints]:
        """True everywhere, and the weights in hundredths."""
        weight = in_hundredths(self.level[case], self.effort[case, agent])
        return np.ones(weight.shape, dtype=np.bool_), weight


@dataclass(frozen=True, slots=True, eq=False)
class SparseWeights:
    """Listed pairs have their own. place: of each pair in `effort`."""

    level: Floats
    place: SparsePairs
    effort: NDArray[np.float32]

    @property
    def cases(self) -> Bools:
        """Those with a listed pair."""
        found = np.zeros(len(self.level), dtype=np.bool_)
        found[self.place.key // self.place.agent_count] = True
        return found

    def find(self, case: Indexes, agent: Indexes) -> tuple[Bools, Ints]:
        """Whether each pair is listed, and its weight in hundredths."""
        listed, place = self.place.find(case, agent)
        effort = self.effort[np.where(listed, place, 0)] if len(self.effort) else 0.0
        return listed, in_hundredths(self.level[case], effort)


def sent_weights(snapshot: Snapshot, level: Floats) -> PairWeights | None:
    """What the caller sent, None for nothing. level: priority weight of each case."""
    efforts = snapshot.efforts
    if isinstance(efforts, DenseEfforts):
        return DenseWeights(level, efforts.effort)
    if isinstance(efforts, SparseEfforts):
        return SparseWeights(level, _places(efforts, len(snapshot.agents)), efforts.effort)
    return None


def in_hundredths(level: Floats, effort: "NDArray[np.float32] | float") -> Ints:
    """Priority weight x effort, each pair rounded by itself, halves to the even neighbour."""
    weight = level * np.asarray(effort, dtype=np.float64)
    return np.rint(weight * 100).astype(np.int64)


def _places(efforts: SparseEfforts, agents: int) -> SparsePairs:
    key = efforts.case.astype(np.int64) * agents + efforts.agent
    return SparsePairs(key, np.arange(len(key)), max(agents, 1))
