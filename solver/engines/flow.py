"""The counting model as a min-cost flow (02 sections 1-3)."""

from dataclasses import dataclass

from solver.engines.engine import Solution
from solver.errors import UnsuitedError
from solver.levels import Level, levels_of
from solver.network import build_network
from solver.prices import Face
from solver.pricing.loop import solve_by_pricing
from solver.problem import Problem
from solver.stages import solve_stages


@dataclass(frozen=True, slots=True)
class FlowEngine:
    """Exact for counting limits: every level at its optimum, with the prices that prove it."""

    name: str = "flow"
    prices_candidates: bool = True

    def solve(self, problem: Problem) -> Solution:
        """Solves all levels of the problem."""
        if problem.is_weighted:
            raise UnsuitedError(
                "The engine 'flow' cannot keep to weighted capacity (hard_capacity).\n"
                "Maybe 'auto' or 'mip'."
            )
        return self.solve_levels(problem, levels_of(problem))

    def solve_levels(self, problem: Problem, levels: tuple[Level, ...]) -> Solution:
        """Solves stage after stage, each on the optimal face of the one before.

        Weighted capacity is left out: the plan may break it.
        """
        if problem.candidates is not None:
            return solve_by_pricing(problem, problem.candidates, levels)
        network = build_network(problem)
        solved = solve_stages(network, Face.whole(network), levels)
        return Solution(solved.flow.choice(problem), solved.prices, solved.solve_count)
