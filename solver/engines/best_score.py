"""The best score first where nobody holds all triples (02 section 3)."""

import numpy as np

from solver.candidates import Candidates
from solver.engines.one_by_one import Options
from solver.errors import SolveError
from solver.problem import Problem
from solver.units import Ints

_DIGIT = 2**20
"""Ranks with orders, scores and places each have fewer values than this."""


class BestScore:
    """Rank, order, falling score, place of the agent."""

    def __init__(self, problem: Problem, candidates: Candidates) -> None:
        options = Options.of(problem)
        self._early = _early(problem, options)
        self._place = problem.place[options.agent]
        self._own, self._ways = problem.triples.score, len(candidates.desk)
        self._candidates = candidates

    def wishes(self, case: int, option: Ints) -> Ints:
        """All of it in one number."""
        ways = option < self._ways
        score = np.empty(len(option), dtype=np.int64)
        score[ways] = self._candidates.block(np.array([case], dtype=np.int32), option[ways])[0]
        score[~ways] = self._own[option[~ways] - self._ways]
        wish: Ints = self._early[option] - score * _DIGIT + self._place[option]
        return wish

    def took(self, agent: int) -> None:
        """Whoever got cases before does not matter."""


def _early(problem: Problem, options: Options) -> Ints:
    """What comes before score and place: rank, then order."""
    rank, order = options.rank.astype(np.int64), options.order
    early = rank * (int(order.max(initial=0)) + 1) + order
    if max(int(early.max(initial=0)), problem.agent_count) >= _DIGIT // 2:
        raise SolveError("The problem has too many ranks or agents for one number.")
    return early * _DIGIT * _DIGIT
