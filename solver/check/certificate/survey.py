"""A first look at all allowed pairs: which desks they reach, and what they score (S4)."""

from dataclasses import dataclass

import numpy as np

from solver.check.certificate.ways import Ways
from solver.check.fits import Fits
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """All allowed (case, agent, queue) of the first phase, counted.

    reach: which desks have any; queues x agents. pairs: how many each agent has. computed,
    sent: sums of what is before the penalty, in units of 1e-12, of those that are computed
    and those that were sent; shape: agents.
    """

    reach: Bools
    pairs: Ints
    computed: Ints
    sent: Ints


def survey(ways: Ways, fits: Fits | None, cases: Ints, shape: tuple[int, int]) -> Survey:
    """Looks at all cases. fits: None where the sums do not matter. shape: queues, agents."""
    reach = np.zeros(shape, dtype=np.bool_)
    pairs, computed, sent = (np.zeros(shape[1], dtype=np.int64) for _ in range(3))
    for case in cases.tolist():
        for way in ways.of(case):
            reach[way.queue, way.agent] = True
            pairs[way.agent] += 1
            if fits is not None:
                before = fits.before(case, way.queue)
                value, listed = before.value[way.agent], before.sent[way.agent]
                computed[way.agent] += np.where(listed, 0, value)
                sent[way.agent] += np.where(listed, value, 0)
    return Survey(reach, pairs, computed, sent)
