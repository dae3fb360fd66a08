"""One look at all pairs of the optimal face: what each case could pay at least (02 section 3).

Costs are vectors of two levels, fit and tie-break, in one integer: fit * UNIT + tie-break.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.candidates import Candidates, Classes, blocks
from solver.errors import SolveError
from solver.patterns import Patterns
from solver.problem import Problem
from solver.units import Bools, Indexes, Ints

UNIT = 2**31
NEVER = np.iinfo(np.int64).max

HELD_BYTES = 2**29
"""Scores are kept for the next sweep up to here, and worked out anew beyond."""

Scores: TypeAlias = NDArray[np.int16] | NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Tight:
    """What the levels above fit leave open: the ways of each class of cases.

    classes: cases with the same open ways at the same scores, by open set. open: the open
    ways of each set. sets: open set of each class.
    """

    classes: Classes
    sets: Indexes
    open: tuple[Ints, ...]

    def groups(self) -> Iterator[tuple[Ints, Ints]]:
        """Classes of each set, and its ways."""
        by_set = np.argsort(self.sets, kind="stable")
        starts = np.searchsorted(self.sets[by_set], np.arange(len(self.open) + 1))
        for number, ways in enumerate(self.open):
            yield by_set[starts[number] : starts[number + 1]], ways


@dataclass(frozen=True, slots=True, eq=False)
class Offers:
    """What the ways of the classes cost.

    least: cheapest way of each class, NEVER without any; shape: classes. of_class, way: some
    ways that cost less than asked.
    """

    least: Ints
    of_class: Ints
    way: Ints


class Sweep:
    """Costs of all open pairs under prices of their desks."""

    def __init__(self, problem: Problem, candidates: Candidates, tight: Tight) -> None:
        self._problem = problem
        self._candidates = candidates
        self._tight = tight
        place = problem.place[candidates.patterns.agent] + 1
        self._place = place.astype(np.int64)
        self._held: dict[tuple[int, int], Scores] = {}
        self._room = HELD_BYTES

    def offers(self, desk_price: Ints, bar: Ints, count: int) -> Offers:
        """The cheapest way of every class, and up to `count` of its ways below the bar.

        desk_price: fit * UNIT + tie-break; shape: desks. bar: shape: classes.
        """
        least = np.full(len(self._tight.sets), NEVER, dtype=np.int64)
        found = [(_NONE, _NONE)]
        of_way = desk_price[self._candidates.desk] + self._place
        for number, (classes, ways) in enumerate(self._tight.groups()):
            if not len(ways):
                continue
            for rows in blocks(len(classes), len(ways)):
                some = classes[rows]
                cost = self._costs(number, rows, some, ways, of_way)
                least[some] = cost.min(axis=1)
                found.append(_below(cost, some, ways, bar, count))
        of_class, way = (np.concatenate(column) for column in zip(*found, strict=True))
        return Offers(least, of_class, way)

    def _costs(self, number: int, rows: slice, some: Ints, ways: Ints, of_way: Ints) -> Ints:
        """Costs of some classes in some ways, NEVER where the pair is removed."""
        scores = self._scores(number, rows, some, ways)
        cost: Ints = of_way[ways] - scores.astype(np.int64) * UNIT
        case = self._tight.classes.first[some]
        touched = self._candidates.is_touched[case]
        if touched.any():
            closed = self._candidates.closed(case[touched, None], ways[None, :])
            cost[touched] = np.where(closed, NEVER, cost[touched])
        return cost

    def _scores(self, number: int, rows: slice, some: Ints, ways: Ints) -> "Scores":
        """Scores of a block, kept in a small type for the next sweep."""
        held = self._held.get((number, rows.start))
        if held is None:
            patterns = self._candidates.patterns
            case = self._tight.classes.first[some]
            score = self._candidates.scores.block(case, patterns.agent[ways], patterns.queue[ways])
            held = _small(np.broadcast_to(score, (len(case), len(ways))))
            if self._room >= held.nbytes:
                self._room -= held.nbytes
                self._held[number, rows.start] = held
        return held


def _small(scores: Ints) -> Scores:
    """The same in two bytes each, where they fit."""
    limits = np.iinfo(np.int16)
    if scores.min(initial=0) < limits.min or scores.max(initial=0) > limits.max:
        return scores
    return scores.astype(np.int16)


def _below(cost: Ints, some: Ints, ways: Ints, bar: Ints, count: int) -> tuple[Ints, Ints]:
    """Up to `count` of the cheapest ways of each class that cost less than its bar."""
    hopeful = np.flatnonzero(cost.min(axis=1) < bar[some])
    width = min(count, len(ways))
    if not len(hopeful) or not width:
        return _NONE, _NONE
    part = cost[hopeful]
    best = np.argpartition(part, width - 1, axis=1)[:, :width]
    good = np.take_along_axis(part, best, axis=1) < bar[some[hopeful], None]
    row, column = np.nonzero(good)
    return some[hopeful[row]].astype(np.int64), ways[best[row, column]]


_NONE = np.zeros(0, dtype=np.int64)


def tight_of(
    candidates: Candidates, hub_of_way: Ints, open_way: Bools, open_case: Indexes, open_hub: Ints
) -> Tight:
    """The classes of what is open.

    open_way: the arc hub -> desk is open; shape: ways. open_case, open_hub: open arcs
    case -> hub, by case.
    """
    patterns = candidates.patterns
    sets, hubs = _hub_sets(patterns, open_case, open_hub)
    own = np.where(candidates.is_touched, np.arange(len(sets)) + 1, 0)
    classes = Classes.of([sets, candidates.scores.alike, own.astype(np.int32)])
    ways = tuple(np.flatnonzero(open_way & np.isin(hub_of_way, some)) for some in hubs)
    return Tight(classes, sets[classes.first], ways)


def _hub_sets(patterns: Patterns, case: Indexes, hub: Ints) -> tuple[Indexes, list[Ints]]:
    """The set of open hubs of each case, and the hubs of each set."""
    starts = np.searchsorted(case, np.arange(len(patterns.of_case) + 1))
    width = int(np.diff(starts).max(initial=0))
    table = np.full((len(patterns.of_case), width), -1, dtype=np.int64)
    table[case, np.arange(len(case)) - starts[case]] = hub
    distinct, number = np.unique(table, axis=0, return_inverse=True)
    return number.reshape(-1).astype(np.int32), [row[row >= 0] for row in distinct]


def in_one(prices: Ints) -> Ints:
    """Prices of fit and tie-break as one number; shape of prices: nodes x 2."""
    fit, tie = prices[:, 0], prices[:, 1]
    if max(np.abs(fit).max(initial=0), 2 * np.abs(tie).max(initial=0)) >= UNIT // 2:
        raise SolveError("The prices of fit and tie-break are too large for one number.")
    one: Ints = fit * UNIT + tie
    return one
