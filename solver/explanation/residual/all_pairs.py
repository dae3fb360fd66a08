"""Which of all pairs cost less than asked, where nobody holds them (02 section 3).

Above fit, a pair costs what its case, rank and order say. So cases alike and ways alike are
compared there once; only what ties is compared by fit and tie-break, block by block.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.arrays import Column, alike, ranges
from solver.candidates import Candidates
from solver.classes import blocks
from solver.levels import Coverage, Level, LevelKind
from solver.pricing.sweep import NEVER, UNIT, in_one
from solver.problem import Problem, Triples
from solver.units import Bools, Indexes, Ints

_FIRST = -(2**62)
"""Added to the cost of what is cheaper above fit, with a share of what it costs below."""
_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What is looked for: ways with cost + price of their desk < bar of the case.

    price: desks x levels; is_open: desks that lead anywhere; bar: cases x levels. order: in
    which the cases are looked at.
    """

    price: Ints
    is_open: Bools
    bar: Ints
    order: Ints


def pairs_below(
    problem: Problem, candidates: Candidates, levels: tuple[Level, ...], asked: Asked, count: int
) -> Triples:
    """The cheapest candidates that are asked for, up to `count` of each case; by (case, desk)."""
    found = [(_NONE, _NONE)]
    for block in costs_of_all(problem, candidates, levels, asked):
        row, column = cheapest(block.cost, count)
        found.append((block.case[row].astype(np.int64), block.way[column]))
    case, way = (np.concatenate(column) for column in zip(*found, strict=True))
    return candidates.triples(case.astype(np.int32), way)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Costs of some cases in some ways, less their bars: fit * UNIT + tie-break; NEVER where
    the pair is closed or dearer above fit, below `_FIRST` / 2 where it is cheaper there."""

    case: Indexes
    way: Ints
    cost: Ints


def costs_of_all(
    problem: Problem, candidates: Candidates, levels: tuple[Level, ...], asked: Asked
) -> Iterator[Block]:
    """All candidates but of cases that are dearer above fit anyway, block by block; cases in
    the order of `asked`."""
    above = sum(level.kind < LevelKind.FIT for level in levels)
    table = _Table.of(problem, candidates, levels[:above], asked)
    bar, touched = in_one(asked.bar[:, above:]), candidates.is_touched
    of_way = _way_costs(problem, candidates, in_one(asked.price[:, above:]), asked.is_open)
    for case, ways in _blocks(candidates, of_way < NEVER, table.cheap_of(asked.order)):
        cost = np.multiply(candidates.block(case, ways), -UNIT, dtype=np.int64)
        cost += of_way[ways]
        cost -= bar[case][:, None]
        cost = table.above(case, ways, cost)
        some = np.flatnonzero(touched[case])
        if len(some):
            closed = candidates.closed(case[some][:, None], ways[None, :])
            cost[some] = np.where(closed, NEVER, cost[some])
        yield Block(case, ways, cost)


def _way_costs(problem: Problem, candidates: Candidates, price: Ints, is_open: Bools) -> Ints:
    """Fit and tie-break of every way but for its score, NEVER where it leads nowhere."""
    place = problem.place[candidates.patterns.agent].astype(np.int64) + 1
    desk = candidates.desk
    costs: Ints = np.where(is_open[desk], price[desk] + place, NEVER)
    return costs


def _blocks(candidates: Candidates, is_open: Bools, order: Ints) -> Iterator[tuple[Indexes, Ints]]:
    """Cases of one pattern and the ways of it that lead anywhere, so many at a time."""
    patterns = candidates.patterns
    of_case = patterns.of_case[order]
    by_pattern = order[np.argsort(of_case, kind="stable")].astype(np.int32)
    starts = np.searchsorted(patterns.of_case[by_pattern], np.arange(len(patterns) + 1))
    for pattern in range(len(patterns)):
        ways = patterns.start[pattern] + np.flatnonzero(is_open[patterns.ways(pattern)])
        cases = by_pattern[starts[pattern] : starts[pattern + 1]]
        for rows in blocks(len(cases) if len(ways) else 0, len(ways)):
            yield cases[rows], ways


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """How alike cases and alike ways compare above fit.

    of_case: row of each case; start: where the entries of each row start. of_way: number of
    each way among those of its pattern. sign: -1 below the bar, 0 at it, 1 above; entries.
    is_even, is_dearer: rows that are at the bar, or above it, everywhere.
    """

    of_case: Ints
    start: Ints
    of_way: Ints
    sign: NDArray[np.int8]

    is_even: Bools
    is_dearer: Bools

    @staticmethod
    def of(
        problem: Problem, candidates: Candidates, above: tuple[Level, ...], asked: Asked
    ) -> "_Table":
        patterns, count = candidates.patterns, len(above)
        pattern = np.repeat(np.arange(len(patterns)), np.diff(patterns.start))
        price = asked.price[candidates.desk][:, :count]
        kinds = [pattern, patterns.rank, patterns.order, *price.T]
        first_way, of_way = alike(kinds)
        start = np.searchsorted(pattern[first_way], np.arange(len(patterns) + 1))
        first_case, of_case = alike(_case_columns(problem, candidates, above, asked))
        begin, end = (start[patterns.of_case[first_case] + k] for k in (0, 1))
        way = first_way[ranges(begin, end)]
        case = np.repeat(first_case, end - begin)
        costs = costs_above(problem, above, case, way, candidates)
        slack = costs + price[way] - asked.bar[case][:, :count]
        rows = np.concatenate([[0], np.cumsum(end - begin)])
        sign = _signs(slack)
        even, dearer = (_all_of(rows, which) for which in (sign == 0, sign > 0))
        return _Table(of_case, rows, of_way - start[pattern], sign, even, dearer)

    def cheap_of(self, case: Ints) -> Ints:
        """Those of some cases that are not dearer above fit in all ways."""
        return case[~self.is_dearer[self.of_case[case]]]

    def above(self, case: Indexes, ways: Ints, cost: Ints) -> Ints:
        """Costs of a block below fit, with what is decided above."""
        if self.is_even[self.of_case[case]].all():
            return cost
        entry = self.start[self.of_case[case]][:, None] + self.of_way[ways]
        sign = self.sign[entry]
        decided: Ints = np.where(sign == 0, cost, np.where(sign < 0, _FIRST + (cost >> 3), NEVER))
        return decided


def _case_columns(
    problem: Problem, candidates: Candidates, above: tuple[Level, ...], asked: Asked
) -> list[Column]:
    """All that the costs above fit, and the bar, depend on; the pattern first."""
    facts: list[Column] = [
        candidates.patterns.of_case, problem.group, problem.urgency_class, problem.urgency,
        problem.incumbent,
    ]  # fmt: skip
    facts += [level.weight for level in above if isinstance(level, Coverage)]
    return [*facts, *asked.bar[:, : len(above)].T]


def costs_above(
    problem: Problem, above: tuple[Level, ...], case: Ints, way: Ints, candidates: Candidates
) -> Ints:
    """Costs of some candidates above fit; shape: candidates x levels."""
    patterns, own = candidates.patterns, problem.triples
    further = Triples(
        case.astype(np.int32), candidates.desk[way], patterns.rank[way], patterns.order[way],
        np.zeros(len(way), dtype=np.int64),
    )  # fmt: skip
    both = Triples(
        *(
            np.concatenate([getattr(own, name), getattr(further, name)])
            for name in Triples.__slots__
        )
    )
    wider, some = replace(problem, triples=both), len(own) + np.arange(len(way))
    costs = [level.costs(wider, some) for level in above]
    return np.stack(costs, axis=1) if costs else np.zeros((len(way), 0), dtype=np.int64)


def _all_of(start: Ints, entries: Bools) -> Bools:
    """Whether all entries of each row are true. start: of the rows, and the end last."""
    some = np.concatenate([[0], np.cumsum(entries)])[start]
    every: Bools = np.diff(some) == np.diff(start)
    return every


def _signs(vectors: Ints) -> NDArray[np.int8]:
    """-1, 0 or 1 of each row, by its first component that is not 0."""
    signs = np.zeros(len(vectors), dtype=np.int8)
    for column in vectors.T[::-1]:
        signs = np.where(column != 0, np.sign(column), signs).astype(np.int8)
    return signs


def cheapest(cost: Ints, count: int) -> tuple[Ints, Ints]:
    """Row and column of up to `count` entries of each row, the least ones below 0."""
    row, column = np.nonzero(cost < 0)
    many = np.bincount(row, minlength=len(cost)) > count
    if not many.any():
        return row, column
    best = np.argpartition(cost[many], count, axis=1)[:, :count]
    few = ~many[row]
    return (
        np.concatenate([row[few], np.repeat(np.flatnonzero(many), count)]),
        np.concatenate([column[few], best.ravel()]),
    )
