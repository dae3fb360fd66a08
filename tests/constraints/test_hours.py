"""Shift hours: nobody gets a case outside them (V1, V2, L6, Q7)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.hours import OUTSIDE_ASSIGNMENT_HOURS, OUTSIDE_WORKING_HOURS
from constraints.sources import NO_AVAILABILITY_SOURCE
from constraints.time_left import SHIFT_TOO_SHORT
from solver.facts import Agent, Hours, Shift, Snapshot, SourceMode, WeeklyWindow
from tests.builders import (
    KOLKATA,
    LORD_HOWE,
    NOW,
    SYDNEY,
    VIENNA,
    agent,
    policy,
    queue,
    shift,
    snapshot,
    window,
)
from tests.constraints.asking import one_agent as one_agent_in
from tests.constraints.asking import refuses, unblock
from tests.solver.calendars.drawing import CHANGES, windows
from tests.solver.calendars.wall_clock import reads_inside

NARROW = window("10:00", "12:00")
BROAD = window("08:00", "18:00")
QUEUES = (queue("narrow"), queue("broad", hours=Hours.WORKING))


def one_agent(*shifts: Shift, now: datetime = NOW) -> Snapshot:
    """An agent `a1`, a queue that asks for assignment hours and one for working hours."""
    return snapshot(now=now, policy=policy(queues=QUEUES, shifts=shifts))


def allowed(facts: Snapshot) -> tuple[bool, bool]:
    """What the two kinds of hours say: (in the narrow queue, in the broad queue)."""
    narrow = OUTSIDE_ASSIGNMENT_HOURS.queue_agents(facts)
    broad = OUTSIDE_WORKING_HOURS.queue_agents(facts)
    assert narrow.shape == broad.shape == (2, 1)
    assert narrow[1, 0], "assignment hours do not matter in a queue of working hours"
    assert broad[0, 0], "working hours do not matter in a queue of assignment hours"
    return bool(narrow[0, 0]), bool(broad[1, 0])


def test_V1_an_agent_on_no_shift_has_no_availability_source() -> None:
    facts = snapshot(
        agents=(agent("ann"), agent("bob")),
        policy=policy(shifts=(shift("ann", assignment_hours=(NARROW,)),)),
    )

    assert NO_AVAILABILITY_SOURCE.agents(facts).tolist() == [True, False]


def test_V1_an_agent_on_no_shift_is_not_refused_by_hours_as_well() -> None:
    assert allowed(one_agent()) == (True, True)


@pytest.mark.parametrize(
    ("minutes", "answers"),
    [
        pytest.param(-121, (False, False), id="before working hours"),
        pytest.param(-120, (False, True), id="working hours begin"),
        pytest.param(-1, (False, True), id="before assignment hours"),
        pytest.param(0, (True, True), id="assignment hours begin"),
        pytest.param(119, (True, True), id="the last minute of assignment hours"),
        pytest.param(120, (False, True), id="assignment hours are over"),
        pytest.param(479, (False, True), id="the last minute of working hours"),
        pytest.param(480, (False, False), id="working hours are over"),
    ],
)
def test_Q7_a_queue_asks_for_assignment_hours_or_working_hours(
    minutes: int, answers: tuple[bool, bool]
) -> None:
    """The shift takes cases 10:00-12:00 and works 08:00-18:00; minutes count from 10:00."""
    both = shift("a1", assignment_hours=(NARROW,), working_hours=(BROAD,))

    assert allowed(one_agent(both, now=NOW + timedelta(minutes=minutes))) == answers


def test_V1_a_kind_of_hours_that_is_not_set_falls_back_to_the_other() -> None:
    """At 09:00 only the broad hours run."""
    early = NOW - timedelta(hours=1)

    assert allowed(one_agent(shift("a1", working_hours=(BROAD,)), now=early)) == (True, True)
    assert allowed(one_agent(shift("a1", assignment_hours=(NARROW,)), now=early)) == (False, False)


def test_V1_an_agent_on_several_shifts_has_the_hours_of_all() -> None:
    over = shift("a1", shift_id="early", assignment_hours=(window("06:00", "09:00"),))
    running = shift("a1", shift_id="late", assignment_hours=(window("09:00", "14:00"),))

    assert allowed(one_agent(over, running)) == (True, True)
    assert allowed(one_agent(over)) == (False, False)


def test_V2_nobody_works_a_shift_on_its_holiday() -> None:
    off = shift("a1", assignment_hours=(NARROW,), holidays=frozenset({NOW.date()}))

    assert allowed(one_agent(off)) == (False, False)


def test_a_policy_without_queues_refuses_nobody() -> None:
    facts = snapshot(policy=policy(shifts=(shift("a1", assignment_hours=(NARROW,)),)))

    assert OUTSIDE_ASSIGNMENT_HOURS.queue_agents(facts).shape == (0, 1)


def starts(*shifts: Shift, now: datetime, one: Agent | None = None, **facts: Any) -> Any:
    """When hours begin again for an agent who is outside them."""
    asked = one_agent_in(one, now=now, shifts=shifts, **facts)
    assert refuses(OUTSIDE_ASSIGNMENT_HOURS, asked)
    return unblock(OUTSIDE_ASSIGNMENT_HOURS, asked)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "start"),
    [
        pytest.param(VIENNA, "2026-03-28 20:00", "2026-03-29 07:00", id="north, spring"),
        pytest.param(VIENNA, "2026-10-24 20:00", "2026-10-25 08:00", id="north, autumn"),
        pytest.param(SYDNEY, "2026-10-03 12:00", "2026-10-03 22:00", id="south, spring"),
        pytest.param(SYDNEY, "2026-04-04 12:00", "2026-04-04 23:00", id="south, autumn"),
        pytest.param(LORD_HOWE, "2026-10-03 12:00", "2026-10-03 22:00", id="half an hour, spring"),
        pytest.param(LORD_HOWE, "2026-04-04 12:00", "2026-04-04 22:30", id="half an hour, autumn"),
        pytest.param(KOLKATA, "2026-03-04 12:00", "2026-03-05 03:30", id="a half-hour zone"),
    ],
)
def test_V4_hours_begin_by_the_wall_clock_of_their_zone(
    zone: ZoneInfo, now: str, start: str
) -> None:
    """At 09:00 local, the morning after the clock has changed."""
    day = shift("a1", zone=zone, assignment_hours=(window("09:00", "17:00"),))

    assert starts(day, now=utc(now)) == utc(start)


def test_V4_the_first_of_several_shifts_counts() -> None:
    late = shift("a1", assignment_hours=(window("14:00", "18:00"),))
    early = shift("a1", shift_id="s2", zone=VIENNA, assignment_hours=(window("13:00", "18:00"),))

    assert starts(late, early, now=NOW) == NOW + timedelta(hours=2)


def test_V4_a_shift_begins_after_the_holidays() -> None:
    """Two weeks of holidays from Wednesday 4 March on."""
    holidays = frozenset(NOW.date() + timedelta(days=day) for day in range(14))
    day = shift("a1", assignment_hours=(NARROW,), holidays=holidays)

    assert starts(day, now=NOW) == NOW + timedelta(days=14)


def test_V4_beyond_four_weeks_nobody_knows_when_a_shift_begins() -> None:
    holidays = frozenset(NOW.date() + timedelta(days=day) for day in range(28))
    day = shift("a1", assignment_hours=(NARROW,), holidays=holidays)

    assert starts(day, now=NOW) == "unknown"


def test_V4_a_shift_that_begins_in_four_weeks_may_end_behind_them() -> None:
    """It begins half an hour before they are over, and an hour must be left."""
    holidays = frozenset(NOW.date() + timedelta(days=day) for day in range(28))
    day = shift("a1", assignment_hours=(window("09:30", "10:30"),), holidays=holidays)

    found = starts(day, now=NOW, min_time_left=timedelta(hours=1))

    assert found == NOW + timedelta(days=28, minutes=-30)


def test_V4_a_start_too_near_to_the_end_does_not_count() -> None:
    """At 10:00 half an hour must be left: 11:00-11:29 will not do, 12:00-12:30 will."""
    short, enough = window("11:00", "11:29"), window("12:00", "12:30")
    day = shift("a1", assignment_hours=(short, enough))

    assert starts(day, now=NOW, min_time_left=timedelta(minutes=30)) == NOW + timedelta(hours=2)
    assert starts(day, now=NOW) == NOW + timedelta(hours=1)


def test_V4_all_sources_of_hours_must_have_begun() -> None:
    """The shift runs 11:00-13:00, the predicted hours 12:00-14:00."""
    noon = agent(predicted_hours=(window("12:00", "14:00"),))
    day = shift("a1", assignment_hours=(window("11:00", "13:00"),))

    assert starts(day, now=NOW, one=noon) == NOW + timedelta(hours=1)
    assert starts(day, now=NOW, one=noon, mode=SourceMode.ALL_OF) == NOW + timedelta(hours=2)


def test_V4_predicted_hours_begin_in_the_zone_of_the_agent() -> None:
    indian = agent(zone=KOLKATA, predicted_hours=(window("17:00", "20:00"),))

    assert starts(now=NOW, one=indian) == utc("2026-03-04 11:30")


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    change=st.sampled_from(CHANGES),
    mode=st.sampled_from(SourceMode),
    least=st.sampled_from([0, 1, 15, 60, 600]),
)
def test_V4_hours_refuse_every_minute_until_their_unblock_time_and_not_then(
    data: st.DataObject, change: tuple[ZoneInfo, datetime], mode: SourceMode, least: int
) -> None:
    """A shift and predicted hours around a change of clock, against the wall clock.

    Until then hours have not begun, or too little is left of them.
    """
    now = change[1] + timedelta(minutes=data.draw(st.integers(-1500, 1500)))
    some_hours = st.lists(windows(), min_size=1, max_size=3).map(tuple)
    holidays = data.draw(st.frozensets(st.sampled_from([now.date(), change[1].date()])))
    day = shift("a1", zone=change[0], assignment_hours=data.draw(some_hours), holidays=holidays)
    one = agent(zone=data.draw(st.sampled_from(CHANGES))[0], predicted_hours=data.draw(some_hours))
    facts = one_agent_in(
        one, now=now, shifts=(day,), mode=mode, min_time_left=timedelta(minutes=least)
    )
    sources = [(day.zone, day.assignment_hours, day.holidays)]
    if mode == SourceMode.ALL_OF:
        sources.append((one.zone, one.predicted_hours, frozenset()))
    free = first_minute_with_time_left(sources, now, least)

    refusing = [
        rule for rule in (OUTSIDE_ASSIGNMENT_HOURS, SHIFT_TOO_SHORT) if refuses(rule, facts)
    ]

    assert bool(refusing) is (free != now)
    for rule in refusing:
        told = unblock(rule, facts)
        assert told == free if free else told == "unknown" or told >= now + timedelta(days=2)


def first_minute_with_time_left(
    sources: list[tuple[ZoneInfo, tuple[WeeklyWindow, ...], frozenset[date]]],
    now: datetime,
    least: int,
) -> datetime | None:
    """Read off the wall clock minute by minute, two days ahead and as long as must be left."""
    minutes = [now + timedelta(minutes=minute) for minute in range(2 * 1440 + max(least, 1))]
    inside = [all(reads_inside(each, *source) for source in sources) for each in minutes]
    runs = (minutes[at] for at in range(2 * 1440) if all(inside[at : at + max(least, 1)]))
    return next(runs, None)
