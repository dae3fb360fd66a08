"""Bandwidth: what is free of an agent's capacity (S7)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.bandwidth import BANDWIDTH, agent_load
from solver.facts import ActiveCase, FitPolicy, Limits, PriorityLevel, Snapshot
from solver.rules import Flag
from tests.builders import active, agent, case, policy, snapshot
from tests.objectives.lookup import flags, values


def load(*cases: ActiveCase) -> float:
    """Load under the default policy."""
    return int(agent_load(snapshot(agents=(agent(active_cases=cases),))).load[0]) / 10_000


def of(*facts: Snapshot) -> list[tuple[int, int]]:
    """(utilisation, bandwidth) of the only agent of each snapshot, in ppm."""
    return [
        (int(agent_load(one).utilisation[0]), values(BANDWIDTH.factor(one), one)[0][0])
        for one in facts
    ]


def busy(**facts: Any) -> Snapshot:
    return snapshot(agents=(agent(**facts),))


@pytest.mark.parametrize(
    ("priority", "weight"),
    [("P1", 8), ("P2", 4), ("P3", 2), ("P4", 1), ("", 1), ("unheard of", 1)],
)
def test_S7_a_case_weighs_by_its_priority_the_lowest_where_it_is_unset(
    priority: str, weight: float
) -> None:
    assert load(active(priority=priority)) == weight


@pytest.mark.parametrize(
    ("status", "multiplier"),
    [("New", 1.25), ("Waiting on customer", 0.5), ("In progress", 1), ("", 1)],
)
def test_S7_a_case_weighs_by_its_status_once_where_it_is_unset(
    status: str, multiplier: float
) -> None:
    assert load(active(priority="P1", status=status)) == 8 * multiplier


def test_S7_load_is_the_sum_of_priority_times_status_times_effort() -> None:
    """8 x 1.25 x 1.5 + 4 x 0.5 x 1 + 1 x 1 x 0.1."""
    held = (
        active("x", priority="P1", status="New", effort=1.5),
        active("y", priority="P2", status="Waiting on customer"),
        active("z", effort=0.1),
    )

    assert load(*held) == 17.1


def test_S7_bandwidth_is_what_is_left_of_a_capacity_of_40() -> None:
    held = tuple(active(f"x{place}", priority="P1") for place in range(6))

    assert of(busy()) == [(0, 1_000_000)]
    assert of(busy(active_cases=held[:1])) == [(200_000, 800_000)]
    assert of(busy(active_cases=held[:5])) == [(1_000_000, 0)]
    assert of(busy(active_cases=held)) == [(1_200_000, 0)]


def test_S7_an_agent_or_a_policy_may_set_the_capacity() -> None:
    half = policy(fit=FitPolicy(default_capacity=16.0))
    held = (active(priority="P1"),)

    assert of(busy(active_cases=held, capacity=10.0)) == [(800_000, 200_000)]
    assert of(snapshot(agents=(agent(active_cases=held),), policy=half)) == [(500_000, 500_000)]


@pytest.mark.parametrize(
    ("backlog", "utilisation"),
    [
        pytest.param(3, 400_000, id="below the limit"),
        pytest.param(2, 1_000_000, id="at the limit"),
        pytest.param(1, 1_000_000, id="over the limit"),
    ],
)
def test_S7_at_or_over_the_backlog_limit_utilisation_is_at_least_1(
    backlog: int, utilisation: int
) -> None:
    held = (active("x", priority="P1"), active("y", priority="P1"))
    facts = busy(active_cases=held, limits=Limits(backlog=backlog))

    assert of(facts) == [(utilisation, 1_000_000 - utilisation)]


def test_S7_at_the_backlog_limit_a_higher_utilisation_stays() -> None:
    facts = busy(active_count=2, active_load=60.0, limits=Limits(backlog=2))

    assert of(facts) == [(1_500_000, 0)]


def test_S7_count_and_load_may_be_sent_in_place_of_the_cases() -> None:
    assert of(busy(active_count=3, active_load=10.0)) == [(250_000, 750_000)]


def test_S7_cases_that_are_only_counted_weigh_as_the_lowest_level() -> None:
    heavy = policy(priority_levels=(PriorityLevel("high", 9.0), PriorityLevel("low", 3.0)))

    assert of(busy(active_count=4)) == [(100_000, 900_000)]
    assert of(snapshot(agents=(agent(active_count=4),), policy=heavy)) == [(300_000, 700_000)]


def test_S7_weights_and_multipliers_are_policy() -> None:
    rules = policy(fit=FitPolicy(status_multipliers=(("Stuck", 0.0),)))
    held = (active("x", priority="P1", status="Stuck"), active("y", priority="P1", status="New"))
    facts = snapshot(agents=(agent(active_cases=held),), policy=rules)

    assert agent_load(facts).load.tolist() == [80_000]


def test_S7_bandwidth_is_the_same_for_every_case_and_never_a_default() -> None:
    agents = (agent("ann", active_load=20.0), agent("bob"))
    facts = snapshot(cases=(case("c1"), case("c2")), agents=agents)
    factor = BANDWIDTH.factor(facts)

    assert values(factor, facts) == [[500_000, 1_000_000]] * 2
    assert flags(factor, facts) == [[Flag.NONE] * 2] * 2


ACTIVE = st.builds(
    active,
    st.just("x"),
    priority=st.sampled_from(["P1", "P2", "P4", ""]),
    status=st.sampled_from(["New", "Waiting on customer", ""]),
    effort=st.floats(0.01, 20),
)


@given(st.lists(ACTIVE, max_size=8), st.randoms(use_true_random=False))
def test_S7_the_order_of_the_cases_does_not_matter(held: list[ActiveCase], random: Any) -> None:
    mixed = random.sample(held, len(held))

    assert of(busy(active_cases=tuple(held))) == of(busy(active_cases=tuple(mixed)))
