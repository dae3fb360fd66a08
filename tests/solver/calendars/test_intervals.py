"""Intervals behave like the sets of seconds that they stand for."""

from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.calendars import Intervals, contains, intervals, merged, subtract
from tests.builders import NOW, absence, ahead

Spans = list[tuple[int, int]]

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)
SECONDS = np.arange(-1, 32)


def array(spans: Spans) -> Intervals:
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def seconds_of(spans: Spans) -> set[int]:
    return {second for start, end in spans for second in range(start, end)}


def held(spans: Intervals) -> set[int]:
    return set(SECONDS[contains(spans, SECONDS)].tolist())


@given(SPANS)
def test_merged_spans_hold_the_same_seconds_and_neither_overlap_nor_touch(spans: Spans) -> None:
    result = merged(array(spans))

    assert held(result) == seconds_of(spans)
    assert (result[:, 0] < result[:, 1]).all()
    assert (result[1:, 0] > result[:-1, 1]).all()


@given(SPANS, SPANS)
def test_subtracting_takes_away_exactly_the_seconds_taken(spans: Spans, taken: Spans) -> None:
    left = subtract(merged(array(spans)), merged(array(taken)))

    assert held(left) == seconds_of(spans) - seconds_of(taken)


def test_L6_an_absence_without_an_end_lasts_for_ever() -> None:
    away = intervals([absence(NOW)])
    now = int(NOW.timestamp())

    assert contains(away, np.array([now - 1, now, now + 10**12])).tolist() == [False, True, True]


def test_L6_an_absence_holds_the_whole_seconds_between_its_ends() -> None:
    """From half a second after NOW until half a second after 3 s: the seconds 1, 2 and 3."""
    half = timedelta(seconds=0.5)
    away = intervals([absence(NOW + half, ahead(seconds=3) + half)])

    assert (away - int(NOW.timestamp())).tolist() == [[1, 4]]
