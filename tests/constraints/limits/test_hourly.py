"""Hourly limit: a rolling window, (now - X, now] (L3, L5)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.limits.hourly import HOURLY_LIMIT
from solver.facts import (
    Agent,
    CameBack,
    CountedSources,
    HourlyLimit,
    LimitPolicy,
    Limits,
    RecentAssignment,
    Snapshot,
    Source,
)
from solver.rules import NO_LIMIT, Scope, Usage
from tests.builders import NOW, agent, ago, ahead, policy, recent, snapshot, team
from tests.constraints.asking import unblock


def hourly(count: int, hours: float = 8) -> Limits:
    return Limits(hourly=HourlyLimit(count, timedelta(hours=hours)))


def usage(one: Agent, **limit_policy: Any) -> Usage:
    return HOURLY_LIMIT.usage(
        snapshot(agents=(one,), policy=policy(limits=LimitPolicy(**limit_policy)))
    )


def used(*assignments: RecentAssignment, **limit_policy: Any) -> int:
    """How many count under a limit of 9 in 8 hours."""
    return int(usage(agent(recent=assignments, limits=hourly(9)), **limit_policy).used[0])


@pytest.mark.parametrize(
    ("time", "counted"),
    [
        pytest.param(NOW, 1, id="now"),
        pytest.param(ago(hours=8) + timedelta(microseconds=1), 1, id="almost 8 hours old"),
        pytest.param(ago(hours=8), 0, id="exactly 8 hours old"),
        pytest.param(ahead(microseconds=1), 0, id="to come"),
    ],
)
def test_L3_exactly_8_hours_old_no_longer_counts(time: Any, counted: int) -> None:
    assert used(recent(time)) == counted


@pytest.mark.parametrize("way", [way for way in CameBack if way], ids=lambda way: way.name)
def test_L5_an_assignment_that_came_back_does_not_count(way: CameBack) -> None:
    assert used(recent(NOW, came_back=way), recent(NOW)) == 1


def test_L5_all_sources_count_unless_the_policy_says_otherwise() -> None:
    from_each = [recent(NOW, source=source) for source in Source]

    assert used(*from_each) == 3
    assert used(*from_each, hourly_sources=CountedSources.ALLOTMENT) == 1


def test_L3_without_a_limit_there_is_room_and_nothing_is_counted() -> None:
    found = usage(agent(recent=(recent(NOW),)))

    assert (found.used.tolist(), found.room.tolist()) == ([0], [NO_LIMIT])


def test_L5_the_limit_with_the_least_room_wins_even_if_its_number_is_higher() -> None:
    """5 in 8 hours leaves 1, 3 in 1 hour leaves 3: the first is the tighter one."""
    one = agent(recent=tuple(recent(ago(hours=2)) for _ in range(4)), limits=hourly(5))
    found = usage(one, limits=hourly(3, hours=1))

    assert (found.used.tolist(), found.limit.tolist()) == ([4], [5])


def test_L5_of_limits_with_equal_room_the_smaller_one_is_named() -> None:
    one = agent(recent=(recent(ago(hours=2)),), limits=hourly(3))
    found = usage(one, limits=hourly(2, hours=1))

    assert (found.used.tolist(), found.limit.tolist()) == ([0], [2])


def test_L5_a_teams_limit_holds_for_its_members() -> None:
    rules = policy(teams=(team("t", "ann", limits=hourly(1)),))
    facts = snapshot(agents=(agent("ann"), agent("bob")), policy=rules)

    assert HOURLY_LIMIT.usage(facts).limit.tolist() == [1, NO_LIMIT]


def test_nobody_uses_nothing() -> None:
    assert HOURLY_LIMIT.usage(snapshot(agents=())).used.shape == (0,)


LIMITS = st.builds(hourly, st.integers(0, 4), st.integers(1, 4))
HOURS_AGO = st.lists(st.integers(0, 5), max_size=6)


@given(st.lists(LIMITS, min_size=1, max_size=3), HOURS_AGO)
def test_L5_the_room_is_the_least_over_all_limits(limits: list[Limits], hours: list[int]) -> None:
    """The policy, one team and the agent have a limit each; assignments fall on whole hours."""
    everybody, team_limits, own = [*limits, Limits(), Limits()][:3]
    rules = policy(limits=LimitPolicy(everybody), teams=(team("t", "a1", limits=team_limits),))
    one = agent(recent=tuple(recent(ago(hours=h)) for h in hours), limits=own)
    windows = [(x.hourly.count, x.hourly.window // timedelta(hours=1)) for x in limits if x.hourly]
    rooms = [max(0, count - sum(h < span for h in hours)) for count, span in windows]

    found = HOURLY_LIMIT.usage(snapshot(agents=(one,), policy=rules))

    assert found.room.tolist() == [min(rooms)]


def test_the_hourly_limit_narrows_new_cases() -> None:
    assert HOURLY_LIMIT.scope == Scope.NEW


def room_again(facts: Snapshot) -> Any:
    """When the agent gets room again who has none now."""
    assert HOURLY_LIMIT.usage(facts).room.tolist() == [0]
    return unblock(HOURLY_LIMIT, facts)


@pytest.mark.parametrize(
    ("count", "minutes"),
    [
        pytest.param(3, 480 - 300, id="the oldest leaves"),
        pytest.param(2, 480 - 200, id="two of three must leave"),
        pytest.param(1, 480 - 100, id="all must leave"),
    ],
)
def test_V4_room_comes_when_enough_assignments_are_8_hours_old(count: int, minutes: int) -> None:
    """Three assignments, 300, 200 and 100 minutes old, given in disorder."""
    past = tuple(recent(ago(minutes=age)) for age in (200, 300, 100))

    assert room_again(snapshot(agents=(agent(recent=past, limits=hourly(count)),))) == ahead(
        minutes=minutes
    )


def test_V4_all_hourly_limits_must_have_room() -> None:
    """1 in 8 hours has room again in 7, 1 in 2 hours in 1; a limit with room does not matter."""
    one = agent(recent=(recent(ago(hours=1)),), limits=hourly(1, hours=2))
    rules = policy(
        limits=LimitPolicy(hourly(1)), teams=(team("t", "a1", limits=hourly(2, hours=24)),)
    )

    assert room_again(snapshot(agents=(one,), policy=rules)) == ahead(hours=7)


def test_V4_a_limit_of_0_never_has_room() -> None:
    assert room_again(snapshot(agents=(agent(limits=hourly(0)),))) == "never"


MINUTES_AGO = st.lists(st.integers(0, 400), max_size=8)


@given(st.lists(LIMITS, min_size=1, max_size=3), MINUTES_AGO)
def test_V4_there_is_room_at_the_unblock_time_and_at_no_minute_before(
    limits: list[Limits], minutes: list[int]
) -> None:
    """Nothing is assigned meanwhile; minute by minute up to the longest window."""
    everybody, team_limits, own = [*limits, Limits(), Limits()][:3]
    rules = policy(limits=LimitPolicy(everybody), teams=(team("t", "a1", limits=team_limits),))
    one = agent(recent=tuple(recent(ago(minutes=each)) for each in minutes), limits=own)
    facts = snapshot(agents=(one,), policy=rules)
    windows = [
        (x.hourly.count, x.hourly.window // timedelta(minutes=1)) for x in limits if x.hourly
    ]

    def has_room(later: int) -> bool:
        ages = [each + later for each in minutes]
        return all(sum(age < window for age in ages) < count for count, window in windows)

    free = next((later for later in range(241) if has_room(later)), None)

    assert bool(HOURLY_LIMIT.usage(facts).room[0]) is (free == 0)
    if free != 0:
        assert room_again(facts) == ("never" if free is None else ahead(minutes=free))
