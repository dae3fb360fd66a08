"""Predicted hours: a histogram of the week that forgets, smoothed and cut (S6)."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.learning.predicted_hours import (
    Activity,
    Smoothing,
    Span,
    active_spans,
    histograms,
    remembered,
)

MONDAY = datetime(2016, 3, 7)  # noqa: DTZ001 - local and naive
PLAIN = Smoothing(own_day=1.0, threshold=1.0)


def hours(day: int, *clocks: int) -> list[datetime]:
    """Four moments in each of some hours of a day, 0 = Monday."""
    return [MONDAY + timedelta(days=day, hours=clock) for clock in clocks for _ in range(4)]


def spans_of(times: list[datetime], smoothing: Smoothing = PLAIN) -> tuple[Span, ...]:
    """Spans of one person, everything as fresh as can be."""
    hour = np.array([24 * time.weekday() + time.hour for time in times], dtype=np.int32)
    activity = Activity(np.zeros_like(hour), hour, np.zeros(len(hour)))
    return active_spans(histograms(activity, 1, smoothing)[0], smoothing)


def test_S6_nobody_seen_has_no_hours() -> None:
    assert spans_of([]) == ()


def test_S6_office_days_give_office_hours() -> None:
    times = [time for day in range(5) for time in hours(day, *range(8, 17))]

    assert spans_of(times) == tuple((day * 24 + 8, 9) for day in range(5))


def test_S6_a_lunch_break_does_not_cut_the_day() -> None:
    times = [time for day in range(5) for time in hours(day, 8, 9, 10, 11, 14, 15, 16, 17)]

    assert spans_of(times)[0] == (8, 10)


def test_S6_a_night_from_sunday_to_monday_is_one_span() -> None:
    times = hours(6, 22, 23) + hours(0, 0, 1, 2, 3)

    assert spans_of(times, Smoothing(own_day=1.0, threshold=5.0)) == ((166, 6),)


def test_S6_activity_all_week_is_the_whole_week() -> None:
    times = [time for day in range(7) for time in hours(day, *range(24))]

    assert spans_of(times) == ((0, 168),)


def test_S6_days_are_alike_where_no_day_counts_for_itself() -> None:
    spans = spans_of(hours(1, 9, 10, 11, 12), Smoothing(own_day=0.0, threshold=6.0))

    assert {start % 24 for start, _ in spans} == {9}
    assert [start // 24 for start, _ in spans] == [0, 1, 2, 3, 4]


@given(st.lists(st.datetimes(datetime(2016, 3, 1), datetime(2016, 3, 31)), max_size=60))  # noqa: DTZ001
def test_S6_spans_are_apart_and_inside_one_week(times: list[datetime]) -> None:
    spans = spans_of(times, Smoothing(own_day=0.5, threshold=1.0))

    covered = [hour % 168 for start, length in spans for hour in range(start, start + length)]
    assert len(covered) == len(set(covered))
    assert all(0 <= start < 168 for start, _ in spans)


def test_S6_activity_of_one_half_life_ago_counts_half() -> None:
    day = 86_400.0
    ages = np.array([0.0, 28 * day, 56 * day, 280 * day])

    assert remembered(ages, timedelta(days=28)).tolist() == [1.0, 0.5, 0.25, 2.0**-10]
    assert remembered(ages, None).tolist() == [1.0] * 4


def test_S6_whoever_changed_to_nights_is_expected_at_night_once_the_days_are_forgotten() -> None:
    days = [time for day in range(5) for time in hours(day, *range(8, 16))]
    nights = [time for day in range(5) for time in hours(day, *range(6))]
    hour = np.array([24 * t.weekday() + t.hour for t in days + nights], dtype=np.int32)
    age = np.array([200 * 86_400.0] * len(days) + [0.0] * len(nights))
    activity = Activity(np.zeros_like(hour), hour, age)

    forgetful = active_spans(histograms(activity, 1, Smoothing())[0], Smoothing())
    never = Smoothing(half_life=None)
    faithful = active_spans(histograms(activity, 1, never)[0], never)

    assert {(start % 24, length) for start, length in forgetful} == {(0, 6)}
    assert all(length > 10 for _, length in faithful)


def test_S6_people_do_not_mix() -> None:
    activity = Activity(
        person=np.array([0, 2, 2], dtype=np.int32),
        hour=np.array([5, 167, 167], dtype=np.int32),
        age=np.zeros(3),
    )

    table = histograms(activity, 3, Smoothing())

    assert table.shape == (3, 168)
    assert (table[0, 5], table[1].sum(), table[2, 167], table.sum()) == (1.0, 0.0, 2.0, 3.0)


@pytest.mark.parametrize(("threshold", "expected"), [(1.0, 9), (30.0, 0)])
def test_S6_hours_above_the_threshold_are_active(threshold: float, expected: int) -> None:
    times = [time for day in range(5) for time in hours(day, *range(8, 17))]

    spans = spans_of(times, Smoothing(own_day=1.0, threshold=threshold))

    assert sum(length for start, length in spans if start < 24) == expected
