"""Whatever the prices are, no plan costs less than the bound that they prove (02 section 3)."""

from dataclasses import replace

import numpy as np
import pytest

from solver.weighing.evidence import (
    LARGEST,
    Goal,
    OpenPlans,
    WeighedPrices,
    settled,
    weigh,
    weighed_bounds,
)
from tests.solver.weighing.every_plan import Enumerated, enumerated, random_prices

BATCHES, PROBLEMS = range(8), 5


def evidence_for(one: Enumerated, rng: np.random.Generator) -> tuple[WeighedPrices | None, ...]:
    """Random prices, small, middling and large, for most levels."""
    largest = int(rng.choice([2, 300, 20_000]))
    return tuple(
        random_prices(one.network, level, rng, largest) if rng.random() < 0.8 else None
        for level in range(len(one.levels))
    )


@pytest.mark.parametrize("batch", BATCHES)
def test_no_plan_beats_the_bound_of_any_level(batch: int) -> None:
    """With the levels above at what any plan, not only the best, costs there."""
    rng = np.random.default_rng(batch)
    for one in enumerated(batch * 5_000, PROBLEMS):
        for _, costs in (*one.plans[:10], (None, one.best)):
            bounds = weighed_bounds(one.network, one.levels, costs, evidence_for(one, rng))
            for level, bound in enumerate(bounds):
                tied = [
                    other[level]
                    for _, other in one.plans
                    if all(a <= b for a, b in zip(other[:level], costs[:level], strict=True))
                ]
                assert bound <= min(tied)


@pytest.mark.parametrize("batch", BATCHES)
def test_every_plan_as_good_stays_open(batch: int) -> None:
    """What evidence closes is in no plan that costs as little in the levels so far."""
    rng = np.random.default_rng(batch)
    closed = 0
    for one in enumerated(batch * 5_000 + 2_500, PROBLEMS):
        plans, costs = OpenPlans.of(one.network), one.best
        for level, prices in enumerate(evidence_for(one, rng)):
            goal = Goal.of(one.network, one.levels, costs[:level])
            _, plans = settled(plans, goal, costs[level], prices)
            for choice, other in one.plans:
                if other[: level + 1] == costs[: level + 1]:
                    chosen = np.array(choice)
                    assert plans.triple[chosen[chosen >= 0]].all()
                    assert plans.waits[chosen < 0].all()
        closed += int((~plans.triple).sum())
    assert closed > 0


def goal_of(one: Enumerated, level: int) -> Goal:
    return Goal.of(one.network, one.levels, one.best[:level])


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(lambda sound: replace(sound, scale=0), id="no scale"),
        pytest.param(lambda sound: replace(sound, scale=-1), id="a scale below 0"),
        pytest.param(lambda sound: replace(sound, above=()), id="a level left out"),
        pytest.param(lambda sound: replace(sound, above=(-1,)), id="a charge below 0"),
        pytest.param(lambda sound: replace(sound, above=(LARGEST,)), id="a charge too large"),
        pytest.param(lambda sound: replace(sound, scale=LARGEST), id="a scale too large"),
        pytest.param(lambda sound: replace(sound, node=sound.node[:-1]), id="a node left out"),
        pytest.param(lambda sound: replace(sound, node=sound.node[:0]), id="no nodes"),
        pytest.param(lambda sound: replace(sound, node=sound.node + 1), id="a priced sink"),
        pytest.param(
            lambda sound: replace(sound, node=np.where(sound.node == 0, 0, LARGEST)),
            id="prices too large",
        ),
    ],
)
def test_spoilt_evidence_proves_nothing(spoilt: object) -> None:
    assert callable(spoilt)
    one = next(enumerated(0, 1))
    sound = random_prices(one.network, 1, np.random.default_rng(3), 9)
    sound.node[0] = 1
    plans, goal = OpenPlans.of(one.network), goal_of(one, 1)

    assert weigh(plans, goal, sound) is not None
    assert weigh(plans, goal, spoilt(sound)) is None


def test_a_changed_price_never_proves_more_than_is_true() -> None:
    """Sound evidence with single prices changed, a lot and a little: the bound stays below."""
    rng = np.random.default_rng(5)
    for one in enumerated(70_000, 10):
        level = len(one.levels) - 2
        prices = random_prices(one.network, level, rng, 5)
        for _ in range(20):
            node = prices.node.copy()
            node[rng.integers(len(node) - 1)] += rng.choice([-10_000, -1, 1, 10_000])
            found = weigh(
                OpenPlans.of(one.network), goal_of(one, level), replace(prices, node=node)
            )
            assert found is not None
            assert found.least <= one.best[level]
