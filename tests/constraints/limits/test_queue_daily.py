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
from solver.moments import micros
from solver.rules import NO_LIMIT, UNKNOWN, Ending, Scope
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
from tests.constraints.asking import unblock
from tests.solver.calendars.drawing import CHANGES

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


def full_until(rules: Policy, *past: RecentAssignment, now: datetime = NOW) -> Any:
    """When the agent gets room again who has none now."""
    facts = snapshot(now=now, agents=(agent(recent=past),), policy=rules)
    assert QUEUE_DAILY_LIMIT.usage(facts).room.tolist() == [[0]]
    return unblock(QUEUE_DAILY_LIMIT, facts)


def at_most(count: int, period: Period, zone: ZoneInfo = UTC_ZONE) -> Policy:
    return policy(queues=(queue(daily_limit=DailyLimit(count, period)),), zone=zone)


@pytest.mark.parametrize(("count", "hours"), [(2, 24 - 20), (1, 24 - 3)])
def test_V4_a_rolling_day_has_room_when_enough_assignments_are_24_hours_old(
    count: int, hours: int
) -> None:
    past = (own(ago(hours=3)), own(ago(hours=20)))

    assert full_until(at_most(count, Period.ROLLING), *past) == ahead(hours=hours)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("zone", "now", "midnight"),
    [
        pytest.param(UTC_ZONE, "2026-03-04 10:00", "2026-03-05 00:00", id="no change"),
        pytest.param(UTC_ZONE, "2026-03-04 00:00", "2026-03-05 00:00", id="at midnight"),
        pytest.param(VIENNA, "2026-03-29 10:00", "2026-03-29 22:00", id="after a day of 23 hours"),
        pytest.param(VIENNA, "2026-10-24 23:00", "2026-10-25 23:00", id="after a day of 25 hours"),
        pytest.param(
            ZoneInfo("Africa/Cairo"), "2026-04-23 20:00", "2026-04-23 22:00", id="no 00:00 that day"
        ),
        pytest.param(
            ZoneInfo("America/Santiago"), "2026-04-05 02:30", "2026-04-05 04:00", id="23:00 twice"
        ),
        pytest.param(
            ZoneInfo("Pacific/Apia"), "2011-12-29 20:00", "2011-12-30 10:00", id="a date left out"
        ),
    ],
)
def test_V4_a_calendar_day_ends_at_the_next_local_midnight(
    zone: ZoneInfo, now: str, midnight: str
) -> None:
    rules = at_most(1, Period.CALENDAR, zone)

    assert full_until(rules, own(utc(now)), now=utc(now)) == utc(midnight)


def test_V4_each_queue_and_agent_has_an_unblock_time_of_his_own() -> None:
    queues = (
        queue("q1", daily_limit=DailyLimit(1)),
        queue("q2", daily_limit=DailyLimit(1, Period.CALENDAR), zone=VIENNA),
    )
    ann = agent("ann", recent=(own(ago(hours=1)), own(ago(hours=2), "q2")))
    bob = agent("bob", recent=(own(ago(hours=5)),))
    facts = snapshot(agents=(ann, bob), policy=policy(queues=queues))

    assert isinstance(QUEUE_DAILY_LIMIT, Ending)
    assert QUEUE_DAILY_LIMIT.unblock(facts).tolist() == [
        [micros(ahead(hours=23)), micros(ahead(hours=19))],
        [micros(utc("2026-03-04 23:00")), UNKNOWN],
    ]


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=6),
    st.sampled_from(Period),
    st.sampled_from(CHANGES),
    st.integers(-1500, 1500),
)
def test_V4_there_is_room_at_the_unblock_time_and_at_no_minute_before(
    minutes: list[int], period: Period, change: tuple[ZoneInfo, datetime], start: int
) -> None:
    """Nothing is assigned meanwhile; minute by minute around a change of clock."""
    zone, now = change[0], change[1] + timedelta(minutes=start)
    times = [now - timedelta(minutes=each) for each in minutes]
    later = [now + timedelta(minutes=minute) for minute in range(1441 + 60)]

    def counted_at(moment: datetime) -> int:
        if period == Period.ROLLING:
            return sum(moment - time < timedelta(hours=24) for time in times)
        return sum(time.astimezone(zone).date() == moment.astimezone(zone).date() for time in times)

    limit = counted_at(now)
    if limit:
        free = next(moment for moment in later if counted_at(moment) < limit)
        assert full_until(at_most(limit, period, zone), *map(own, times), now=now) == free
