"""Any problem as an integer program, level by level with the levels above fixed (02 section 3).

Nothing is believed that can be computed: plans are read back, checked and valued
in integers. What remains a solver's word is that nothing is better.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil, isfinite

import numpy as np

from solver.engines.best_plan import BestPlan
from solver.engines.course import UNWATCHED, Bound, Course, keep_on
from solver.engines.effort import Effort
from solver.engines.engine import Solution
from solver.engines.flow import FlowEngine
from solver.engines.math_opt import Outcome, minimise
from solver.engines.mip_solver import MipSolver
from solver.engines.program import program_of
from solver.engines.sequential import SequentialEngine, completed_by_score
from solver.levels import Level, levels_of
from solver.network import Network, build_network
from solver.problem import Problem
from solver.units import Ints

EXACT = 2**50
"""Below this, sums of costs stay exact in a solver that computes in integers."""


@dataclass(frozen=True, slots=True)
class MipEngine:
    """A general solver behind MathOpt, one solve per level."""

    solver: MipSolver = MipSolver.HIGHS
    time_limit: timedelta | None = None
    """For all levels together; None = no limit."""
    name: str = "mip"
    prices_candidates: bool = False

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """Optimal in every level that was reached in time; the levels tell by their bounds."""
        return self.solve_levels(problem, levels_of(problem), course)

    def solve_levels(
        self, problem: Problem, levels: tuple[Level, ...], course: Course = UNWATCHED
    ) -> Solution:
        """The same for levels of its own."""
        search = _Search(build_network(problem), levels, self.solver, self.time_limit)
        course.found(search.solution)
        for level in range(len(levels)):
            keep_on(course)
            least = search.settle(level)
            course.found(search.solution, Bound(level, least))
            if search.is_over:
                break
        return search.solution()


class _Search:
    """The best plan so far, and what is known of the levels settled so far."""

    def __init__(
        self,
        network: Network,
        levels: tuple[Level, ...],
        solver: MipSolver,
        time_limit: timedelta | None,
    ) -> None:
        self._network, self._levels, self._solver = network, levels, solver
        self._left = time_limit
        self._program = program_of(network)
        self._least: list[int] = []
        self._solve_count = 0
        problem = network.problem
        self._relaxed = FlowEngine().solve_levels(problem, levels) if problem.is_weighted else None
        self._best = BestPlan(
            network, levels, self._relaxed, lambda: SequentialEngine().solve(problem).choice,
            (completed_by_score,),
        )  # fmt: skip

    @property
    def is_over(self) -> bool:
        """No time is left."""
        return self._left is not None and self._left <= timedelta(0)

    def settle(self, level: int) -> int:
        """Makes one level as good as time allows, and keeps it so for those below.

        Returns the least cost that is still possible there.
        """
        costs = self._program.costs(self._levels[level])
        least = max(_obvious_bound(self._network.problem, costs), self._best.relaxed_bound(level))
        if self._best.costs[level] > least:
            least = max(least, self._improve(level, costs))
        self._least.append(least)
        self._program = self._program.at_most(*_scaled(costs, self._best.costs[level]))
        return least

    def _improve(self, level: int, costs: Ints) -> int:
        """One solve; returns the least cost that it leaves possible."""
        divisor = int(np.gcd.reduce(costs))
        start = self._program.values(self._best.flow)
        outcome = minimise(self._program, costs // divisor, start, self._solver, Effort(self._left))
        self._solve_count += 1
        if self._left is not None:
            self._left -= outcome.duration
        if outcome.values is not None:
            self._best.take(self._program.choice(outcome.values))
        return divisor * _claim(outcome, costs // divisor, self._solver)

    def solution(self) -> Solution:
        """The best plan with its claims."""
        return Solution(
            self._best.choice(),
            solve_count=max(self._solve_count, 1),
            least=tuple(self._least),
            relaxed=self._relaxed,
            engine="mip",
        )


def _obvious_bound(problem: Problem, costs: Ints) -> int:
    """No case can cost less than its cheapest triple, or waiting; no copy costs less than 0."""
    least = np.zeros(problem.case_count, dtype=np.int64)
    np.minimum.at(least, problem.triples.case, costs[: len(problem.triples)])
    return int(least.sum())


def _scaled(costs: Ints, most: int) -> tuple[Ints, int]:
    """The same row in smaller numbers."""
    divisor = max(int(np.gcd.reduce(costs, initial=0)), 1)
    return costs // divisor, most // divisor


def _claim(outcome: Outcome, costs: Ints, solver: MipSolver) -> int:
    """The least cost in integers that a bound leaves possible.

    Solvers that compute in floats get some slack; where it is half a unit or more they
    cannot prove an optimum.
    """
    size = int(np.abs(costs).sum())
    slack = 1e-6 if solver.is_exact and size < EXACT else 1e-3 + 1e-9 * size
    if not isfinite(outcome.bound):
        # Infinity is no better: the plan to start with is there.
        return -size
    return ceil(outcome.bound - slack)
