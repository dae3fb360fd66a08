"""The place of the chosen agent among all who could take the case (02 section 5)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.candidates import Candidates, Classes, blocks
from solver.compile import Compiled
from solver.factors import SparsePairs
from solver.patterns import Patterns
from solver.picks import Picks
from solver.scoring import FitScores
from solver.units import Bools, Indexes, Ints

LEAST = np.iinfo(np.int64).min
MOST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places of the chosen agents by raw fit, from 1, and who stands before them.

    place, eligible: shape: picks. better_case, better_agent, better_fit: the best of those
    who suit better, by case, the best first; of equal ones the first by id.
    """

    place: Ints
    eligible: Ints
    better_case: Ints
    better_agent: Ints
    better_fit: Ints


def places(compiled: Compiled, picks: Picks, most_better: int = 0) -> Places:
    """Places, numbers of eligible agents, and up to so many better ones for each pick.

    Each agent counts by the best of his ways to the case. Over the limits nobody is
    eligible: an override is placed among those who have room.
    """
    counts = _Counts(compiled.problem.case_count, picks, most_better)
    held = np.ones(len(compiled.problem.triples), dtype=np.bool_)
    candidates = compiled.problem.candidates
    if candidates is not None:
        _count_candidates(counts, candidates, compiled.scores, picks)
        held = _is_own(compiled, candidates.removed)
    counts.add(*_best_ways(compiled, held))
    return Places(counts.ahead[picks.case] + 1, counts.eligible[picks.case], *counts.best())


class _Counts:
    """How many agents are eligible, and how many suit better; shape: cases."""

    def __init__(self, case_count: int, picks: Picks, most_better: int) -> None:
        self._most = most_better
        self._better: list[tuple[Ints, Ints, Ints]] = [(_NONE, _NONE, _NONE)]
        self.ahead = np.zeros(case_count, dtype=np.int64)
        self.eligible = np.zeros(case_count, dtype=np.int64)
        self._fit = np.full(case_count, MOST, dtype=np.int64)
        self._fit[picks.case] = picks.fit
        self._agent = np.full(case_count, -1, dtype=np.int32)
        self._agent[picks.case] = picks.agent

    def add(self, case: Indexes, agent: Indexes, best: Ints) -> None:
        """Adds single agents."""
        better = (best > self._fit[case]) & (agent != self._agent[case])
        np.add.at(self.ahead, case[better], 1)
        np.add.at(self.eligible, case, 1)
        if self._most:
            self._keep(case[better], agent[better], best[better])

    def add_block(self, case: Ints, agent: Indexes, best: Ints) -> None:
        """Adds some agents for some cases; best: cases x agents, LEAST where removed."""
        better = best > self._fit[case][:, None]
        better &= agent[None, :] != self._agent[case][:, None]
        self.ahead[case] += better.sum(axis=1)
        self.eligible[case] += (best > LEAST).sum(axis=1)
        if self._most:
            row, column = _first_of(best, better, self._most)
            self._keep(case[row], agent[column], best[row, column])

    def best(self) -> tuple[Ints, Ints, Ints]:
        """Case, agent and fit of the best that suit better."""
        case, agent, fit = (np.concatenate(column) for column in zip(*self._better, strict=True))
        order = np.lexsort((agent, -fit, case))
        case, agent, fit = case[order], agent[order], fit[order]
        first = np.arange(len(case)) - np.searchsorted(case, case) < self._most
        return case[first], agent[first], fit[first]

    def _keep(self, case: Indexes | Ints, agent: Indexes, fit: Ints) -> None:
        self._better.append((case.astype(np.int64), agent.astype(np.int64), fit))


_NONE = np.zeros(0, dtype=np.int64)


def _first_of(best: Ints, better: Bools, count: int) -> tuple[Ints, Ints]:
    """Row and column of up to `count` of the best in each row; of equal ones the first."""
    width = best.shape[1]
    rows = np.flatnonzero(better.any(axis=1))
    order = width - 1 - np.arange(width)
    key = np.where(better[rows], best[rows] * width + order, -1)
    if width > count:
        column = np.argpartition(-key, count - 1, axis=1)[:, :count]
    else:
        column = np.broadcast_to(np.arange(width), key.shape)
    row, place = np.nonzero(np.take_along_axis(key, column, axis=1) >= 0)
    return rows[row], column[row, place]


def _is_own(compiled: Compiled, removed: SparsePairs) -> Bools:
    """True for triples that are no candidates; shape: triples."""
    listed, _ = removed.find(compiled.problem.triples.case, compiled.agent)
    return listed


def _best_ways(compiled: Compiled, held: Bools) -> tuple[Indexes, Indexes, Ints]:
    """Case, agent and best raw fit of every pair; triples are sorted by (case, agent)."""
    case, agent = compiled.problem.triples.case[held], compiled.agent[held]
    fit = compiled.fit[held]
    fresh = np.ones(len(case), dtype=np.bool_)
    fresh[1:] = (case[1:] != case[:-1]) | (agent[1:] != agent[:-1])
    first = np.flatnonzero(fresh)
    if not len(first):
        return case, agent, fit
    return case[first], agent[first], np.maximum.reduceat(fit, first)


def _count_candidates(
    counts: _Counts, candidates: Candidates, scores: FitScores, picks: Picks
) -> None:
    """Counts the candidates of all picked cases, class by class."""
    patterns = candidates.patterns
    alone = np.where(candidates.is_touched, np.arange(len(patterns.of_case)) + 1, 0)
    classes = Classes.of([patterns.of_case, scores.alike, alone.astype(np.int32)])
    of_pick = classes.of_case[picks.case]
    order = np.argsort(of_pick, kind="stable")
    starts = np.searchsorted(of_pick[order], np.arange(len(classes) + 1))
    for some, agent, best in _blocks(candidates, scores, classes):
        mine = order[starts[some[0]] : starts[some[-1] + 1]]
        row = of_pick[mine] - some[0]
        for part in blocks(len(mine), len(agent)):
            counts.add_block(picks.case[mine[part]], agent, best[row[part]])


def _blocks(
    candidates: Candidates, scores: FitScores, classes: Classes
) -> Iterator[tuple[Ints, Indexes, Ints]]:
    """Classes in a row, the agents of their pattern, and everybody's best fit."""
    patterns = candidates.patterns
    of_class = patterns.of_case[classes.first]
    starts = np.searchsorted(of_class, np.arange(len(patterns) + 1))
    for pattern in range(len(patterns)):
        ways = patterns.ways(pattern)
        classes_of = np.arange(starts[pattern], starts[pattern + 1])
        if ways.start == ways.stop:
            continue
        for rows in blocks(len(classes_of), ways.stop - ways.start):
            some = classes_of[rows]
            yield some, *_best_fits(candidates, scores, classes.first[some], patterns, ways)


def _best_fits(
    candidates: Candidates, scores: FitScores, case: Indexes, patterns: Patterns, ways: slice
) -> tuple[Indexes, Ints]:
    """Agents of a pattern, and the best fit of each for some cases; LEAST where removed."""
    agent = patterns.agent[ways]
    fit = scores.fits(case, agent, patterns.queue[ways]).score.astype(np.int64)
    first = np.flatnonzero(np.append(True, agent[1:] != agent[:-1]))
    best = fit if len(first) == len(agent) else np.maximum.reduceat(fit, first, axis=1)
    best, agents = np.broadcast_to(best, (len(case), len(first))), agent[first]
    place, gone, _ = candidates.removed.of_rows(case)
    if len(place):
        known = np.isin(gone, agents)
        best = best.copy()
        best[place[known], np.searchsorted(agents, gone[known])] = LEAST
    return agents, best
