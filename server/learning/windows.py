"""Spans of a week written as the weekly windows of the contract."""

from collections import defaultdict
from collections.abc import Iterable

from allotment.v1 import schedule_pb2
from objectives.learning.predicted_hours import HOURS_PER_DAY, HOURS_PER_WEEK, Span


def weekly_windows(spans: Iterable[Span]) -> tuple[schedule_pb2.WeeklyWindow, ...]:
    """The windows of spans, equal hours of several days in one, by start, end and days.

    A span below 24 hours is one window, overnight if need be; a longer one is cut at
    every midnight.
    """
    days = defaultdict(list)
    for span in spans:
        for start, length in _pieces(span):
            first = start % HOURS_PER_DAY
            days[_clock(first), _end(first, length)].append(start // HOURS_PER_DAY % 7)
    return tuple(
        schedule_pb2.WeeklyWindow(
            days=[schedule_pb2.Day.ValueType(day + 1) for day in sorted(starts)],
            start=start,
            end=end,
        )
        for (start, end), starts in sorted(days.items(), key=lambda entry: (entry[0], entry[1]))
    )


def _pieces(span: Span) -> list[Span]:
    """The span itself, or its parts of single days."""
    start, length = span
    if length < HOURS_PER_DAY:
        return [span]
    pieces = []
    end = start + min(length, HOURS_PER_WEEK)
    while start < end:
        midnight = (start // HOURS_PER_DAY + 1) * HOURS_PER_DAY
        pieces.append((start, min(midnight, end) - start))
        start = midnight
    return pieces


def _end(first: int, length: int) -> str:
    last = first + length
    return _clock(last if last <= HOURS_PER_DAY else last - HOURS_PER_DAY)


def _clock(hour: int) -> str:
    return f"{hour:02d}:00"
