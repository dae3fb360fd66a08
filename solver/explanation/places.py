"""The place of the chosen agent among all who could take the case (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.candidates import Candidates
from solver.classes import blocks
from solver.compile import Compiled
from solver.factors import SparsePairs
from solver.held_fits import Fits
from solver.picks import Picks
from solver.units import Bools, Indexes, Ints

REMOVED = -1
"""Below every fit."""


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
        _count_candidates(counts, candidates, picks)
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
        self._fit = np.full(case_count, _MOST, dtype=np.int16)
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

    def add_block(self, case: Ints, agent: Indexes, best: Fits) -> None:
        """Adds some agents for some cases, agents ascending.

        best: cases x agents, REMOVED where removed; it is used up.
        """
        self.eligible[case] += (best > REMOVED).sum(axis=1)
        remove(best, agent, self._agent[case])
        least = self._fit[case]
        self.ahead[case] += (best > least[:, None]).sum(axis=1)
        if self._most:
            row, column, fit = best_of(best, least, self._most)
            self._keep(case[row], agent[column], fit)

    def best(self) -> tuple[Ints, Ints, Ints]:
        """Case, agent and fit of the best that suit better."""
        case, agent, fit = (np.concatenate(column) for column in zip(*self._better, strict=True))
        order = np.lexsort((agent, -fit, case))
        case, agent, fit = case[order], agent[order], fit[order]
        first = np.arange(len(case)) - np.searchsorted(case, case) < self._most
        return case[first], agent[first], fit[first]

    def _keep(self, case: Indexes | Ints, agent: Indexes, fit: Ints | Fits) -> None:
        columns = case.astype(np.int64), agent.astype(np.int64), fit.astype(np.int64)
        self._better.append(columns)


_NONE = np.zeros(0, dtype=np.int64)
_MOST = np.int16(2**15 - 1)
"""Above every fit."""


def best_of(
    best: Fits | Ints | Indexes, least: Fits | Ints | Indexes, count: int
) -> tuple[Ints, Ints, Ints]:
    """Row, column and fit of up to `count` of the best in each row that are above the least of
    the row; of equal ones the first. best: is used up."""
    found, every = [(_NONE, _NONE, _NONE)], np.arange(len(best))
    for _ in range(count):
        column = best.argmax(axis=1)
        fit = best[every, column]
        some = np.flatnonzero(fit > least)
        found.append((some, column[some], fit[some].astype(np.int64)))
        best[some, column[some]] = REMOVED
    row, column, fit = (np.concatenate(part) for part in zip(*found, strict=True))
    return row, column, fit


def remove(best: Fits | Ints | Indexes, agent: Indexes, single: Indexes) -> None:
    """Removes one agent of each row, -1 = none. agent: of the columns, ascending."""
    column = np.minimum(np.searchsorted(agent, single), len(agent) - 1)
    row = np.flatnonzero(agent[column] == single)
    best[row, column[row]] = REMOVED


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


def _count_candidates(counts: _Counts, candidates: Candidates, picks: Picks) -> None:
    """Counts the candidates of all picked cases, pattern by pattern."""
    patterns = candidates.patterns
    of_pick = patterns.of_case[picks.case]
    by_pattern = picks.case[np.argsort(of_pick, kind="stable")]
    starts = np.searchsorted(np.sort(of_pick), np.arange(len(patterns) + 1))
    for pattern in np.flatnonzero(np.diff(starts)).tolist():
        cases = by_pattern[starts[pattern] : starts[pattern + 1]]
        ways = np.arange(patterns.start[pattern], patterns.start[pattern + 1])
        for rows in blocks(len(cases) if len(ways) else 0, len(ways)):
            counts.add_block(cases[rows], *_best_fits(candidates, cases[rows], ways))


def _best_fits(candidates: Candidates, case: Ints, ways: Ints) -> tuple[Indexes, Fits]:
    """Agents of a pattern, and the best fit of each for some cases; REMOVED where removed."""
    agent, best = candidates.patterns.agent[ways], candidates.fit_block(case, ways)
    first = np.flatnonzero(np.append(True, agent[1:] != agent[:-1]))
    if len(first) < len(agent):
        best = np.maximum.reduceat(best, first, axis=1)
    agents = agent[first]
    place, gone, _ = candidates.removed.of_rows(case.astype(np.int32))
    known = np.isin(gone, agents)
    best[place[known], np.searchsorted(agents, gone[known])] = REMOVED
    return agents, best
