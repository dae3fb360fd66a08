"""Turns alone: a baseline that looks at no score (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.engines.course import UNWATCHED, Course
from solver.engines.engine import Solution
from solver.engines.one_by_one import Options, completed, kept, solve_factored
from solver.problem import Problem
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class RoundRobinEngine:
    """In urgency order, each case to whoever has waited longest in its first bucket with room."""

    name: str = "round_robin"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """Greedy and final; no claim about the optimum. Cases with an owner stay with him."""
        turns = _Turns(problem)
        if problem.candidates is None:
            return Solution(completed(problem, kept(problem), turns))
        return solve_factored(problem, problem.candidates, turns)


NEVER = np.iinfo(np.int64).max
"""Above every turn."""


class _Turns:
    """Rank, then who got a case longest ago, then the queue that is configured first."""

    def __init__(self, problem: Problem) -> None:
        self._options = Options.of(problem)
        self._turn = problem.place.copy()
        self._next = int(self._turn.max(initial=-1)) + 1

    def wishes(self, _: int, option: Ints) -> Ints:
        """Of options of the first bucket: turns, then orders."""
        some = self._options
        rank, order = some.rank[option], some.order[option].astype(np.int64)
        wish = self._turn[some.agent[option]] * (order.max() + 1) + order
        return np.where(rank == rank.min(), wish, NEVER)

    def took(self, agent: int) -> None:
        """He is the last in turn now."""
        self._turn[agent] = self._next
        self._next += 1
