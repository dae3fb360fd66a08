"""The best score first where nobody holds all triples (02 section 3)."""

import numpy as np

from solver.candidates import BLOCK, Candidates, Classes
from solver.engines.one_by_one import Options
from solver.errors import SolveError
from solver.held_scores import HeldScores
from solver.problem import Problem
from solver.units import Indexes, Ints

_DIGIT = 2**20
"""Ranks with orders, scores and places each have fewer values than this."""


class BestScore:
    """Rank, order, falling score, place of the agent."""

    def __init__(self, problem: Problem, candidates: Candidates) -> None:
        options = Options.of(problem)
        self._early = _early(problem, options)
        self._place = problem.place[options.agent]
        self._own, self._ways = problem.triples.score, len(candidates.desk)
        self._rows = _ScoreRows(candidates)

    def wishes(self, case: int, option: Ints) -> Ints:
        """All of it in one number."""
        ways = option < self._ways
        score = np.empty(len(option), dtype=np.int64)
        score[ways] = self._rows.of(case, option[ways])
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


class _ScoreRows:
    """Scores of a case in all of its ways, worked out for many like it at a time."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        patterns = candidates.patterns
        self._classes = Classes.of([patterns.of_case, candidates.scores.alike])
        of_class = patterns.of_case[self._classes.first]
        self._start = np.searchsorted(of_class, np.arange(len(patterns) + 1))
        self._held = HeldScores()

    def of(self, case: int, way: Ints) -> Ints:
        """Scores of a case in some of its ways."""
        pattern = int(self._candidates.patterns.of_case[case])
        ways = self._candidates.patterns.ways(pattern)
        step = max(1, BLOCK // max(ways.stop - ways.start, 1))
        block, row = divmod(int(self._classes.of_case[case] - self._start[pattern]), step)
        scores = self._held.find((pattern, block))
        if scores is None and self._held.is_full:
            alone: Ints = self._block(np.array([case], dtype=np.int32), ways)[0, way - ways.start]
            return alone
        if scores is None:
            first = int(self._start[pattern]) + block * step
            last = min(first + step, int(self._start[pattern + 1]))
            found = self._block(self._classes.first[first:last], ways)
            scores = self._held.keep((pattern, block), found)
        scores_of: Ints = scores[row, way - ways.start].astype(np.int64)
        return scores_of

    def _block(self, case: Indexes, ways: slice) -> Ints:
        """Scores of some cases of one pattern in all of its ways."""
        patterns = self._candidates.patterns
        found = self._candidates.scores.block(case, patterns.agent[ways], patterns.queue[ways])
        if np.abs(found).max(initial=0) >= _DIGIT // 2:
            raise SolveError("The scores are too large for one number.")
        return np.broadcast_to(found.astype(np.int64), (len(case), ways.stop - ways.start))
