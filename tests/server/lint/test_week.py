"""Weekly windows: overlaps and gaps, around the end of the week too."""

import random
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf import json_format

from allotment.v1.schedule_pb2 import WeeklyWindow
from server.lint.week import WEEK, longest_gap, overlaps, spans


def window(day: str, start: str, end: str) -> WeeklyWindow:
    """A window on one day."""
    return WeeklyWindow(days=[f"DAY_{day}"], start=start, end=end)  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        pytest.param([("MONDAY", "08:00", "10:00"), ("TUESDAY", "08:00", "10:00")], [], id="days"),
        pytest.param(
            [
                ("MONDAY", "08:00", "20:00"),
                ("MONDAY", "09:00", "10:00"),
                ("MONDAY", "11:00", "12:00"),
            ],
            [(0, 1), (0, 2)],
            id="two inside one",
        ),
        pytest.param(
            [("MONDAY", "00:00", "02:00"), ("SUNDAY", "22:00", "01:00")],
            [(0, 1)],
            id="over the end of the week",
        ),
        pytest.param([("MONDAY", "8", "9"), ("MONDAY", "08:00", "10:00")], [], id="a wrong one"),
        pytest.param([], [], id="none"),
    ],
)
def test_overlaps_are_found(
    windows: list[tuple[str, str, str]], expected: list[tuple[int, int]]
) -> None:
    assert sorted(overlaps([window(*each) for each in windows])) == expected


@pytest.mark.parametrize(
    ("windows", "hours"),
    [
        pytest.param([("MONDAY", "08:00", "18:00")], 158, id="a day a week"),
        pytest.param([("SUNDAY", "22:00", "06:00")], 160, id="overnight"),
        pytest.param([("MONDAY", "00:00", "24:00"), ("THURSDAY", "00:00", "12:00")], 84, id="two"),
        pytest.param([], 0, id="none"),
    ],
)
def test_the_longest_gap_is_measured(windows: list[tuple[str, str, str]], hours: int) -> None:
    assert longest_gap([window(*each) for each in windows]) == timedelta(hours=hours)


@pytest.mark.parametrize("seed", range(30))
def test_gaps_and_overlaps_are_those_of_a_clock(seed: int) -> None:
    """Minute by minute."""
    dice = random.Random(seed)
    windows = [json_format.ParseDict(_random(dice), WeeklyWindow()) for _ in range(4)]
    inside = [set() for _ in range(WEEK)]  # type: list[set[int]]
    for start, end, place in spans(windows):
        for minute in range(start, end):
            inside[minute % WEEK].add(place)

    assert longest_gap(windows) == timedelta(minutes=_longest_run(inside))
    assert {place for pair in overlaps(windows) for place in pair} == {
        place for places in inside if len(places) > 1 for place in places
    }


def _random(dice: random.Random) -> dict[str, Any]:
    days = dice.sample(["DAY_MONDAY", "DAY_WEDNESDAY", "DAY_SUNDAY"], dice.randint(1, 3))
    start = dice.randrange(0, 24)
    return {
        "days": days,
        "start": f"{start:02}:00",
        "end": f"{(start + dice.randint(1, 12)) % 24:02}:30",
    }


def _longest_run(inside: list[set[int]]) -> int:
    """Minutes in a row without a window, around the end of the week too."""
    longest = run = 0
    for places in inside * 2:
        run = 0 if places else run + 1
        longest = max(longest, run)
    return longest
