"""Limit per cycle: how many new cases an agent may get in one batch (S4)."""

from dataclasses import dataclass

import numpy as np

from solver.facts import Snapshot
from solver.limits import limits_in_force, lowest
from solver.reasons import Reason
from solver.rules import Limit, Scope, Usage


@dataclass(frozen=True, slots=True)
class CycleLimit:
    """Counts nothing yet: the batch begins with the cycle."""

    reason: Reason = Reason.CYCLE_LIMIT
    scope: Scope = Scope.NEW

    def usage(self, snapshot: Snapshot) -> Usage:
        """Used and allowed; shape: agents."""
        limit = [lowest(one.per_cycle for one in limits) for limits in limits_in_force(snapshot)]
        return Usage(np.zeros(len(limit), dtype=np.int64), np.array(limit, dtype=np.int64))


CYCLE_LIMIT: Limit = CycleLimit()
