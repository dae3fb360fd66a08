"""One case after the other: what scoring products do, and the baseline to beat (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.engines.best_score import BestScore
from solver.engines.course import UNWATCHED, Course
from solver.engines.engine import Solution
from solver.engines.one_by_one import completed, kept, solve_factored
from solver.problem import Problem
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class SequentialEngine:
    """In urgency order, bucket by bucket, the best score that is still free."""

    name: str = "sequential"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        """Greedy and final; no claim about the optimum. Cases with an owner stay with him."""
        return one_by_one(problem, UNWATCHED)


def one_by_one(problem: Problem, course: Course) -> Solution:
    """The same, ended with its course: raises TimeIsUp where that is before the last case."""
    candidates = problem.candidates
    if candidates is not None:
        return solve_factored(problem, candidates, BestScore(problem, candidates), course)
    taste = _BestHeldScore(problem)
    return Solution(completed(problem, kept(problem), taste, course))


def completed_by_score(problem: Problem, choice: Ints) -> Ints:
    """A plan with whatever waits and still finds room served, the best scores first."""
    return completed(problem, choice, _BestHeldScore(problem))


class _BestHeldScore:
    """Rank, order, falling score, place of the agent."""

    def __init__(self, problem: Problem) -> None:
        triples = problem.triples
        place = problem.place[problem.desks.agent[triples.desk]]
        order = np.lexsort((place, -triples.score, triples.order, triples.rank))
        self._place = np.empty(len(triples), dtype=np.int64)
        self._place[order] = np.arange(len(triples))

    def wishes(self, _: int, option: Ints) -> Ints:
        """Places of some triples among all."""
        places: Ints = self._place[option]
        return places

    def took(self, agent: int) -> None:
        """Whoever got cases before does not matter."""
