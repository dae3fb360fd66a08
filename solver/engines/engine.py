"""What an engine is."""

from typing import Protocol

from solver.engines.course import UNWATCHED, Course
from solver.engines.solution import Solution
from solver.problem import Problem

__all__ = ["Engine", "Solution"]


class Engine(Protocol):
    """Solves problems."""

    @property
    def name(self) -> str:
        """Its name in the contract."""

    @property
    def prices_candidates(self) -> bool:
        """It solves problems that do not hold all of their triples, too."""

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """A feasible plan; raises SolveError when there is none to give.

        Raises UnsuitedError when the engine cannot solve this kind of problem, TimeIsUp
        where the course is over before it is through; it has told of a plan by then.
        """
