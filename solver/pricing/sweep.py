"""One look at all pairs of the optimal face: what each case could pay at least (02 section 3).

Costs are vectors of two levels, fit and tie-break, in one integer: fit * UNIT + tie-break.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.candidates import Candidates, blocks
from solver.engines.course import UNWATCHED, Course, keep_on
from solver.errors import SolveError
from solver.held_scores import HeldScores, Scores
from solver.pricing.open_face import Tight
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
    """Costs of all open pairs under prices of their desks; raises TimeIsUp between blocks."""

    def __init__(
        self, problem: Problem, candidates: Candidates, tight: Tight, course: Course = UNWATCHED
    ) -> None:
        self._course = course
        self._problem = problem
        self._candidates = candidates
        self._tight = tight
        place = problem.place[candidates.patterns.agent] + 1
        self._place = place.astype(np.int64)
        self._touched = candidates.is_touched
        self._held = HeldScores()

    def offers(self, desk_price: Ints, bar: Ints, count: Ints) -> Offers:
        """The cheapest way of every class, and up to `count` of its ways below the bar.

        desk_price: fit * UNIT + tie-break; shape: desks. bar, count: shape: classes.
        """
        least = np.full(len(self._tight.sets), NEVER, dtype=np.int64)
        found = [(_NONE, _NONE)]
        of_way = desk_price[self._candidates.desk] + self._place
        for number, (classes, ways) in enumerate(self._tight.groups()):
            if not len(ways):
                continue
            for rows in blocks(len(classes), len(ways)):
                keep_on(self._course)
                some = classes[rows]
                cost = self._costs(number, rows, some, ways, of_way)
                least[some] = cost.min(axis=1)
                row, column = _below(cost, least[some], bar[some], count[some])
                found.append((some[row], ways[column]))
        of_class, way = (np.concatenate(column) for column in zip(*found, strict=True))
        return Offers(least, of_class, way)

    def demand(self, prices: NDArray[np.float64], near: float) -> NDArray[np.float64]:
        """What classes ask of agents at their prices: of all ways within `near` of the cheapest,
        the cheaper ones more. prices and demand: shape: agents."""
        agents, count = self._problem.agent_count, self._tight.classes.count.astype(np.float64)
        demand = np.zeros(agents)
        for number, (classes, ways) in enumerate(self._tight.groups()):
            agent = self._candidates.patterns.agent[ways]
            price = prices[agent].astype(np.float32)
            for rows in blocks(len(classes) if len(ways) else 0, len(ways)):
                keep_on(self._course)
                some = classes[rows]
                cost = price - self._scores(number, rows, some, ways).astype(np.float32)
                cost -= cost.min(axis=1, keepdims=True)
                wish = np.maximum(0.0, 1.0 - cost / np.float32(near))
                share = count[some] / wish.sum(axis=1, dtype=np.float64)
                demand += np.bincount(agent, weights=share @ wish, minlength=agents)
        return demand

    def _costs(self, number: int, rows: slice, some: Ints, ways: Ints, of_way: Ints) -> Ints:
        """Costs of some classes in some ways, NEVER where the pair is removed."""
        scores = self._scores(number, rows, some, ways)
        cost: Ints = of_way[ways] - scores.astype(np.int64) * UNIT
        case = self._tight.classes.first[some]
        touched = self._touched[case]
        if touched.any():
            closed = self._candidates.closed(case[touched, None], ways[None, :])
            cost[touched] = np.where(closed, NEVER, cost[touched])
        return cost

    def _scores(self, number: int, rows: slice, some: Ints, ways: Ints) -> Scores:
        """Scores of a block, kept for the next sweep."""
        held = self._held.find((number, rows.start))
        if held is not None:
            return held
        patterns = self._candidates.patterns
        case = self._tight.classes.first[some]
        scores = self._candidates.scores.block(case, patterns.agent[ways], patterns.queue[ways])
        whole: Ints = np.broadcast_to(scores, (len(case), len(ways)))
        return self._held.keep((number, rows.start), whole)


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


_NONE = np.zeros(0, dtype=np.int64)


def in_one(prices: Ints) -> Ints:
    """Prices of fit, and of tie-break if it was solved, as one number; nodes x levels."""
    fit = prices[:, 0]
    tie = prices[:, 1] if prices.shape[1] > 1 else np.zeros_like(fit)
    if max(np.abs(fit).max(initial=0), 2 * np.abs(tie).max(initial=0)) >= UNIT // 2:
        raise SolveError("The prices of fit and tie-break are too large for one number.")
    one: Ints = fit * UNIT + tie
    return one
