"""One case after the other where nobody holds all triples (02 section 3)."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from solver.candidates import BLOCK, Candidates, Classes, core_of, options
from solver.errors import SolveError
from solver.held_scores import HeldScores
from solver.problem import DeskKind, Problem, Triples
from solver.units import Indexes, Ints

_NEVER = np.iinfo(np.int64).max
_DIGIT = 2**20
"""Ranks with orders, scores and places each have fewer values than this."""


class FactoredChoices:
    """What is left while cases are handed out.

    An *option* is a way of the patterns, or behind those a triple of the problem itself.
    """

    def __init__(self, problem: Problem, candidates: Candidates) -> None:
        self._problem, self._candidates = problem, candidates
        patterns, own = candidates.patterns, problem.triples
        self._desk = options(problem, candidates)
        self._agent = problem.desks.agent[self._desk]
        self._kind = problem.desks.kind[self._desk]
        self._early = _preferences(
            problem,
            np.concatenate([patterns.rank, own.rank]),
            np.concatenate([patterns.order, own.order]),
        )
        self._place = problem.place[self._agent]
        self._rooms = problem.desks.room.copy()
        self._new, self._backlog = problem.new_room.copy(), problem.backlog_room.copy()
        self._own_start = problem.first_triples()
        self._rows = _ScoreRows(candidates)

    def take_own(self, triple: int) -> int:
        """Gives a triple of the problem itself away; its option."""
        option = len(self._candidates.desk) + triple
        self._take(option)
        return option

    def take_best(self, case: int) -> int:
        """Gives the preferred option of a case that has room away, -1 without any."""
        patterns = self._candidates.patterns
        ways = np.arange(*patterns.start[[patterns.of_case[case], patterns.of_case[case] + 1]])
        own = np.arange(self._own_start[case], self._own_start[case + 1])
        options = np.concatenate([ways, len(self._candidates.desk) + own])
        score = np.concatenate([self._rows.of(case), self._problem.triples.score[own]])
        wish = self._early[options] - score * _DIGIT + self._place[options]
        free = self._has_room(options)
        free[: len(ways)] &= ~self._rows.closed(case, ways)
        if not free.any():
            return -1
        best = int(options[np.where(free, wish, _NEVER).argmin()])
        self._take(best)
        return best

    def _has_room(self, option: Ints) -> NDArray[np.bool_]:
        agent = self._agent[option]
        room = (self._rooms[self._desk[option]] > 0) & (self._new[agent] > 0)
        free: NDArray[np.bool_] = room & (self._backlog[agent] > 0)
        return free

    def _take(self, option: int) -> None:
        agent, kind = self._agent[option], self._kind[option]
        self._rooms[self._desk[option]] -= 1
        self._new[agent] -= kind < DeskKind.KEEP
        self._backlog[agent] -= kind <= DeskKind.KEEP

    def plan(self, taken: Iterable[tuple[int, int]]) -> tuple[Triples, Ints]:
        """The triples in use with the problem's own ones, and the triple of each case.

        taken: (case, option).
        """
        case, option = np.array(sorted(taken), dtype=np.int64).reshape(-1, 2).T
        return core_of(self._problem, self._candidates, case.astype(np.int32), option)


def _preferences(problem: Problem, rank: Ints, order: Ints) -> Ints:
    """What comes before score and place: rank, then order."""
    early = rank.astype(np.int64) * (int(order.max(initial=0)) + 1) + order
    if max(int(early.max(initial=0)), problem.agent_count) >= _DIGIT // 2:
        raise SolveError("The problem has too many ranks or agents for one number.")
    preferences: Ints = early * _DIGIT * _DIGIT
    return preferences


class _ScoreRows:
    """Scores of a case in all of its ways, worked out for many like it at a time."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        patterns = candidates.patterns
        self._touched = candidates.is_touched
        self._classes = Classes.of([patterns.of_case, candidates.scores.alike])
        of_class = patterns.of_case[self._classes.first]
        self._start = np.searchsorted(of_class, np.arange(len(patterns) + 1))
        self._held = HeldScores()

    def of(self, case: int) -> Ints:
        """Shape: ways of the case."""
        pattern = int(self._candidates.patterns.of_case[case])
        ways = self._candidates.patterns.ways(pattern)
        step = max(1, BLOCK // max(ways.stop - ways.start, 1))
        block, row = divmod(int(self._classes.of_case[case] - self._start[pattern]), step)
        scores = self._held.find((pattern, block))
        if scores is None and self._held.is_full:
            alone: Ints = self._block(np.array([case], dtype=np.int32), ways)[0]
            return alone
        if scores is None:
            first = int(self._start[pattern]) + block * step
            last = min(first + step, int(self._start[pattern + 1]))
            found = self._block(self._classes.first[first:last], ways)
            scores = self._held.keep((pattern, block), found)
        scores_of: Ints = scores[row].astype(np.int64)
        return scores_of

    def _block(self, case: Indexes, ways: slice) -> Ints:
        """Scores of some cases of one pattern in all of its ways."""
        patterns = self._candidates.patterns
        found = self._candidates.scores.block(case, patterns.agent[ways], patterns.queue[ways])
        if np.abs(found).max(initial=0) >= _DIGIT // 2:
            raise SolveError("The scores are too large for one number.")
        return np.broadcast_to(found.astype(np.int64), (len(case), ways.stop - ways.start))

    def closed(self, case: int, ways: Ints) -> NDArray[np.bool_]:
        """True where the pair is removed."""
        if not self._touched[case]:
            return np.zeros(len(ways), dtype=np.bool_)
        return self._candidates.closed(np.full(len(ways), case), ways)
