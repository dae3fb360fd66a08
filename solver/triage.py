"""Cases that are set aside before the solve: for people, or until business hours (U5, U6)."""

from dataclasses import dataclass, replace

import numpy as np

from solver.facts import (
    DenseEfforts,
    DenseScores,
    Efforts,
    Scores,
    Snapshot,
    SparseEfforts,
    SparseScores,
)
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Triage:
    """What becomes of each case before the solve; shape: cases.

    review: a person decides (U5). held: until business hours begin (U6), at `until`, in UTC
    microseconds, NEVER where that is not in sight.
    """

    review: Bools
    held: Bools
    until: Ints

    @property
    def aside(self) -> Bools:
        """True for cases that the solve does not see."""
        aside: Bools = self.review | self.held
        return aside


def without(snapshot: Snapshot, aside: Bools) -> Snapshot:
    """The snapshot of the other cases alone, with their scores."""
    return part_of(snapshot, np.flatnonzero(~aside)) if aside.any() else snapshot


def part_of(snapshot: Snapshot, chosen: Ints) -> Snapshot:
    """The snapshot of some of its cases, by position, rising."""
    place = np.full(len(snapshot.cases), -1, dtype=np.int32)
    place[chosen] = np.arange(len(chosen), dtype=np.int32)
    return replace(
        snapshot,
        cases=tuple(snapshot.cases[case] for case in chosen.tolist()),
        scores=tuple(_scores_of(scores, chosen, place) for scores in snapshot.scores),
        efforts=_efforts_of(snapshot.efforts, chosen, place),
    )


def _scores_of(scores: Scores, chosen: Ints, place: Indexes) -> Scores:
    """Scores of the chosen cases; place: of each case among them, -1 for none."""
    values = scores.values
    if isinstance(values, DenseScores):
        return Scores(DenseScores(values.ppm[chosen]), scores.pillar)
    kept = place[values.case] >= 0
    sparse = SparseScores(
        place[values.case[kept]], values.agent[kept], values.ppm[kept], values.unlisted
    )
    return Scores(sparse, scores.pillar)


def _efforts_of(efforts: Efforts | None, chosen: Ints, place: Indexes) -> Efforts | None:
    """Efforts of the chosen cases, in the same way."""
    if efforts is None or isinstance(efforts, DenseEfforts):
        return None if efforts is None else DenseEfforts(efforts.effort[chosen])
    kept = place[efforts.case] >= 0
    return SparseEfforts(
        place[efforts.case[kept]], efforts.agent[kept], efforts.effort[kept], efforts.unlisted
    )
