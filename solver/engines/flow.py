"""The counting model as a min-cost flow (02 sections 1-3)."""

from dataclasses import dataclass, replace

from solver.engines.course import UNWATCHED, Course, keep_on
from solver.engines.engine import Solution
from solver.engines.sequential import SequentialEngine, completed_by_score
from solver.errors import UnsuitedError
from solver.levels import Level, levels_of
from solver.network import build_network
from solver.prices import Face, Flow
from solver.pricing.loop import solve_by_pricing
from solver.problem import Problem
from solver.stages import solve_stages
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class FlowEngine:
    """Exact for counting limits: every level at its optimum, with the prices that prove it."""

    name: str = "flow"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """Solves all levels of the problem."""
        if problem.is_weighted:
            raise UnsuitedError(
                "The engine 'flow' cannot keep to weighted capacity (hard_capacity).\n"
                "Maybe 'auto' or 'mip'."
            )
        return self.solve_levels(problem, levels_of(problem), course)

    def solve_levels(
        self, problem: Problem, levels: tuple[Level, ...], course: Course = UNWATCHED
    ) -> Solution:
        """Solves stage after stage, each on the optimal face of the one before.

        Weighted capacity is left out: the plan may break it.
        """
        if problem.candidates is not None:
            return solve_by_pricing(problem, problem.candidates, levels, course)
        if len(problem.triples) > MANY_TRIPLES:
            course.found(lambda: _one_by_one(problem))
        network = build_network(problem)
        solved = solve_stages(network, Face.whole(network), levels, _Told(problem, course))
        return _solution(solved.flow.choice(problem), solved.prices, solved.solve_count)


MANY_TRIPLES = 200_000
"""Above, a first stage takes so long that one case after the other is worth its while."""


def _one_by_one(problem: Problem) -> Solution:
    """What there is before anything is solved."""
    engine = SequentialEngine()
    return replace(engine.solve(problem), engine=engine.name)


def _solution(choice: Ints, prices: Ints, solve_count: int) -> Solution:
    return Solution(choice, prices, solve_count, engine="flow")


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """Tells of the plan of every stage: cases of later groups get what it leaves."""

    problem: Problem
    course: Course

    def __call__(self, flow: Flow, prices: Ints, solve_count: int) -> None:
        """Raises TimeIsUp once time is over."""

        def completed() -> Solution:
            choice = completed_by_score(self.problem, flow.choice(self.problem))
            return _solution(choice, prices, solve_count)

        self.course.found(completed)
        keep_on(self.course)
