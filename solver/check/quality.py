"""What `min_fit` compares: the pillar sum before penalty and without bandwidth (Q7)."""

import numpy as np

from solver.check.pillars import Pillars
from solver.check.scores import FIT, Sent
from solver.check.staff import Staff
from solver.check.weights import weights_of
from solver.units import PPM, Ints, to_ppm


class Quality:
    """Qualities of the pairs of one snapshot, in units of 1e-12 and never rounded."""

    def __init__(self, staff: Staff, sent: Sent) -> None:
        policy = staff.snapshot.policy
        self._sent = sent
        self._pillars = Pillars(staff, sent)
        self._weights = [
            weights_of(policy, queue, sent, without=["bandwidth"]) for queue in policy.queues
        ]

    def of(self, case: int, queue: int) -> Ints:
        """A fit that was sent as it is, else the pillars that count; shape: agents."""
        found = self._pillars.sums(case, self._weights[queue])
        fit = self._sent.row(FIT, case)
        return found if fit is None else np.where(fit.sent, fit.ppm * PPM, found)


def least(min_fit: float) -> int:
    """A least fit in units of 1e-12."""
    return int(to_ppm(min_fit)) * PPM
