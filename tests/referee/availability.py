"""Who is really there: shifts, presence, predicted hours, breaks, time left (V1-V3, Q7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import gcd
from typing import TypeAlias

from allotment.v1.policy_pb2 import AvailabilityPolicy
from allotment.v1.queue_pb2 import Queue
from allotment.v1.schedule_pb2 import WeeklyWindow
from tests.referee.hours import (
    by_prediction,
    by_shifts,
    holidays_of,
    in_windows,
    minute_of,
)
from tests.referee.moments import MINUTE, length
from tests.referee.snapshot import Snapshot

Kind: TypeAlias = Queue.Hours.ValueType
Hours: TypeAlias = Callable[[int], bool]
"""Whether hours run at a moment."""

QUARTER = 15
"""Minutes: clocks change, and zones differ, by whole quarters of an hour."""


def is_first(snapshot: Snapshot) -> bool:
    """The first source configured decides; else all of them must agree."""
    return snapshot.policy.availability.mode != AvailabilityPolicy.MODE_ALL_OF


def sources(snapshot: Snapshot, agent: str) -> list[str]:
    """What is configured for the agent, in the order of V1; an unknown presence is not."""
    row = snapshot.agents[agent]
    told = {
        "shift": bool(snapshot.shifts_of[agent]),
        "presence": bool(row.presence.status),
        "custom": bool(row.custom_presence.status),
        "predicted": bool(row.predicted_windows),
    }
    return [name for name, known in told.items() if known]


def deciding(snapshot: Snapshot, agent: str) -> list[str]:
    known = sources(snapshot, agent)
    return known[:1] if is_first(snapshot) else known


def is_offline(snapshot: Snapshot, agent: str, queue: Queue) -> bool:
    """His presence decides, or the queue requires it, and it does not say that he is there."""
    row = snapshot.agents[agent]
    statuses = [each.status for each in (row.presence, row.custom_presence) if each.status]
    judged = statuses[:1] if is_first(snapshot) else statuses
    available = snapshot.policy.availability.available_statuses or ["Available", "Online"]
    asked = queue.presence_required or {"presence", "custom"} & set(deciding(snapshot, agent))
    return bool(asked) and not (judged and all(status in available for status in judged))


def deciding_hours(snapshot: Snapshot, agent: str, kind: Kind) -> list[Hours]:
    """The hours that decide; predicted ones are of both kinds."""
    names = deciding(snapshot, agent)
    found: list[Hours] = []
    if "shift" in names:
        found.append(lambda at: by_shifts(snapshot, agent, kind, at))
    if "predicted" in names:
        found.append(lambda at: by_prediction(snapshot, agent, at))
    return found


def is_on_break(snapshot: Snapshot, agent: str, at: int) -> bool:
    """In a break of one of his shifts, whatever says that he is there."""
    return any(
        in_windows(shift.breaks, at, shift.time_zone, holidays_of(snapshot, shift))
        for shift in snapshot.shifts_of[agent]
    )


def least_left(snapshot: Snapshot) -> int:
    """Nanoseconds."""
    return length(snapshot.policy.availability.min_time_left_in_shift)


def lasts(snapshot: Snapshot, hours: Hours, start: int) -> bool:
    """The hours run at the start, and on for the least time left."""
    end = start + least_left(snapshot)
    return hours(start) and all(hours(at) for at in steps(snapshot, start) if at < end)


def steps(snapshot: Snapshot, start: int, minutes: int | None = None) -> Iterator[int]:
    """The moments after the start at which hours may begin or end, up to so many minutes on."""
    step = step_of(snapshot) * MINUTE
    end = start + (least_left(snapshot) if minutes is None else minutes * MINUTE)
    at = start // step * step + step
    while at <= end:
        yield at
        at += step


def step_of(snapshot: Snapshot) -> int:
    """Minutes that divide all moments at which hours may begin or end."""
    ends = [minute_of(text) for row in windows(snapshot) for text in (row.start, row.end)]
    return gcd(QUARTER, *ends)


def windows(snapshot: Snapshot) -> Iterator[WeeklyWindow]:
    for shift in snapshot.policy.shifts:
        yield from (*shift.assignment_hours, *shift.working_hours, *shift.breaks)
    for agent in snapshot.agents.values():
        yield from agent.predicted_windows
