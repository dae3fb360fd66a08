"""Ready-made scores of the caller win over what would be computed (S13)."""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from objectives.constant import constant
from solver.errors import PillarError
from solver.factors import SparseFactor, SparsePairs, TableFactor, unlike_any
from solver.facts import DenseScores, Snapshot, SparseEfforts, SparseScores, Unlisted
from solver.rules import Factor, Flag, PairList, Pillar, SentFit
from solver.units import Bools, Indexes, Ints

FIT = ""
"""The name of the matrix that holds final fits."""


@dataclass(frozen=True, slots=True)
class UnscoredPillar:
    """A further pillar that nobody here can compute."""

    name: str

    def factor(self, snapshot: Snapshot) -> TableFactor:
        """Raises PillarError: only a caller can send it."""
        raise PillarError("nothing computes it and no matrix sends it. Maybe send it in `scores`.")


def no_factor(snapshot: Snapshot) -> TableFactor:
    """What stands for a pillar that was left out: 0 everywhere, flagged (S15)."""
    return constant(snapshot, 0, Flag.DROPPED)


@dataclass(frozen=True, slots=True, eq=False)
class DenseFit:
    """A final fit for every pair; shape of ppm: cases x agents."""

    ppm: Indexes
    is_whole: bool = True

    @property
    def alike(self) -> Indexes:
        """Every case is like no other."""
        return np.arange(len(self.ppm), dtype=np.int32)

    def listed(self, case: Indexes, agent: Indexes) -> Bools:
        """True everywhere."""
        return np.ones(case.shape, dtype=np.bool_)

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """Fits in parts per million."""
        return self.ppm[case, agent].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class SparseFit:
    """Final fits of single pairs; `complete`: the fit of all other pairs is 0.

    is_whole: others are 0, or may not be assigned.
    """

    pairs: SparsePairs
    complete: bool
    is_whole: bool
    case_count: int

    @property
    def alike(self) -> Indexes:
        """Cases without a listed pair are alike."""
        return unlike_any(np.zeros(self.case_count, dtype=np.int32), self.pairs)

    def listed(self, case: Indexes, agent: Indexes) -> Bools:
        """True where the caller decides the fit."""
        found, _ = self.pairs.find(case, agent)
        return found | self.complete

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """Fits in parts per million, 0 where nothing was sent."""
        found, value = self.pairs.find(case, agent)
        return np.where(found, value, 0)


def sent_fit(snapshot: Snapshot) -> SentFit | None:
    """The caller's final fits, if he sent any."""
    values = sent_values(snapshot, FIT)
    if values is None:
        return None
    if isinstance(values, DenseScores):
        return DenseFit(values.ppm)
    return SparseFit(
        _pairs(values, snapshot),
        complete=values.unlisted == Unlisted.ZERO,
        is_whole=values.unlisted != Unlisted.COMPUTE,
        case_count=len(snapshot.cases),
    )


def factor_of(pillar: Pillar, snapshot: Snapshot) -> Factor:
    """Values of a pillar: the caller's where he sent them, else computed."""
    values = sent_values(snapshot, pillar.name)
    if values is None:
        return pillar.factor(snapshot)
    if isinstance(values, DenseScores):
        return _dense_factor(values)
    return SparseFactor(_pairs(values, snapshot), _elsewhere(values, pillar, snapshot))


def sent_values(snapshot: Snapshot, pillar: str) -> DenseScores | SparseScores | None:
    """What the caller sent for a pillar, or as FIT."""
    return next((scores.values for scores in snapshot.scores if scores.pillar == pillar), None)


def scored_pairs(snapshot: Snapshot) -> PairList | None:
    """Pairs listed by every matrix that excludes the others, sorted; None = all pairs."""
    listed = [
        _pairs(scores.values, snapshot).key
        for scores in snapshot.scores
        if isinstance(scores.values, SparseScores) and scores.values.unlisted == Unlisted.INELIGIBLE
    ]
    efforts = snapshot.efforts
    if isinstance(efforts, SparseEfforts) and efforts.unlisted == Unlisted.INELIGIBLE:
        listed.append(efforts.case.astype(np.int64) * len(snapshot.agents) + efforts.agent)
    return _pair_list(reduce(_common, listed), snapshot) if listed else None


def _common(left: Ints, right: Ints) -> Ints:
    return np.intersect1d(left, right, assume_unique=True)


def _pair_list(key: Ints, snapshot: Snapshot) -> PairList:
    case, agent = np.divmod(key, max(len(snapshot.agents), 1))
    return PairList(case.astype(np.int32), agent.astype(np.int32))


def _pairs(values: SparseScores, snapshot: Snapshot) -> SparsePairs:
    agent_count = len(snapshot.agents)
    return SparsePairs(
        values.case.astype(np.int64) * agent_count + values.agent, values.ppm, agent_count
    )


def _dense_factor(values: DenseScores) -> TableFactor:
    """Every case is a profile of its own."""
    row = np.arange(len(values.ppm), dtype=np.int32)
    flag = np.broadcast_to(np.uint8(Flag.SENT), values.ppm.shape)
    return TableFactor(row, values.ppm, flag)


def _elsewhere(values: SparseScores, pillar: Pillar, snapshot: Snapshot) -> Factor:
    """What pairs get that a sparse matrix leaves out: those without a fit, too, if owned (O3)."""
    if values.unlisted == Unlisted.COMPUTE:
        return pillar.factor(snapshot)
    if values.unlisted == Unlisted.INELIGIBLE and any(case.owner_id for case in snapshot.cases):
        return _for_owners(pillar, snapshot)
    return constant(snapshot, 0, Flag.SENT)


def _for_owners(pillar: Pillar, snapshot: Snapshot) -> Factor:
    """They keep what they have, scored or not: a pillar that cannot be computed is 0 then."""
    try:
        return pillar.factor(snapshot)
    except PillarError:
        return no_factor(snapshot)
