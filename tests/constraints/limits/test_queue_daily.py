"""Daily limit of a queue, per agent (L4, L5)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.limits.queue_daily import QUEUE_DAILY_LIMIT
from solver.facts import (
    CameBack,
    CountedSources,
    DailyLimit,
    LimitPolicy,
    Period,
    Policy,
    RecentAssignment,
    Source,
)
from solver.rules import NO_LIMIT, Scope
from tests.builders import (
    NEW_YORK,
    NOW,
    SYDNEY,
    UTC_ZONE,
    VIENNA,
    agent,
    ago,
    ahead,
    policy,
    queue,
    recent,
    snapshot,
)

ALMOST = timedelta(microseconds=1)


def own(time: datetime, queue_id: str = "q1", **facts: Any) -> RecentAssignment:
    """An assignment of ours, charged to a queue."""
    return recent(time, **{"queue_id": queue_id, "source": Source.ALLOTMENT, **facts})


def counted(past: RecentAssignment, rules: Policy) -> int:
    """How much the only queue has counted of one assignment."""
    facts = snapshot(agents=(agent(recent=(past,)),), policy=rules)
    return int(QUEUE_DAILY_LIMIT.usage(facts).used[0, 0])


def rolling(**policy_facts: Any) -> Policy:
    return policy(queues=(queue(daily_limit=DailyLimit(5)),), **policy_facts)


def calendar(zone: ZoneInfo | None, policy_zone: ZoneInfo) -> Policy:
    limit = DailyLimit(5, Period.CALENDAR)
    return policy(queues=(queue(daily_limit=limit, zone=zone),), zone=policy_zone)


@pytest.mark.parametrize(
    ("time", "count"),
    [
        pytest.param(NOW, 1, id="now"),
        pytest.param(ago(hours=24) + ALMOST, 1, id="almost 24 hours old"),
        pytest.param(ago(hours=24), 0, id="exactly 24 hours old"),
        pytest.param(ahead(microseconds=1), 0, id="to come"),
    ],
)
def test_L4_a_rolling_day_ends_at_exactly_24_hours(time: datetime, count: int) -> None:
    assert counted(own(time), rolling()) == count


@pytest.mark.parametrize(
    ("queue_zone", "policy_zone", "midnight"),
    [
        pytest.param(None, UTC_ZONE, "2026-03-04 00:00+00:00", id="the policy's zone"),
        pytest.param(VIENNA, UTC_ZONE, "2026-03-04 00:00+01:00", id="the queue's zone"),
        pytest.param(NEW_YORK, VIENNA, "2026-03-04 00:00-05:00", id="a day that began late"),
        pytest.param(SYDNEY, UTC_ZONE, "2026-03-04 00:00+11:00", id="a day that began early"),
    ],
)
def test_L4_a_calendar_day_begins_at_local_midnight(
    queue_zone: ZoneInfo | None, policy_zone: ZoneInfo, midnight: str
) -> None:
    rules = calendar(queue_zone, policy_zone)
    start = datetime.fromisoformat(midnight)

    assert counted(own(start), rules) == 1
    assert counted(own(start - ALMOST), rules) == 0
    assert counted(own(ahead(microseconds=1)), rules) == 0


def test_L4_an_assignment_counts_for_the_queue_that_it_was_charged_to() -> None:
    """Queues without a limit count nothing."""
    queues = (queue("q1", daily_limit=DailyLimit(2)), queue("q2", daily_limit=DailyLimit(3)))
    past = (own(NOW, "q2"), own(NOW, "q2"), own(NOW, "free"), own(NOW, ""))
    agents = (agent("ann", recent=past), agent("bob", recent=(own(NOW, "q1"),)))
    rules = policy(queues=(*queues, queue("free")))
    found = QUEUE_DAILY_LIMIT.usage(snapshot(agents=agents, policy=rules))

    assert found.used.tolist() == [[0, 1], [2, 0], [0, 0]]
    assert found.room.tolist() == [[2, 1], [1, 3], [NO_LIMIT, NO_LIMIT]]


@pytest.mark.parametrize("way", [way for way in CameBack if way], ids=lambda way: way.name)
def test_L5_an_assignment_that_came_back_does_not_count(way: CameBack) -> None:
    assert counted(own(NOW, came_back=way), rolling()) == 0


@pytest.mark.parametrize("source", Source, ids=lambda source: source.name)
def test_L5_only_our_own_assignments_count_unless_the_policy_says_all(source: Source) -> None:
    every = LimitPolicy(daily_sources=CountedSources.ALL)

    assert counted(own(NOW, source=source), rolling()) == (source == Source.ALLOTMENT)
    assert counted(own(NOW, source=source), rolling(limits=every)) == 1


@given(minutes=st.integers(0, 3 * 1440), zone=st.sampled_from([VIENNA, NEW_YORK, SYDNEY]))
def test_L4_a_calendar_day_is_the_date_on_the_queues_wall(minutes: int, zone: ZoneInfo) -> None:
    time = ago(minutes=minutes)
    same_date = f"{time.astimezone(zone):%F}" == f"{NOW.astimezone(zone):%F}"

    assert counted(own(time), calendar(zone, UTC_ZONE)) == same_date


def test_the_daily_limit_narrows_a_queue_for_an_agent() -> None:
    assert QUEUE_DAILY_LIMIT.scope == Scope.QUEUE
