"""Cases that are set aside before the solve: for people, or until business hours (U5, U6)."""

from dataclasses import dataclass, replace

import numpy as np

from solver.facts import DenseScores, Scores, Snapshot, SparseScores
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
        scores=tuple(
            Scores(_of_cases(scores.values, chosen, place), scores.pillar)
            for scores in snapshot.scores
        ),
    )


def _of_cases(
    values: DenseScores | SparseScores, chosen: Ints, place: Indexes
) -> DenseScores | SparseScores:
    """Scores of the chosen cases; place: of each case among them, -1 for none."""
    if isinstance(values, DenseScores):
        return DenseScores(values.ppm[chosen])
    kept = place[values.case] >= 0
    return replace(
        values,
        case=place[values.case[kept]],
        agent=values.agent[kept],
        ppm=values.ppm[kept],
    )
