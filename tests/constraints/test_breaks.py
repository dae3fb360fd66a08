"""Scheduled breaks: nobody gets a case in them, and when they end (V3, V4)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.breaks import ON_BREAK
from solver.facts import Shift, SourceMode
from solver.reasons import Reason
from tests.builders import (
    NOW,
    SUNDAY,
    VIENNA,
    agent,
    ahead,
    shift,
    window,
)
from tests.constraints.asking import one_agent, reasons, refuses, unblock
from tests.solver.calendars.drawing import CHANGES, windows
from tests.solver.calendars.wall_clock import reads_inside

DAY = (window("00:00", "24:00"),)
LUNCH = shift("a1", assignment_hours=DAY, breaks=(window("10:00", "10:30"),))


@pytest.mark.parametrize(
    ("seconds", "on_break"),
    [
        pytest.param(-1, False, id="before"),
        pytest.param(0, True, id="it begins"),
        pytest.param(1799, True, id="its last second"),
        pytest.param(1800, False, id="it is over"),
    ],
)
def test_V3_nobody_gets_a_case_on_a_break(seconds: int, on_break: bool) -> None:
    facts = one_agent(now=NOW + timedelta(seconds=seconds), shifts=(LUNCH,))

    assert reasons(facts) == ({Reason.ON_BREAK} if on_break else set())


@pytest.mark.parametrize("mode", SourceMode)
def test_V1_breaks_are_taken_out_of_whichever_source_decides(mode: SourceMode) -> None:
    """Presence says that she is there, and so do predicted hours; the break outranks them."""
    there = agent(presence="Available", predicted_hours=DAY)

    assert reasons(one_agent(there, mode=mode, shifts=(LUNCH,))) == {Reason.ON_BREAK}


def test_V3_a_break_of_one_shift_holds_in_the_other_too() -> None:
    other = shift("a1", shift_id="s2", assignment_hours=DAY)

    assert refuses(ON_BREAK, one_agent(shifts=(LUNCH, other)))


def test_V3_no_break_starts_on_a_holiday() -> None:
    off = shift("a1", breaks=LUNCH.breaks, holidays=frozenset({NOW.date()}))

    assert not refuses(ON_BREAK, one_agent(shifts=(off,)))


def test_V3_a_break_of_others_is_not_mine() -> None:
    theirs = shift("a2", shift_id="s2", breaks=LUNCH.breaks)

    assert not refuses(ON_BREAK, one_agent(shifts=(theirs,)))


def test_V4_a_break_ends_when_it_ends() -> None:
    assert unblock(ON_BREAK, one_agent(shifts=(LUNCH,))) == ahead(minutes=30)


def test_V4_breaks_that_follow_on_one_another_are_one() -> None:
    """10:00-10:30 of one shift, 10:30-10:45 and 10:40-11:00 of another one."""
    more = (window("10:30", "10:45"), window("10:40", "11:00"))
    other = shift("a1", shift_id="s2", breaks=more)

    assert unblock(ON_BREAK, one_agent(shifts=(LUNCH, other))) == ahead(hours=1)


def test_V4_a_break_without_an_end_in_sight_ends_nobody_knows_when() -> None:
    assert unblock(ON_BREAK, one_agent(shifts=(shift("a1", breaks=DAY),))) == "unknown"


def test_V4_a_break_at_night_ends_by_the_wall_clock() -> None:
    """In Vienna the clock goes back on 25 October 2026 at 03:00: 02:00-02:59 comes twice."""
    night = shift("a1", zone=VIENNA, breaks=(window("01:30", "03:00", frozenset({SUNDAY})),))
    facts = one_agent(now=datetime(2026, 10, 24, 23, 45, tzinfo=UTC), shifts=(night,))

    assert unblock(ON_BREAK, facts) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), change=st.sampled_from(CHANGES))
def test_V4_a_break_refuses_every_minute_until_its_unblock_time_and_not_then(
    data: st.DataObject, change: tuple[object, datetime]
) -> None:
    """Two shifts in zones of their own, in the days around a change of clock."""
    now = change[1] + timedelta(minutes=data.draw(st.integers(-1500, 1500)))
    shifts = tuple(
        shift(
            "a1",
            shift_id=f"s{number}",
            zone=zone,
            breaks=tuple(data.draw(st.lists(windows(), max_size=2))),
            holidays=data.draw(st.frozensets(st.just(now.date()) | st.dates(*AROUND), max_size=1)),
        )
        for number, (zone, _) in enumerate((change, data.draw(st.sampled_from(CHANGES))))
    )
    facts = one_agent(now=now, shifts=shifts)
    minutes = [now + timedelta(minutes=minute) for minute in range(3 * 1440)]
    free = next((minute for minute in minutes if not on_break(shifts, minute)), None)

    assert refuses(ON_BREAK, facts) is (free != now)
    if free != now:
        told = unblock(ON_BREAK, facts)
        assert told == free if free else told == "unknown" or told > minutes[-1]


AROUND = (date(2026, 1, 1), date(2026, 12, 31))


def on_break(shifts: tuple[Shift, ...], moment: datetime) -> bool:
    """Read off the wall clock."""
    return any(reads_inside(moment, one.zone, one.breaks, one.holidays) for one in shifts)
