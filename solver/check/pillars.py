"""Values of the pillars: what was sent for a pair, else what is computed (S5, S8, S9, S13)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from solver.check.history import Histories
from solver.check.overlap import Overlap
from solver.check.scores import Sent
from solver.check.skills import Matches
from solver.check.staff import Staff
from solver.check.weights import Weights
from solver.units import Ints

Computed = Mapping[str, Callable[[int], Ints]]
"""What computes the values of a case with all agents, in ppm, by pillar."""

NOTHING: Computed = MappingProxyType({})


class Pillars:
    """The pillars of one snapshot."""

    def __init__(self, staff: Staff, sent: Sent, further: Computed = NOTHING) -> None:
        self._sent = sent
        self._agents = len(staff.snapshot.agents)
        self._computed: Computed = {
            "time_overlap": Overlap(staff).ppm,
            "customer_history": Histories(staff).ppm,
            "skills": Matches(staff).ppm,
            **further,
        }

    def sums(self, case: int, weights: Weights) -> Ints:
        """`sum_p W_p * v_p` in units of 1e-12; shape: agents."""
        found = np.zeros(self._agents, dtype=np.int64)
        for pillar, weight in weights.items():
            if weight:
                found += weight * self._ppm(pillar, case)
        return found

    def _ppm(self, pillar: str, case: int) -> Ints:
        row = self._sent.row(pillar, case)
        if row is not None and row.sent.all():
            return row.ppm
        compute = self._computed.get(pillar)
        computed = np.zeros(self._agents, dtype=np.int64) if compute is None else compute(case)
        return computed if row is None else np.where(row.sent, row.ppm, computed)
