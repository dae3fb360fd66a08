"""When hours may begin or end from a moment on, and whether they last (V3, V4)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import gcd

from allotment.v1.schedule_pb2 import WeeklyWindow
from tests.referee.availability import Open
from tests.referee.hours import minute_of
from tests.referee.moments import MINUTE, length
from tests.referee.snapshot import Snapshot

QUARTER = 15
"""Minutes: clocks change, and zones differ, by whole quarters of an hour."""


def lasts(snapshot: Snapshot, is_open: Open, start: int) -> bool:
    """The hours run at the start, and on for the least time left."""
    least = length(snapshot.policy.availability.min_time_left_in_shift)
    return is_open(start) and all(
        is_open(at) for at in steps(snapshot, start, least) if at < start + least
    )


def steps(snapshot: Snapshot, start: int, span: int) -> Iterator[int]:
    """The moments after the start at which hours may begin or end; a span of nanoseconds."""
    step = step_of(snapshot) * MINUTE
    at = start // step * step + step
    while at <= start + span:
        yield at
        at += step


@lru_cache(maxsize=4)
def step_of(snapshot: Snapshot) -> int:
    """Minutes that divide all moments at which hours may begin or end."""
    ends = [minute_of(text) for row in windows(snapshot) for text in (row.start, row.end)]
    return gcd(QUARTER, *ends)


def windows(snapshot: Snapshot) -> Iterator[WeeklyWindow]:
    for shift in snapshot.policy.shifts:
        yield from (*shift.assignment_hours, *shift.working_hours, *shift.breaks)
    for agent in snapshot.agents.values():
        yield from agent.predicted_windows
