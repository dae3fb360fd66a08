"""Customer history: how well an agent and an account got on (S8).

No history is known yet, so everybody has the baseline.
"""

from dataclasses import dataclass

from objectives.constant import constant
from solver.factors import TableFactor
from solver.facts import Snapshot
from solver.rules import Flag, Pillar

BASELINE_PPM = 200_000


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """The baseline for every pair."""

    name: str = "customer_history"

    def factor(self, snapshot: Snapshot) -> TableFactor:
        """0.20 everywhere."""
        return constant(snapshot, BASELINE_PPM, Flag.NO_HISTORY)


CUSTOMER_HISTORY: Pillar = CustomerHistory()
