"""Time left: nobody gets a case when his hours are nearly over (V3)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from constraints.time_left import SHIFT_TOO_SHORT
from solver.facts import Hours, Shift, SourceMode
from solver.reasons import Reason
from tests.builders import (
    MONDAY,
    NOW,
    VIENNA,
    WEDNESDAY,
    agent,
    ahead,
    queue,
    shift,
    window,
)
from tests.constraints.asking import one_agent, reasons, refuses, unblock

HALF_AN_HOUR = timedelta(minutes=30)
SHIFT = shift("a1", assignment_hours=(window("08:00", "11:00"),))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        pytest.param("07:59:59.999999", {Reason.OUTSIDE_ASSIGNMENT_HOURS}, id="not begun"),
        pytest.param("08:00", set(), id="all of it is left"),
        pytest.param("10:30", set(), id="just enough"),
        pytest.param("10:30:00.000001", {Reason.SHIFT_TOO_SHORT}, id="a microsecond less"),
        pytest.param("10:59:59.999999", {Reason.SHIFT_TOO_SHORT}, id="the last moment"),
        pytest.param("11:00", {Reason.OUTSIDE_ASSIGNMENT_HOURS}, id="over"),
    ],
)
def test_V3_an_agent_in_the_last_minutes_of_a_shift_gets_nothing(
    clock: str, expected: set[Reason]
) -> None:
    now = datetime.fromisoformat(f"2026-03-04T{clock}+00:00")

    assert reasons(one_agent(now=now, min_time_left=HALF_AN_HOUR, shifts=(SHIFT,))) == expected


def test_V3_without_a_least_time_the_last_moment_will_do() -> None:
    last = NOW.replace(hour=10, minute=59, second=59, microsecond=999_999)

    assert reasons(one_agent(now=last, shifts=(SHIFT,))) == set()


def is_too_short(*shifts: Shift, **facts: Any) -> bool:
    return refuses(
        SHIFT_TOO_SHORT, one_agent(min_time_left=timedelta(hours=2), shifts=shifts, **facts)
    )


def test_V3_the_next_shift_takes_over_without_a_gap() -> None:
    """It is 10:00 and two hours must be left: 08:00-11:00 alone will not do."""
    late = shift("a1", shift_id="late", assignment_hours=(window("11:00", "14:00"),))
    later = shift("a1", shift_id="late", assignment_hours=(window("11:01", "14:00"),))

    assert is_too_short(SHIFT)
    assert not is_too_short(SHIFT, late)
    assert is_too_short(SHIFT, later)


def test_V3_a_break_does_not_end_a_shift() -> None:
    day = shift("a1", assignment_hours=(window("08:00", "12:00"),))
    with_lunch = shift(
        "a1", assignment_hours=day.assignment_hours, breaks=(window("10:30", "11:30"),)
    )

    assert not is_too_short(day)
    assert not is_too_short(with_lunch)


def test_Q7_the_hours_that_the_queue_asks_for_must_last() -> None:
    """At 10:00 assignment hours end in one hour, working hours in four."""
    both = shift(
        "a1", assignment_hours=SHIFT.assignment_hours, working_hours=(window("08:00", "14:00"),)
    )

    assert is_too_short(both)
    assert not is_too_short(both, one_queue=queue("q1", {"a1"}, hours=Hours.WORKING))


def test_V1_predicted_hours_must_last_as_well() -> None:
    assert is_too_short(one=agent(predicted_hours=SHIFT.assignment_hours))


def test_V1_each_of_all_sources_must_last() -> None:
    """The shift lasts, the predicted hours do not; they matter only if all must agree."""
    day = shift("a1", assignment_hours=(window("08:00", "18:00"),))
    short = agent(predicted_hours=SHIFT.assignment_hours)

    assert not is_too_short(day, one=short)
    assert is_too_short(day, one=short, mode=SourceMode.ALL_OF)


def test_V3_round_the_clock_never_ends() -> None:
    assert not refuses(
        SHIFT_TOO_SHORT,
        one_agent(
            min_time_left=timedelta(days=7),
            shifts=(shift("a1", assignment_hours=(window("00:00", "24:00"),)),),
        ),
    )


def test_V3_the_hour_that_spring_takes_is_not_left() -> None:
    """In Vienna on 29 March 2026 the night to 06:00 is an hour shorter: 01:30 is three and a half
    hours before its end."""
    night = shift("a1", zone=VIENNA, assignment_hours=(window("22:00", "06:00"),))
    half_past_one = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    def is_short(least: timedelta) -> bool:
        facts = one_agent(now=half_past_one, min_time_left=least, shifts=(night,))
        return refuses(SHIFT_TOO_SHORT, facts)

    assert not is_short(timedelta(hours=3, minutes=30))
    assert is_short(timedelta(hours=3, minutes=30, microseconds=1))


def test_V4_too_short_a_shift_ends_when_one_begins_that_is_long_enough() -> None:
    """Wednesday 10:45; the next hour, at 14:00, is no longer; Monday's shift is."""
    hours = (
        window("10:00", "11:00", frozenset({WEDNESDAY})),
        window("14:00", "14:20", frozenset({WEDNESDAY})),
        window("09:00", "12:00", frozenset({MONDAY})),
    )
    facts = one_agent(
        now=ahead(minutes=45),
        min_time_left=HALF_AN_HOUR,
        shifts=(shift("a1", assignment_hours=hours),),
    )

    assert reasons(facts) == {Reason.SHIFT_TOO_SHORT}
    assert unblock(SHIFT_TOO_SHORT, facts) == datetime(2026, 3, 9, 9, tzinfo=UTC)


def test_V4_a_microsecond_too_late_the_next_shift_counts() -> None:
    """At 10:30 half an hour was left of the shift until 11:00; the next one begins tomorrow."""
    facts = one_agent(
        now=ahead(minutes=30, microseconds=1), min_time_left=HALF_AN_HOUR, shifts=(SHIFT,)
    )

    assert unblock(SHIFT_TOO_SHORT, facts) == datetime(2026, 3, 5, 8, tzinfo=UTC)


def test_V4_a_shift_that_is_always_too_short_ends_nobody_knows_when() -> None:
    facts = one_agent(min_time_left=timedelta(hours=4), shifts=(SHIFT,))

    assert unblock(SHIFT_TOO_SHORT, facts) == "unknown"


def test_nobody_is_refused_where_there_is_no_queue() -> None:
    facts = one_agent(min_time_left=HALF_AN_HOUR, shifts=(SHIFT,))
    empty = type(facts)(facts.now, facts.cases, facts.agents)

    assert SHIFT_TOO_SHORT.queue_agents(empty).shape == (0, 1)
