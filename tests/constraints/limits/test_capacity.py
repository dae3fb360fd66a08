"""Weighted capacity (L2, L5)."""

from typing import Any

import pytest

from constraints.limits.capacity import WEIGHTED_CAPACITY
from solver.facts import CountedSources, LimitPolicy, Limits, Source
from solver.problem import OFF
from solver.rules import WeightedUsage
from tests.builders import active, agent, case, policy, snapshot, team

ALL_SOURCES = LimitPolicy()
CAPACITY_10 = Limits(hard_capacity=10)


def usage(*, limit_policy: LimitPolicy = ALL_SOURCES, **agent_facts: Any) -> WeightedUsage:
    facts = snapshot(agents=(agent(**agent_facts),), policy=policy(limits=limit_policy))
    return WEIGHTED_CAPACITY.usage(facts)


def test_L2_held_cases_weigh_priority_weight_times_effort_in_hundredths() -> None:
    held = (active("x1", priority="P1", effort=1.5), active("x2", priority="P3"))

    found = usage(active_cases=held, limits=Limits(hard_capacity=20))

    assert (found.used.tolist(), found.limit.tolist(), found.room.tolist()) == (
        [1400],
        [2000],
        [600],
    )


def test_L2_the_status_does_not_matter() -> None:
    """A case that waits for the customer is work all the same."""
    held = (active("x1", priority="P2", status="Waiting on customer"),)

    assert usage(active_cases=held).used.tolist() == [400]


def test_L2_cases_of_the_batch_weigh_the_same_way() -> None:
    cases = (case("c1", priority="P1"), case("c2", priority="P2", effort=0.25), case("c3"))

    assert WEIGHTED_CAPACITY.usage(snapshot(cases=cases)).weight.tolist() == [800, 100, 100]


@pytest.mark.parametrize(
    ("effort", "weight"),
    [
        pytest.param(0.125, 12, id="to the even neighbour below"),
        pytest.param(0.375, 38, id="to the even neighbour above"),
        pytest.param(0.004, 0, id="to nothing"),
    ],
)
def test_L2_weights_are_rounded_case_by_case(effort: float, weight: int) -> None:
    cases = tuple(case(f"c{i}", priority="P4", effort=effort) for i in range(3))

    assert WEIGHTED_CAPACITY.usage(snapshot(cases=cases)).weight.tolist() == 3 * [weight]


def test_L2_whoever_assigned_the_cases_they_count() -> None:
    """The sources of the backlog limit are its own."""
    held = tuple(active(f"x{place}", source=source) for place, source in enumerate(Source))
    own_only = LimitPolicy(backlog_sources=CountedSources.ALLOTMENT)

    assert usage(limit_policy=own_only, active_cases=held).used.tolist() == [300]


def test_L2_of_counted_cases_the_load_stands_in() -> None:
    assert usage(active_count=3, active_load=7.25).used.tolist() == [725]


def test_L2_without_hard_capacity_it_is_off() -> None:
    found = usage(limits=Limits(backlog=1))

    assert (found.limit.tolist(), found.room.tolist()) == ([OFF], [OFF])


def test_L2_an_overrun_leaves_no_room() -> None:
    found = usage(active_count=1, active_load=11, limits=CAPACITY_10)

    assert (found.used.tolist(), found.room.tolist()) == ([1100], [0])


def test_L2_a_capacity_of_0_is_a_limit() -> None:
    assert usage(limits=Limits(hard_capacity=0)).room.tolist() == [0]


@pytest.mark.parametrize(
    ("everybody", "team_limit", "own", "limit"),
    [
        pytest.param(4, 5, 6, 400, id="the policy's"),
        pytest.param(6, 4.5, 5, 450, id="the team's"),
        pytest.param(5, 6, 4, 400, id="the agent's"),
        pytest.param(None, None, 3, 300, id="the only one"),
    ],
)
def test_L5_the_lowest_capacity_wins(
    everybody: float | None, team_limit: float | None, own: float | None, limit: int
) -> None:
    rules = policy(
        limits=LimitPolicy(Limits(hard_capacity=everybody)),
        teams=(team("t", "a1", limits=Limits(hard_capacity=team_limit)),),
    )
    facts = snapshot(agents=(agent(limits=Limits(hard_capacity=own)),), policy=rules)

    assert WEIGHTED_CAPACITY.usage(facts).limit.tolist() == [limit]
