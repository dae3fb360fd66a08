"""One look at all pairs of the optimal face: what each case could pay at least (02 section 3).

Costs are vectors of two levels, fit and tie-break, in one integer: fit * UNIT + tie-break.
"""

from dataclasses import dataclass

import numpy as np

from solver.errors import SolveError
from solver.pricing.pair_blocks import Block, PairBlocks
from solver.problem import Problem
from solver.units import Ints

UNIT = 2**31
NEVER = np.iinfo(np.int64).max


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

    def __init__(self, problem: Problem, pairs: PairBlocks) -> None:
        self._pairs = pairs
        self._place = (problem.place[pairs.candidates.patterns.agent] + 1).astype(np.int64)
        self._touched = pairs.candidates.is_touched

    def offers(self, desk_price: Ints, bar: Ints, count: Ints, scatter: int = 0) -> Offers:
        """The cheapest way of every class, and up to `count` of its ways below the bar.

        desk_price: fit * UNIT + tie-break; shape: desks. bar, count: shape: classes.
        scatter: classes see costs up to so many bits of fit dearer, each other ones, so that
        those that are alike do not all choose the same ways.
        """
        least = np.full(len(self._pairs.tight.sets), NEVER, dtype=np.int64)
        found = [(_NONE, _NONE)]
        of_way = desk_price[self._pairs.candidates.desk] + self._place
        for block in self._pairs.blocks:
            some = block.classes
            cost = self._costs(block, of_way)
            least[some] = cost.min(axis=1)
            seen = _scattered(cost, block, scatter) if scatter else cost
            row, column = _below(seen, least[some], bar[some], count[some])
            found.append((some[row], block.ways[column]))
        of_class, way = (np.concatenate(column) for column in zip(*found, strict=True))
        return Offers(least, of_class, way)

    def _costs(self, block: Block, of_way: Ints) -> Ints:
        """Costs of some classes in some ways, NEVER where the pair is removed."""
        cost: Ints = np.multiply(self._pairs.scores(block), -UNIT, dtype=np.int64)
        cost += of_way[block.ways]
        case = self._pairs.tight.classes.first[block.classes]
        touched = self._touched[case]
        if touched.any():
            closed = self._pairs.candidates.closed(case[touched, None], block.ways[None, :])
            cost[touched] = np.where(closed, NEVER, cost[touched])
        return cost


def _below(cost: Ints, least: Ints, bar: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Row and column of up to `count` of the least costs below the bar in each row."""
    rows = np.flatnonzero(least < bar)
    width = min(int(count[rows].max(initial=0)), cost.shape[1])
    if not width:
        return _NONE, _NONE
    part = cost[rows]
    best = np.argpartition(part, width - 1, axis=1)[:, :width]
    costs = np.take_along_axis(part, best, axis=1)
    by_cost = np.argsort(costs, axis=1, kind="stable")
    costs, best = (np.take_along_axis(of, by_cost, axis=1) for of in (costs, best))
    good = (costs < bar[rows, None]) & (np.arange(width) < count[rows, None])
    row, place = np.nonzero(good)
    return rows[row], best[row, place]


def _scattered(cost: Ints, block: Block, bits: int) -> Ints:
    """Costs with the same noise in every run: a multiplicative hash of (class, way)."""
    rows, columns = (
        (places.astype(np.uint64) * factor).astype(np.uint32)
        for places, factor in ((block.classes, _GOLDEN), (block.ways, _SILVER))
    )
    noise = (rows[:, None] + columns) >> np.uint32(32 - bits)
    return np.where(cost < NEVER - (UNIT << bits), cost + noise * np.int64(UNIT), NEVER)


_GOLDEN, _SILVER = np.uint64(2_654_435_769), np.uint64(1_779_033_703)
"""Odd, so that neighbours are far apart; the first one is 2^32 divided by the golden ratio."""

_NONE = np.zeros(0, dtype=np.int64)


def in_one(prices: Ints) -> Ints:
    """Prices of fit, and of tie-break if it was solved, as one number; nodes x levels."""
    fit = prices[:, 0]
    tie = prices[:, 1] if prices.shape[1] > 1 else np.zeros_like(fit)
    if max(np.abs(fit).max(initial=0), 2 * np.abs(tie).max(initial=0)) >= UNIT // 2:
        raise SolveError("The prices of fit and tie-break are too large for one number.")
    one: Ints = fit * UNIT + tie
    return one
