"""Fits of the pairs of one case, in integers (S1, S13, 02 section 2 "Numbers")."""

from dataclasses import dataclass

import numpy as np

from solver.check.load import Load
from solver.check.penalty import kept
from solver.check.pillars import Pillars
from solver.check.refusals import Refusals
from solver.check.scores import FIT
from solver.check.weights import weights_of
from solver.units import PPM, SCORE, Bools, Ints, divide_half_even

NO_QUEUE = -1
"""In place of a queue: the policy's own weights."""


@dataclass(frozen=True, slots=True, eq=False)
class Before:
    """Before the penalty, in units of 1e-12: the pillar sums, or the fits that were sent.

    sent: True where they were; both of shape: agents.
    """

    value: Ints
    sent: Bools


class Fits:
    """Fits of one snapshot, case by case."""

    def __init__(self, refusals: Refusals) -> None:
        staff, policy = refusals.staff, refusals.snapshot.policy
        self.load = Load(staff, refusals.rooms.backlog)
        self.kept = kept(staff)
        """1 - penalty in ppm; shape: agents."""
        self._sent = refusals.sent
        self._pillars = Pillars(staff, refusals.sent, {"bandwidth": self.load.free})
        rows = [weights_of(policy, queue, refusals.sent) for queue in (*policy.queues, None)]
        self._weights = [tuple(row.items()) for row in rows]
        self._none = np.zeros(len(staff.snapshot.agents), dtype=np.bool_)

    def before(self, case: int, queue: int) -> Before:
        """Under the weights of the queue that the pair is charged to."""
        sums = self._pillars.sums(case, dict(self._weights[queue]))
        row = self._sent.row(FIT, case)
        if row is None:
            return Before(sums, self._none)
        return Before(np.where(row.sent, row.ppm * PPM, sums), row.sent)

    def of(self, case: int, queue: int, agent: Ints) -> Ints:
        """Fits of a case with some agents, in units of 1e-4."""
        before = self.before(case, queue)
        keep = np.where(before.sent[agent], PPM, self.kept[agent])
        return divide_half_even(before.value[agent] * keep, PPM * PPM * PPM // SCORE)

    def with_owner(self, case: int, queue: int, owner: int) -> int:
        """The fit of a case with its owner, whom no penalty touches (O3)."""
        value = self.before(case, queue).value[[owner]]
        return int(divide_half_even(value, PPM * PPM // SCORE)[0])

    def band_weight(self) -> float:
        """Normalised weight of the bandwidth pillar in the policy."""
        return dict(self._weights[NO_QUEUE]).get("bandwidth", 0) / PPM
