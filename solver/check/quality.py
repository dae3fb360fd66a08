"""What `min_fit` compares: the pillar sum before penalty and without bandwidth (Q7)."""

from collections.abc import Callable, Mapping

import numpy as np

from solver.check.history import Histories
from solver.check.overlap import Overlap
from solver.check.scores import FIT, Sent
from solver.check.skills import Matches
from solver.check.staff import Staff
from solver.check.weights import weights_of
from solver.units import PPM, Ints, to_ppm


class Quality:
    """Qualities of the pairs of one snapshot, in units of 1e-12 and never rounded."""

    def __init__(self, staff: Staff, sent: Sent) -> None:
        policy = staff.snapshot.policy
        self._sent = sent
        self._agents = len(staff.snapshot.agents)
        self._weights = [
            weights_of(policy, queue, sent, without=["bandwidth"]) for queue in policy.queues
        ]
        self._pillars: Mapping[str, Callable[[int], Ints]] = {
            "time_overlap": Overlap(staff).ppm,
            "customer_history": Histories(staff).ppm,
            "skills": Matches(staff).ppm,
        }

    def of(self, case: int, queue: int) -> Ints:
        """A fit that was sent as it is, else the pillars that count; shape: agents."""
        found = self._constant(0)
        for pillar, weight in self._weights[queue].items():
            if weight:
                found = found + weight * self._value(pillar, case)
        fit = self._sent.row(FIT, case)
        return found if fit is None else np.where(fit.sent, fit.ppm * PPM, found)

    def _value(self, pillar: str, case: int) -> Ints:
        """What was sent for a pillar, else what is computed, in ppm; shape: agents."""
        row = self._sent.row(pillar, case)
        if row is not None and row.sent.all():
            return row.ppm
        compute = self._pillars.get(pillar)
        computed = self._constant(0) if compute is None else compute(case)
        return computed if row is None else np.where(row.sent, row.ppm, computed)

    def _constant(self, ppm: int) -> Ints:
        return np.full(self._agents, ppm, dtype=np.int64)


def least(min_fit: float) -> int:
    """A least fit in units of 1e-12."""
    return int(to_ppm(min_fit)) * PPM
