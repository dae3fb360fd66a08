"""Room under the counting limits at the start of the cycle (L1, L3, L4, L5)."""

from __future__ import annotations

from collections.abc import Iterable

from allotment.v1.agent_pb2 import (
    ASSIGNMENT_SOURCE_ALLOTMENT,
    CAME_BACK_UNSPECIFIED,
    Agent,
    AssignmentSource,
    HourlyLimit,
    RecentAssignment,
)
from allotment.v1.policy_pb2 import (
    COUNTED_SOURCES_ALLOTMENT,
    COUNTED_SOURCES_UNSPECIFIED,
    CountedSources,
)
from allotment.v1.queue_pb2 import DailyLimit, Queue
from tests.referee.moments import HOUR, length, moment, wall_clock
from tests.referee.snapshot import Snapshot


def counts(source: AssignmentSource.ValueType, counted: CountedSources.ValueType) -> bool:
    return counted != COUNTED_SOURCES_ALLOTMENT or source == ASSIGNMENT_SOURCE_ALLOTMENT


def kept(agent: Agent) -> list[RecentAssignment]:
    """Past assignments that did not come back (L5)."""
    return [row for row in agent.recent_assignments if row.came_back == CAME_BACK_UNSPECIFIED]


def backlog(snapshot: Snapshot, agent_id: str) -> int:
    """Cases held that count against the backlog limit (L1)."""
    agent = snapshot.agents[agent_id]
    if agent.HasField("active_count"):
        return agent.active_count
    counted = snapshot.policy.limit_policy.backlog_sources
    return sum(counts(row.source, counted) for row in agent.active_cases)


def backlog_room(snapshot: Snapshot, agent_id: str) -> int | None:
    """Cases he may still get, None without a limit, below 0 when overrun."""
    limits = [row.backlog for row in snapshot.limits_of(agent_id) if row.HasField("backlog")]
    return min(limits) - backlog(snapshot, agent_id) if limits else None


def hourly_room(snapshot: Snapshot, agent_id: str) -> int | None:
    """Least room over all hourly limits, each with its own window (L3)."""
    return least(
        limits.hourly.count - len(hourly_times(snapshot, agent_id, hourly_window(limits.hourly)))
        for limits in snapshot.limits_of(agent_id)
        if limits.HasField("hourly")
    )


def hourly_window(limit: HourlyLimit) -> int:
    """Nanoseconds."""
    return length(limit.window) if limit.HasField("window") else 8 * HOUR


def hourly_times(snapshot: Snapshot, agent_id: str, window: int) -> list[int]:
    """When he got what counts in (now - window, now]."""
    counted = snapshot.policy.limit_policy.hourly_sources
    times = [
        moment(row.time) for row in kept(snapshot.agents[agent_id]) if counts(row.source, counted)
    ]
    return [time for time in times if snapshot.now - window < time <= snapshot.now]


def cycle_room(snapshot: Snapshot, agent_id: str) -> int | None:
    """Assignments of one cycle (S4)."""
    return least(row.per_cycle for row in snapshot.limits_of(agent_id) if row.HasField("per_cycle"))


def daily_room(snapshot: Snapshot, agent_id: str, queue: Queue) -> int | None:
    """Assignments of this queue and day (L4)."""
    if not queue.HasField("daily_limit"):
        return None
    return queue.daily_limit.count - len(daily_times(snapshot, agent_id, queue))


def daily_times(snapshot: Snapshot, agent_id: str, queue: Queue) -> list[int]:
    """When he got what counts of the queue in its day."""
    counted = snapshot.policy.limit_policy.daily_sources
    if counted == COUNTED_SOURCES_UNSPECIFIED:
        counted = COUNTED_SOURCES_ALLOTMENT
    times = [
        moment(row.time)
        for row in kept(snapshot.agents[agent_id])
        if row.queue_id == queue.queue_id and counts(row.source, counted)
    ]
    return [time for time in times if same_day(snapshot, queue, time)]


def same_day(snapshot: Snapshot, queue: Queue, at: int) -> bool:
    if queue.daily_limit.period != DailyLimit.PERIOD_CALENDAR:
        return snapshot.now - 24 * HOUR < at <= snapshot.now
    zone = queue.time_zone or snapshot.policy.time_zone or "UTC"
    return wall_clock(at, zone).date() == wall_clock(snapshot.now, zone).date()


def least(rooms: Iterable[int]) -> int | None:
    return min(rooms, default=None)
