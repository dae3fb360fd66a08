"""The grid of 5-minute UTC slots (S5)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.calendars import midpoints
from tests.builders import NOW

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        pytest.param(NOW, 2.5, id="the start of a slot"),
        pytest.param(NOW + 2.5 * MINUTE, 2.5, id="exactly a midpoint"),
        pytest.param(NOW + 2.5 * MINUTE + timedelta(microseconds=1), 7.5, id="just past it"),
        pytest.param(NOW + 5 * MINUTE, 7.5, id="the next slot"),
    ],
)
def test_S5_the_first_slot_is_the_first_whose_midpoint_is_not_before_now(
    now: datetime, first: float
) -> None:
    assert midpoints(now, 1).tolist() == [(NOW + first * MINUTE).timestamp()]


@given(st.integers(0, 10**10))
def test_S5_slots_follow_each_other_every_5_minutes_of_utc(microseconds: int) -> None:
    now = NOW + timedelta(microseconds=microseconds)
    grid = midpoints(now, 4)

    assert (grid % 300 == 150).all()
    assert (grid[1:] - grid[:-1] == 300).all()
    assert grid[0] - 300 < now.timestamp() <= grid[0]
