"""The best plan so far of an engine that goes level by level, and what it need not ask for."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from solver.bounds import relaxed_costs
from solver.engines.engine import Solution
from solver.levels import Level
from solver.network import Network
from solver.prices import Flow
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from solver.units import Ints

NO_CLAIM = -(2**62)
"""Below every cost."""

Serve: TypeAlias = Callable[[Problem, Ints], Ints]
"""Serves whatever waits as far as there is room."""


class BestPlan:
    """A plan with its cost in every level. It never becomes worse.

    ways: to serve what a solver left waiting, because it looks at one level alone. The best of
    them counts.
    """

    def __init__(
        self,
        network: Network,
        levels: tuple[Level, ...],
        relaxed: Solution | None,
        first: Callable[[], Ints],
        ways: Sequence[Serve],
    ) -> None:
        """relaxed: an optimum without weighted capacity; where it keeps to it, it is the plan.
        first: another plan to start with."""
        self._network, self._levels, self._ways = network, levels, ways
        flow = None if relaxed is None else flow_of(network, relaxed.choice)
        if flow is None:
            self.flow, self.costs = self._completed(first())
        else:
            self.flow, self.costs = flow, level_costs(network, levels, flow)
        self._relaxed = relaxed_costs(network, levels, relaxed)

    def relaxed_bound(self, level: int) -> int:
        """The optimum without weighted capacity, while the plan is as good above."""
        above = self._relaxed[:level] == self.costs[:level]
        return self._relaxed[level] if above and level < len(self._relaxed) else NO_CLAIM

    def take(self, choice: Ints) -> None:
        """Takes a plan that keeps to all limits and is better, level by level."""
        if flow_of(self._network, choice) is None:
            return
        flow, costs = self._completed(choice)
        if costs < self.costs:
            self.flow, self.costs = flow, costs

    def choice(self) -> Ints:
        """Triple of each case, -1 = waits."""
        return self.flow.choice(self._network.problem)

    def _completed(self, choice: Ints) -> tuple[Flow, tuple[int, ...]]:
        """With whatever waits served as far as there is room, in the best of the ways."""
        plans = []
        for serve in self._ways:
            flow = flow_of(self._network, serve(self._network.problem, choice))
            assert flow is not None
            plans.append((flow, level_costs(self._network, self._levels, flow)))
        return min(plans, key=lambda plan: plan[1])
