"""The place of the chosen agent among all who could take the case (02 section 5)."""

from collections.abc import Iterator

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


def places(compiled: Compiled, picks: Picks) -> tuple[Ints, Ints]:
    """Place by raw fit, from 1, and number of eligible agents; both of shape: picks.

    Each agent counts by the best of his ways to the case. Over the limits nobody is
    eligible: an override is placed among those who have room.
    """
    counts = _Counts(compiled.problem.case_count, picks)
    held = np.ones(len(compiled.problem.triples), dtype=np.bool_)
    candidates = compiled.problem.candidates
    if candidates is not None:
        _count_candidates(counts, candidates, compiled.scores, picks)
        held = _is_own(compiled, candidates.removed)
    counts.add(*_best_ways(compiled, held))
    return counts.ahead[picks.case] + 1, counts.eligible[picks.case]


class _Counts:
    """How many agents are eligible, and how many suit better; shape: cases."""

    def __init__(self, case_count: int, picks: Picks) -> None:
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
            _count(counts, picks, mine[part], agent, best[row[part]])


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


def _count(counts: _Counts, picks: Picks, mine: Ints, agent: Indexes, best: Ints) -> None:
    """Counts for some picks; the chosen agent is not ahead of himself."""
    better = best > picks.fit[mine, None]
    better &= agent[None, :] != picks.agent[mine, None]
    counts.ahead[picks.case[mine]] += better.sum(axis=1)
    counts.eligible[picks.case[mine]] += (best > LEAST).sum(axis=1)
