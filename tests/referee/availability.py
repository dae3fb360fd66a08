"""Whether an agent is there for a queue, source by source (V1, V2, V3, Q7)."""

from __future__ import annotations

from collections.abc import Callable

from allotment.v1 import explanation_pb2 as why
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.policy_pb2 import AvailabilityPolicy
from allotment.v1.queue_pb2 import Queue
from tests.referee import hours
from tests.referee.moments import MINUTE, length
from tests.referee.snapshot import Snapshot

AVAILABLE = ("Available", "Online")

Open = Callable[[int], bool]
"""Whether hours run at a moment."""


def reasons(snapshot: Snapshot, agent: str, queue: Queue) -> list[PairReason.ValueType]:
    """Everything about his being there that keeps him from the queue's cases."""
    sources, statuses = deciding(snapshot, agent, queue.hours), known_statuses(snapshot, agent)
    found = []
    if not any((snapshot.shifts_of[agent], statuses, has_prediction(snapshot, agent))):
        found.append(why.PAIR_REASON_NO_AVAILABILITY_SOURCE)
    if hours.is_away(snapshot, agent, snapshot.now):
        found.append(why.PAIR_REASON_OUT_OF_OFFICE)
    if not all(is_open(snapshot.now) for is_open in sources):
        found.append(_outside(queue))
    if (queue.presence_required or presence_decides(snapshot, agent)) and not present(
        snapshot, statuses
    ):
        found.append(why.PAIR_REASON_PRESENCE_OFFLINE)
    if on_break(snapshot, agent, snapshot.now):
        found.append(why.PAIR_REASON_ON_BREAK)
    if any(is_open(snapshot.now) and ends_soon(snapshot, is_open) for is_open in sources):
        found.append(why.PAIR_REASON_SHIFT_TOO_SHORT)
    return found


def _outside(queue: Queue) -> PairReason.ValueType:
    if queue.hours == Queue.HOURS_WORKING:
        return why.PAIR_REASON_OUTSIDE_WORKING_HOURS
    return why.PAIR_REASON_OUTSIDE_ASSIGNMENT_HOURS


def asks_all(snapshot: Snapshot) -> bool:
    """All sources must agree, not the first one alone."""
    return snapshot.policy.availability.mode == AvailabilityPolicy.MODE_ALL_OF


def deciding(snapshot: Snapshot, agent: str, kind: Queue.Hours.ValueType) -> list[Open]:
    """The sources of hours that decide for the agent; presence is no hours."""
    shift = bool(snapshot.shifts_of[agent])
    predicted = has_prediction(snapshot, agent)
    if not asks_all(snapshot):
        predicted = predicted and not shift and not known_statuses(snapshot, agent)
    sources: list[Open] = []
    if shift:
        sources.append(lambda at: hours.on_shift(snapshot, agent, kind, at))
    if predicted:
        sources.append(lambda at: in_prediction(snapshot, agent, at))
    return sources


def has_prediction(snapshot: Snapshot, agent: str) -> bool:
    return bool(snapshot.agents[agent].predicted_windows)


def in_prediction(snapshot: Snapshot, agent: str, at: int) -> bool:
    row = snapshot.agents[agent]
    return has_prediction(snapshot, agent) and hours.in_windows(
        row.predicted_windows, at, row.time_zone
    )


def known_statuses(snapshot: Snapshot, agent: str) -> list[str]:
    """From the CRM, then from the custom field; an empty one is unknown."""
    row = snapshot.agents[agent]
    return [each.status for each in (row.presence, row.custom_presence) if each.status]


def presence_decides(snapshot: Snapshot, agent: str) -> bool:
    """It is known, and no shift comes before it."""
    known = bool(known_statuses(snapshot, agent))
    return known and (asks_all(snapshot) or not snapshot.shifts_of[agent])


def present(snapshot: Snapshot, statuses: list[str]) -> bool:
    """The first known status means available, or all of them."""
    available = snapshot.policy.availability.available_statuses or AVAILABLE
    judged = statuses if asks_all(snapshot) else statuses[:1]
    return bool(judged) and all(status in available for status in judged)


def on_break(snapshot: Snapshot, agent: str, at: int) -> bool:
    """In a scheduled break of one of his shifts."""
    return any(
        hours.in_windows(shift.breaks, at, shift.time_zone, hours.holidays_of(snapshot, shift))
        for shift in snapshot.shifts_of[agent]
    )


def ends_soon(snapshot: Snapshot, is_open: Open) -> bool:
    """The hours that run now end before enough time has gone by, minute by minute."""
    least = length(snapshot.policy.availability.min_time_left_in_shift)
    first = snapshot.now // MINUTE * MINUTE
    return not all(is_open(at) for at in range(first + MINUTE, snapshot.now + least, MINUTE))
