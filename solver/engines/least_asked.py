"""Cases go to agents of whom little is asked: most of them find a place (02 section 3)."""

import numpy as np

from solver.engines.one_by_one import completed
from solver.problem import Problem
from solver.units import Ints
from solver.weighing.loads import Loads


def completed_where_least_asked(problem: Problem, choice: Ints) -> Ints:
    """A plan with whatever waits and still finds room served, in urgency order."""
    return completed(problem, choice, _LeastAsked(problem))


class _LeastAsked:
    """Rank, order, weight that could come to the agent for what he can carry, score, place."""

    def __init__(self, problem: Problem) -> None:
        triples, loads = problem.triples, Loads.of(problem)
        asked = np.bincount(loads.agent, weights=loads.weight, minlength=len(loads.room))
        share = (asked / np.maximum(loads.room, 1))[loads.agent]
        place = problem.place[loads.agent]
        order = np.lexsort((place, -triples.score, share, triples.order, triples.rank))
        self._place = np.empty(len(triples), dtype=np.int64)
        self._place[order] = np.arange(len(triples))

    def wishes(self, _: int, option: Ints) -> Ints:
        """Places of some triples among all."""
        places: Ints = self._place[option]
        return places

    def took(self, agent: int) -> None:
        """Whoever got cases before does not matter."""
