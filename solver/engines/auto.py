"""The best exact engine for the problem (02 section 3)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from solver.engines.apart import solve_apart
from solver.engines.course import UNWATCHED, Course
from solver.engines.engine import Solution
from solver.engines.flow import FlowEngine
from solver.levels import Level, levels_of
from solver.problem import Problem

if TYPE_CHECKING:
    from solver.engines.weighted import WeightedEngine


@dataclass(frozen=True, slots=True)
class AutoEngine:
    """The flow for counting limits; prices of loads where weighted capacity can bind."""

    time_limit: timedelta | None = None
    name: str = "auto"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """The plan of the engine that it names."""
        return self.solve_levels(problem, levels_of(problem), course)

    def solve_levels(
        self, problem: Problem, levels: tuple[Level, ...], course: Course = UNWATCHED
    ) -> Solution:
        """The same for levels of its own."""
        if not problem.is_weighted:
            return FlowEngine().solve_levels(problem, levels, course)

        def solve(part: Problem, course: Course, share: float) -> Solution:
            if not part.is_weighted:
                return FlowEngine().solve_levels(part, levels, course)
            return self._weighted(share).solve_levels(part, levels, course)

        if problem.candidates is not None:
            return self._weighted(1.0).solve_levels(problem, levels, course)
        return solve_apart(problem, solve, course)

    def _weighted(self, share: float) -> "WeightedEngine":
        """The engine for parts in which weights can bind, with a share of the time."""
        # MathOpt takes its time to load.
        from solver.engines.weighted import WeightedEngine

        return WeightedEngine(None if self.time_limit is None else self.time_limit * share)
