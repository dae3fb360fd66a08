"""Spans of a week as weekly windows."""

import pytest

from objectives.learning.predicted_hours import Span
from server.learning.windows import weekly_windows


def windows(*spans: Span) -> list[tuple[list[int], str, str]]:
    """The windows of spans, days as numbers from 1 = Monday."""
    return [(list(one.days), one.start, one.end) for one in weekly_windows(spans)]


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
