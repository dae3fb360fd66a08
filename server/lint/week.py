"""Weekly windows as spans of minutes since Monday 00:00, local."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TypeAlias

from allotment.v1.schedule_pb2 import WeeklyWindow
from server.translate.schedule import read_windows
from server.violations import Violations
from solver.facts.schedule import MINUTES_PER_DAY

WEEK = 7 * MINUTES_PER_DAY

Span: TypeAlias = tuple[int, int, int]
"""First minute, first one after, position of the window; it may end in the next week."""


def spans(windows: Iterable[WeeklyWindow]) -> list[Span]:
    """All spans of a week in order; none of wrong windows, which are refused anyway."""
    return sorted(span for place, row in enumerate(windows) for span in _spans(place, row))


def _spans(place: int, row: WeeklyWindow) -> Iterator[Span]:
    for window in read_windows(Violations(), "", [row]):
        length = (window.end - window.start) % MINUTES_PER_DAY or MINUTES_PER_DAY
        for day in window.days:
            start = day * MINUTES_PER_DAY + window.start
            yield start, start + length, place


def overlaps(windows: Iterable[WeeklyWindow]) -> set[tuple[int, int]]:
    """Positions of two windows each, the later one overlapping with an earlier one."""
    found = set()
    furthest = (-1, -1, -1)
    for span in _two_weeks(spans(windows)):
        if span[0] < furthest[1] and span[2] != furthest[2]:
            found.add((min(span[2], furthest[2]), max(span[2], furthest[2])))
        furthest = max(span, furthest, key=lambda each: each[1])
    return found


def longest_gap(windows: Iterable[WeeklyWindow]) -> timedelta:
    """The longest time between windows, 0 where there are none."""
    longest, end = 0, WEEK
    for span in _two_weeks(spans(windows)):
        longest, end = max(longest, span[0] - end), max(end, span[1])
    return timedelta(minutes=longest)


def _two_weeks(found: list[Span]) -> list[Span]:
    return [*found, *((start + WEEK, end + WEEK, place) for start, end, place in found)]
