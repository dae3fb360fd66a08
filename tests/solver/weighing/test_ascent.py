"""Prices of the cases rise and fall until the bound is high."""

import numpy as np
import pytest

from solver.weighing.ascent import Raised, raise_bound
from solver.weighing.evidence import Goal, OpenPlans, WeighedPrices, weigh
from tests.solver.weighing.every_plan import Enumerated, enumerated


class Over:
    """A course whose time is over from the start."""

    def is_over(self) -> bool:
        return True

    def found(self, *_: object) -> None:
        raise AssertionError("no plan is found here")


def first(one: Enumerated) -> tuple[OpenPlans, Goal, Raised]:
    """Prices of 0 for the first level."""
    plans, goal = OpenPlans.of(one.network), Goal.of(one.network, one.levels, ())
    prices = WeighedPrices(np.zeros(one.network.nodes.count, dtype=np.int64), (), 1024)
    weighed = weigh(plans, goal, prices)
    assert weighed is not None
    return plans, goal, Raised(prices, weighed)


def test_the_bound_becomes_higher_and_stays_true() -> None:
    """In most problems it reaches the optimum of the first level."""
    higher = reached = 0
    for one in enumerated(30_000, 40):
        plans, goal, start = first(one)
        raised = raise_bound(plans, goal, start, one.best[0], 100)
        again = weigh(plans, goal, raised.prices)
        assert again is not None
        assert again.sum == raised.weighed.sum >= start.weighed.sum
        assert raised.weighed.least <= one.best[0]
        higher += raised.weighed.sum > start.weighed.sum
        reached += raised.weighed.least == one.best[0]
    assert higher >= 10
    assert reached >= 20


@pytest.mark.parametrize("rounds", [0, 5])
def test_without_rounds_or_time_the_first_prices_are_left(rounds: int) -> None:
    plans, goal, start = first(next(enumerated(30_000, 1)))
    course = Over()

    assert raise_bound(plans, goal, start, 10**6, rounds, course) is start
