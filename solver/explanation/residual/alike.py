"""What leads from place to place by pairs that nobody holds (02 section 5).

Above fit, a pair costs what its case, rank and order say, and what its desk leads to. So cases
alike and ways alike are looked at once; pairs themselves only where asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solver.arrays import Column, alike, ranges
from solver.candidates import Candidates
from solver.classes import BLOCK
from solver.explanation.residual.all_pairs import costs_above
from solver.explanation.residual.arcs import Standing
from solver.explanation.residual.exits import Exits
from solver.explanation.residual.leads import Steps
from solver.explanation.residual.service import Service
from solver.levels import Coverage
from solver.pricing.sweep import UNIT
from solver.units import Bools, Ints

MOST = 4_000_000
"""Kinds of pairs that are looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """What is alike. first: of each kind; of: kind of each; pattern: of each kind, ascending."""

    first: Ints
    of: Ints
    pattern: Ints

    @staticmethod
    def by(pattern: Ints, columns: list[Column]) -> "_Kinds":
        """In the order of the pattern, then of the columns."""
        first, of = alike([pattern, *columns])
        return _Kinds(first, of, pattern[first])

    @property
    def count(self) -> Ints:
        """How many there are of each kind."""
        return np.bincount(self.of, minlength=len(self.first))

    def members(self, kind: Ints) -> tuple[Ints, Ints]:
        """All of some kinds: which of these, and its number."""
        order = np.argsort(self.of, kind="stable")
        first, last = (np.searchsorted(self.of[order], kind, side) for side in ("left", "right"))
        return np.repeat(np.arange(len(kind)), last - first), order[ranges(first, last)]


@dataclass(frozen=True, slots=True, eq=False)
class _Options:
    """Ways with what leads on from their desks. price: of the desk, and of what leads on."""

    way: Ints
    end: Ints
    price: Ints

    @staticmethod
    def of(standing: Standing, candidates: Candidates, exits: Exits) -> "_Options":
        """Of all ways."""
        desk = candidates.desk.astype(np.int64)
        way, exit_ = exits.of_starts(desk)
        return _Options(way, exits.end[exit_], standing.behind[desk[way]] + exits.slack[exit_])


@dataclass(frozen=True, slots=True, eq=False)
class AlikeLeads:
    """Kinds of cases x kinds of options of their pattern, as far as some pair is open.

    case, option: kinds of each lead. above: leads x levels above fit.
    """

    standing: Standing
    candidates: Candidates
    prices: Service
    options: _Options
    cases: _Kinds
    ways: _Kinds
    case: Ints
    option: Ints
    above: Ints

    @staticmethod
    def of(standing: Standing, exits: Exits, prices: Service, zone: Ints) -> "AlikeLeads | None":
        """None where there are too many. zone: of each node where cases are, and of the sink."""
        candidates = standing.problem.candidates
        assert candidates is not None
        options = _Options.of(standing, candidates, exits)
        cases = _case_kinds(standing, candidates, zone)
        ways = _option_kinds(candidates, options, zone)
        start, end = (
            np.searchsorted(ways.pattern, cases.pattern, side) for side in ("left", "right")
        )
        if int((end - start).sum()) > MOST:
            return None
        case, option = np.repeat(np.arange(len(cases.first)), end - start), ranges(start, end)
        some = _open(candidates, options, cases, ways, end - start, start)
        case, option = case[some], option[some]
        above = _above(standing, candidates, options, cases.first[case], ways.first[option])
        return AlikeLeads(standing, candidates, prices, options, cases, ways, case, option, above)

    @property
    def tail(self) -> Ints:
        """Where a case of the kind is."""
        return self.standing.place[self.cases.first[self.case]]

    @property
    def head(self) -> Ints:
        """Where an option of the kind ends."""
        return self.options.end[self.ways.first[self.option]]

    def service(self, lead: Ints) -> Ints:
        """Served cases go on being served, waiting ones are served now."""
        case = self.cases.first[self.case[lead]]
        return self.prices.of_moves(case, self.head[lead])

    def step_count(self, lead: Ints) -> int:
        """All pairs of some kinds."""
        return int((self.cases.count[self.case[lead]] * self.ways.count[self.option[lead]]).sum())

    def steps(self, lead: Ints) -> Iterator[Steps]:
        """All open pairs of some kinds, case by case."""
        each, case = self.cases.members(self.case[lead])
        kind = self.option[lead][each]
        block = np.cumsum(self.ways.count[kind]) // BLOCK
        ends = np.flatnonzero(np.diff(block, append=-1)) + 1
        for start, end in pairwise([0, *ends.tolist()]):
            which, option = self.ways.members(kind[start:end])
            some = case[start:end][which]
            free = ~self.candidates.closed(some, self.options.way[option])
            yield self._steps(some[free], option[free])

    def _steps(self, case: Ints, option: Ints) -> Steps:
        """Of some cases by some options."""
        problem, way = self.standing.problem, self.options.way[option]
        price = self.options.price[option] - self.standing.price[case]
        fit = price[:, -2] - self.candidates.scores_of(case.astype(np.int32), way)
        tie = price[:, -1] + problem.place[self.candidates.patterns.agent[way]] + 1
        return Steps(self.standing.place[case], self.options.end[option], fit * UNIT + tie)


def _case_kinds(standing: Standing, candidates: Candidates, zone: Ints) -> _Kinds:
    """By all that costs above fit depend on, and where the cases are."""
    problem = standing.problem
    facts: list[Column] = [
        zone[standing.place], problem.group, problem.urgency_class, problem.urgency,
        problem.incumbent,
    ]  # fmt: skip
    facts += [level.weight for level in standing.levels if isinstance(level, Coverage)]
    price = standing.price[: problem.case_count, :-2]
    return _Kinds.by(candidates.patterns.of_case.astype(np.int64), [*facts, *price.T])


def _option_kinds(candidates: Candidates, options: _Options, zone: Ints) -> _Kinds:
    """By rank, order, where they end, and what that costs above fit."""
    patterns, way = candidates.patterns, options.way
    pattern = np.repeat(np.arange(len(patterns)), np.diff(patterns.start))[way]
    facts: list[Column] = [patterns.rank[way], patterns.order[way], zone[options.end]]
    return _Kinds.by(pattern, [*facts, *options.price[:, :-2].T])


def _open(
    candidates: Candidates, options: _Options, cases: _Kinds, ways: _Kinds, width: Ints, start: Ints
) -> Bools:
    """Where not all pairs are removed. width: options of each kind of cases; start: the first."""
    case, way = candidates.removed_ways()
    first, last = (np.searchsorted(options.way, way, side) for side in ("left", "right"))
    kind = cases.of[np.repeat(case, last - first)]
    begin = np.cumsum(width) - width
    lead = begin[kind] + ways.of[ranges(first, last)] - start[kind]
    removed = np.bincount(lead, minlength=int(width.sum()))
    option = ranges(start, start + width)
    is_open: Bools = removed < np.repeat(cases.count, width) * ways.count[option]
    return is_open


def _above(
    standing: Standing, candidates: Candidates, options: _Options, case: Ints, option: Ints
) -> Ints:
    """What some cases cost above fit by some options."""
    levels = standing.levels[:-2]
    costs = costs_above(standing.problem, levels, case, options.way[option], candidates)
    above: Ints = costs + options.price[option, :-2] - standing.price[case, :-2]
    return above
