"""Weekly windows are right across every clock change (V2)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.calendars import Calendar, contains, shift_calendar
from solver.facts import Hours, WeeklyWindow
from tests.builders import (
    FRIDAY,
    KOLKATA,
    LORD_HOWE,
    NEW_YORK,
    SYDNEY,
    UTC_ZONE,
    VIENNA,
    shift,
    window,
)
from tests.solver.calendars.drawing import CHANGES, windows
from tests.solver.calendars.wall_clock import reads_inside

NIGHT = window("22:00", "06:00")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def spans(calendar: Calendar, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The windows between two moments as pairs of moments."""
    found = calendar.intervals(int(start.timestamp()), int(end.timestamp()))
    return [
        (datetime.fromtimestamp(low, UTC), datetime.fromtimestamp(high, UTC)) for low, high in found
    ]


def hours_of_night(zone: ZoneInfo, evening: date) -> float:
    """How long the night shift that starts on this evening lasts."""
    noon = datetime(evening.year, evening.month, evening.day, 12, tzinfo=zone)
    [(start, end)] = spans(Calendar(zone, (NIGHT,)), noon, noon + timedelta(days=1))
    return (end - start) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        pytest.param(VIENNA, date(2026, 10, 24), 9.0, id="north, autumn"),
        pytest.param(VIENNA, date(2026, 3, 28), 7.0, id="north, spring"),
        pytest.param(SYDNEY, date(2026, 4, 4), 9.0, id="south, autumn"),
        pytest.param(SYDNEY, date(2026, 10, 3), 7.0, id="south, spring"),
        pytest.param(LORD_HOWE, date(2026, 4, 4), 8.5, id="half an hour, autumn"),
        pytest.param(LORD_HOWE, date(2026, 10, 3), 7.5, id="half an hour, spring"),
        pytest.param(KOLKATA, date(2026, 10, 24), 8.0, id="no change"),
    ],
)
def test_V2_a_night_shift_is_as_long_as_the_night(
    zone: ZoneInfo, evening: date, hours: float
) -> None:
    """22:00 to 06:00 ends at 06:00 on the wall, however long that takes."""
    assert hours_of_night(zone, evening) == hours


def test_V2_a_start_that_is_skipped_in_spring_moves_forward_to_the_change() -> None:
    """In Vienna 02:30 does not exist on 29 March 2026: the window starts at 03:00, 01:00 UTC."""
    calendar = Calendar(VIENNA, (window("02:30", "06:00"),))

    assert spans(calendar, utc("2026-03-29"), utc("2026-03-29 12:00")) == [
        (utc("2026-03-29 01:00"), utc("2026-03-29 04:00"))
    ]


def test_V2_a_window_that_is_skipped_as_a_whole_does_not_take_place() -> None:
    calendar = Calendar(VIENNA, (window("02:10", "02:50"),))

    assert spans(calendar, utc("2026-03-29"), utc("2026-03-29 12:00")) == []


def test_V2_times_that_come_twice_in_autumn_count_both_times() -> None:
    """In Vienna 02:00 to 03:00 comes twice on 25 October 2026."""
    calendar = Calendar(VIENNA, (window("02:00", "02:30"),))

    assert spans(calendar, utc("2026-10-25"), utc("2026-10-25 12:00")) == [
        (utc("2026-10-25 00:00"), utc("2026-10-25 00:30")),
        (utc("2026-10-25 01:00"), utc("2026-10-25 01:30")),
    ]


def test_V2_a_day_that_a_zone_skips_has_no_windows() -> None:
    """Samoa went from Thursday 29 to Saturday 31 December 2011."""
    calendar = Calendar(ZoneInfo("Pacific/Apia"), (window("09:00", "17:00", frozenset({FRIDAY})),))

    assert spans(calendar, utc("2011-12-28"), utc("2012-01-02")) == []


def test_V2_no_window_starts_on_a_holiday_but_one_may_end_on_it() -> None:
    """Christmas: the night before runs on into the holiday, the holiday's own night is off."""
    calendar = Calendar(UTC_ZONE, (NIGHT,), frozenset({date(2026, 12, 25)}))

    assert spans(calendar, utc("2026-12-24 12:00"), utc("2026-12-27 12:00")) == [
        (utc("2026-12-24 22:00"), utc("2026-12-25 06:00")),
        (utc("2026-12-26 22:00"), utc("2026-12-27 06:00")),
    ]


def test_V2_a_window_starts_on_its_days_only() -> None:
    """Friday's night runs into Saturday; there is no other."""
    calendar = Calendar(UTC_ZONE, (window("22:00", "06:00", frozenset({FRIDAY})),))

    assert spans(calendar, utc("2026-03-02"), utc("2026-03-09")) == [
        (utc("2026-03-06 22:00"), utc("2026-03-07 06:00"))
    ]


def test_V2_whole_days_join_without_a_seam() -> None:
    calendar = Calendar(UTC_ZONE, (window("00:00", "24:00"),))

    assert spans(calendar, utc("2026-03-02"), utc("2026-03-09")) == [
        (utc("2026-03-02"), utc("2026-03-09"))
    ]


def test_V2_a_window_of_almost_a_day_still_runs_the_next_evening() -> None:
    """In New York it is 19:00 on the 9th at midnight UTC; the window began on the 8th."""
    calendar = Calendar(NEW_YORK, (window("23:00", "22:30"),))

    assert spans(calendar, utc("2026-01-10 00:00"), utc("2026-01-10 01:00")) == [
        (utc("2026-01-10 00:00"), utc("2026-01-10 01:00"))
    ]


@pytest.mark.parametrize(
    ("clock", "inside"),
    [
        pytest.param("08:59:59.999999", False, id="just before"),
        pytest.param("09:00", True, id="the first moment"),
        pytest.param("16:59:59.999999", True, id="the last moment"),
        pytest.param("17:00", False, id="the end"),
    ],
)
def test_V2_windows_are_half_open(clock: str, inside: bool) -> None:
    calendar = Calendar(UTC_ZONE, (window("09:00", "17:00"),))

    assert calendar.is_open(utc(f"2026-03-04 {clock}")) is inside


def test_no_time_at_all_has_no_spans() -> None:
    calendar = Calendar(VIENNA, (window("00:00", "24:00"),))

    assert calendar.intervals(1_000, 1_000).shape == (0, 2)


def test_V1_a_kind_of_hours_that_a_shift_does_not_set_falls_back_to_the_other() -> None:
    narrow, broad = (window("09:00", "10:00"),), (window("08:00", "17:00"),)

    assert shift_calendar(shift(assignment_hours=narrow), Hours.WORKING).windows == narrow
    assert shift_calendar(shift(working_hours=broad), Hours.ASSIGNMENT).windows == broad


def test_V1_a_shift_with_both_kinds_of_hours_keeps_them_apart() -> None:
    narrow, broad = (window("09:00", "10:00"),), (window("08:00", "17:00"),)
    both = shift(assignment_hours=narrow, working_hours=broad)

    assert shift_calendar(both, Hours.ASSIGNMENT).windows == narrow
    assert shift_calendar(both, Hours.WORKING).windows == broad


@settings(max_examples=80, deadline=None)
@given(
    change=st.sampled_from(CHANGES),
    some_windows=st.lists(windows(), min_size=1, max_size=3).map(tuple),
    before=st.integers(0, 2 * 1440),
    holiday=st.booleans(),
)
def test_V2_spans_hold_exactly_the_minutes_at_which_the_wall_clock_reads_inside(
    change: tuple[ZoneInfo, datetime],
    some_windows: tuple[WeeklyWindow, ...],
    before: int,
    holiday: bool,
) -> None:
    """Two days around every clock change of 2026, minute by minute, through zoneinfo."""
    zone, hour = change
    start = hour - timedelta(minutes=before)
    holidays = frozenset({hour.astimezone(zone).date()}) if holiday else frozenset()
    calendar = Calendar(zone, some_windows, holidays)
    moments = [start + timedelta(minutes=step) for step in range(2 * 1440)]
    expected = [reads_inside(moment, zone, some_windows, holidays) for moment in moments]

    seconds = np.array([int(moment.timestamp()) for moment in moments])
    found = calendar.intervals(int(seconds[0]), int(seconds[-1]) + 60)

    assert contains(found, seconds).tolist() == expected
    assert [calendar.is_open(moment) for moment in moments[::7]] == expected[::7]


def test_the_clock_changes_tested_are_of_both_hemispheres_and_of_half_an_hour() -> None:
    changing = {zone for zone, _ in CHANGES}

    assert {VIENNA, NEW_YORK, SYDNEY, LORD_HOWE} < changing
    assert KOLKATA not in changing
