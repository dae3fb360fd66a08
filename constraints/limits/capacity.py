"""Weighted capacity: how much work an agent may hold, on only where `hard_capacity` is set (L2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from constraints.limits.sent_weights import sent_weights
from solver.facts import Agent, Limits, Policy, Snapshot
from solver.limits import limits_in_force
from solver.problem import OFF
from solver.reasons import Reason
from solver.rules import WeightedLimit, WeightedUsage
from solver.units import Ints, to_hundredths


@dataclass(frozen=True, slots=True)
class WeightedCapacity:
    """Sums priority weight x effort, whatever the status and whoever assigned the case.

    Of an agent whose cases are only counted the load that is told stands in: it has
    status multipliers in it, but nothing else is known.
    """

    reason: Reason = Reason.WEIGHTED_CAPACITY

    def limits(self, snapshot: Snapshot) -> Ints:
        """The lowest limit of each agent (L5)."""
        every = limits_in_force(snapshot)
        return np.array([_lowest(limits) for limits in every], dtype=np.int64)

    def usage(self, snapshot: Snapshot) -> WeightedUsage:
        """Weights of the cases, what agents hold, and the lowest limit of each (L5)."""
        scale = _Scale.of(snapshot.policy)
        weights = [scale.weight(case.priority, case.effort) for case in snapshot.cases]
        levels = np.array([scale.level(case.priority) for case in snapshot.cases], np.float64)
        return WeightedUsage(
            weight=np.array(weights, dtype=np.int64),
            used=np.array([scale.held(agent) for agent in snapshot.agents], dtype=np.int64),
            limit=self.limits(snapshot),
            own=sent_weights(snapshot, levels),
        )


def _lowest(limits: Iterable[Limits]) -> int:
    """The lowest weighted capacity that is set, in hundredths, or OFF."""
    set_ = (one.hard_capacity for one in limits if one.hard_capacity is not None)
    return min(map(to_hundredths, set_), default=OFF)


@dataclass(frozen=True, slots=True)
class _Scale:
    """How much a case weighs under a policy; of no known priority, as one of the lowest."""

    weights: Mapping[str, float]
    lowest: float

    @staticmethod
    def of(policy: Policy) -> "_Scale":
        levels = policy.priority_levels
        return _Scale({level.name: level.weight for level in levels}, levels[-1].weight)

    def level(self, priority: str) -> float:
        """Weight of a priority."""
        return self.weights.get(priority, self.lowest)

    def weight(self, priority: str, effort: float) -> int:
        """In hundredths, each case rounded by itself."""
        return to_hundredths(self.level(priority) * effort)

    def held(self, agent: Agent) -> int:
        """Weight of what an agent holds, in hundredths."""
        if agent.active_load is not None:
            return to_hundredths(agent.active_load)
        return sum(self.weight(case.priority, case.effort) for case in agent.active_cases)


WEIGHTED_CAPACITY: WeightedLimit = WeightedCapacity()
