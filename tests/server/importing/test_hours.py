"""Hours seen in activity, and the windows that they become."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotment.v1 import schedule_pb2
from server.importing.activity_hours import Smoothing, Span, active_spans
from server.importing.windows import weekly_windows
from tests.server.importing.logs import event, imported

MONDAY = datetime(2016, 3, 7)  # noqa: DTZ001 - local and naive
PLAIN = Smoothing(own_day=1.0, threshold=1.0)


def hours(day: int, *clocks: int) -> list[datetime]:
    """Four moments in each of some hours of a day, 0 = Monday."""
    return [MONDAY + timedelta(days=day, hours=clock) for clock in clocks for _ in range(4)]


def windows(*spans: Span) -> list[tuple[list[int], str, str]]:
    """The windows of spans, days as numbers from 1 = Monday."""
    return [(list(one.days), one.start, one.end) for one in weekly_windows(spans)]


def test_nobody_seen_has_no_hours() -> None:
    assert active_spans([], PLAIN) == ()


def test_office_days_give_office_hours() -> None:
    times = [time for day in range(5) for time in hours(day, *range(8, 17))]

    assert active_spans(times, PLAIN) == tuple((day * 24 + 8, 9) for day in range(5))


def test_a_lunch_break_does_not_cut_the_day() -> None:
    times = [time for day in range(5) for time in hours(day, 8, 9, 10, 11, 14, 15, 16, 17)]

    assert active_spans(times, PLAIN)[0] == (8, 10)


def test_a_night_from_sunday_to_monday_is_one_span() -> None:
    times = hours(6, 22, 23) + hours(0, 0, 1, 2, 3)

    assert active_spans(times, Smoothing(own_day=1.0, threshold=5.0)) == ((166, 6),)


def test_activity_all_week_is_the_whole_week() -> None:
    times = [time for day in range(7) for time in hours(day, *range(24))]

    assert active_spans(times, PLAIN) == ((0, 168),)


def test_days_are_alike_where_no_day_counts_for_itself() -> None:
    spans = active_spans(hours(1, 9, 10, 11, 12), Smoothing(own_day=0.0, threshold=6.0))

    assert {start % 24 for start, _ in spans} == {9}
    assert [start // 24 for start, _ in spans] == [0, 1, 2, 3, 4]


@given(st.lists(st.datetimes(datetime(2016, 3, 1), datetime(2016, 3, 31)), max_size=60))  # noqa: DTZ001
def test_spans_are_apart_and_inside_one_week(times: list[datetime]) -> None:
    spans = active_spans(times, Smoothing(own_day=0.5, threshold=1.0))

    covered = [hour % 168 for start, length in spans for hour in range(start, start + length)]
    assert len(covered) == len(set(covered))
    assert all(0 <= start < 168 for start, _ in spans)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param((8, 9), [([1], "08:00", "17:00")], id="a day"),
        pytest.param((22, 8), [([1], "22:00", "06:00")], id="a night"),
        pytest.param((16, 8), [([1], "16:00", "24:00")], id="until midnight"),
        pytest.param((0, 24), [([1], "00:00", "24:00")], id="a whole day"),
        pytest.param((166, 4), [([7], "22:00", "02:00")], id="over the end of the week"),
        pytest.param(
            (10, 24), [([2], "00:00", "10:00"), ([1], "10:00", "24:00")], id="24 hours are cut"
        ),
        pytest.param((0, 168), [([1, 2, 3, 4, 5, 6, 7], "00:00", "24:00")], id="the week"),
    ],
)
def test_a_span_becomes_windows(span: Span, expected: list[tuple[list[int], str, str]]) -> None:
    assert windows(span) == expected


def test_equal_hours_of_several_days_are_one_window() -> None:
    assert windows((8, 9), (32, 9), (58, 3)) == [
        ([1, 2], "08:00", "17:00"),
        ([3], "10:00", "13:00"),
    ]


def test_who_was_seen_often_has_own_hours_and_others_have_the_usual_ones() -> None:
    clocks = [f"{day}/3/2016 {hour:02d}:00" for day in (7, 8, 9) for hour in range(24)]
    night = [
        event(f"N{number}", clock, assigned_to="Night", caller_id="?")
        for number, clock in enumerate(clocks)
        if number % 24 < 8
    ]
    days = [
        event(f"D{number}-{agent}", clock, assigned_to=f"Day {number}")
        for number, clock in enumerate(clocks)
        if number % 24 >= 9
        for agent in range(5)
    ]
    found = imported([*night, *days, event("WAIT", "7/3/2016 09:00")], "2016-03-10 00:00")

    shifts = {agent: shift for shift in found.request.policy.shifts for agent in shift.agent_ids}
    assert len(shifts) == len(found.request.agents)
    assert shifts["Day 9"].shift_id == shifts["Day 10"].shift_id == "usual"
    assert shifts["Night"].shift_id == "seen-1"
    assert shifts["Night"].assignment_hours[0].start == "00:00"
    assert found.summary.counts.agents_with_own_hours == 1


def test_closings_are_no_activity() -> None:
    rows = [
        event(
            f"C{number}", f"{1 + number % 9}/3/2016 03:00", assigned_to="A", incident_state="Closed"
        )
        for number in range(40)
    ]
    rows += [event("A", "8/3/2016 09:00", assigned_to="A"), event("WAIT", "7/3/2016 09:00")]

    assert imported(rows).summary.counts.agents_with_own_hours == 0


def test_a_caller_of_five_incidents_has_hours_and_one_of_four_has_none() -> None:
    rows = [event(f"A{day}", f"{day}/3/2016 10:00", caller_id="Often") for day in range(1, 6)]
    rows += [event(f"B{day}", f"{day}/3/2016 10:00", caller_id="Seldom") for day in range(1, 5)]
    rows += [event("INC1", "9/3/2016 09:00", assigned_to="Resolver 1", caller_id="?")]

    often, seldom = imported(rows).request.accounts

    (window,) = often.activity_windows
    assert (window.start, window.end) == ("09:00", "12:00")
    assert schedule_pb2.DAY_FRIDAY in window.days
    assert not seldom.activity_windows
