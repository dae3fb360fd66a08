"""Plans on the way to the optimum of a large problem, and how far they may be from it.

All of them are at the optimum of the levels above fit. What the pairs outside the core could
still gain is a bound of fit: lower case prices, until no pair undercuts them, are prices too.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from solver.candidates import Candidates
from solver.engines.best_score import BestScore
from solver.engines.course import Bound, Course, keep_on
from solver.engines.one_by_one import completed_factored, factored_plan
from solver.engines.solution import Solution
from solver.network import Network
from solver.pricing.above import Above
from solver.pricing.ends import Ends
from solver.pricing.sweep import UNIT, in_one
from solver.problem import Problem, Triples
from solver.stages import Solved
from solver.units import Ints


def placed_plan(problem: Problem, candidates: Candidates, above: Above) -> Solution:
    """What reaches the levels above fit, whatever its fit is."""
    taken = np.full(problem.case_count, -1, dtype=np.int64)
    taken[above.placed.case] = above.placed.way
    taken[problem.triples.case[above.placed_own]] = len(candidates.desk) + above.placed_own
    left = np.zeros(problem.case_count, dtype=np.bool_)
    left[above.served] = True
    left &= taken < 0
    if left.any():
        taste = BestScore(problem, candidates)
        plan = completed_factored(problem, candidates, taste, taken, left)
    else:
        plan = factored_plan(problem, candidates, taken)
    return replace(plan, prices=above.prices, solve_count=above.solve_count, engine="flow")


@dataclass(frozen=True, slots=True, eq=False)
class _Least:
    """Prices of the core that no pair undercuts, and the least cost of fit that they leave."""

    prices: Ints
    fit: int


class OnTheWay:
    """Tells a course of the plan of every round."""

    def __init__(self, course: Course, above: Above, ends: Ends, network: Network) -> None:
        """ends: of the core; network: the one that is solved."""
        self._course = course
        self._above = above
        self._ends = ends
        self._network = network
        self._least: _Least | None = None

    def tell(self, plan: Callable[[], tuple[Triples, Ints]], solve_count: int) -> None:
        """There is a plan; raises TimeIsUp once time is over."""

        def solution() -> Solution:
            core, choice = plan()
            count = self._above.solve_count + solve_count
            return Solution(choice, self._prices(), count, engine="flow", core=core)

        bound = None if self._least is None else Bound(self._above.prices.shape[1], self._least.fit)
        self._course.found(solution, bound)
        keep_on(self._course)

    def swept(self, solved: Solved, score: Ints, least: Ints) -> None:
        """The core is solved, and all pairs were looked at.

        score: of the triples of the core; least: of each class, what it could pay.
        """
        chain, flow = self._network.chain, solved.flow
        prices = _lowered(solved.prices, least)
        count = self._network.count
        cost = int((chain.discount * flow.chain).sum() - (score[flow.used] * flow.units).sum())
        cost -= int(((solved.prices - prices)[: len(count), 0] * count).sum())
        if self._least is None or cost > self._least.fit:
            self._least = _Least(prices, cost)

    def _prices(self) -> Ints:
        """Of the problem's own network, as far as they are known."""
        if self._least is None:
            return self._above.prices
        fit = self._ends.inner_prices(self._least.prices, self._above.tight.classes.of_case)
        return np.concatenate([self._above.prices, fit], axis=1)


def _lowered(prices: Ints, least: Ints) -> Ints:
    """No class pays more than it could at least. prices: fit, perhaps tie-break; nodes x levels."""
    classes = len(least)
    one = np.minimum(in_one(prices[:classes]), least)
    fit = (one + UNIT // 2) // UNIT
    lowered = prices.copy()
    lowered[:classes] = np.stack([fit, one - fit * UNIT], axis=1)[:, : prices.shape[1]]
    return lowered
