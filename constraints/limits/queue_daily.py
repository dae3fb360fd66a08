"""Daily limit of a queue: how many of its cases an agent may get in a day (L4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from solver.calendars import next_date
from solver.facts import Period, Policy, Queue, RecentAssignment, Snapshot
from solver.limits import counts, room_again
from solver.reasons import Reason
from solver.rules import NO_LIMIT, UNKNOWN, Limit, Scope, Usage
from solver.units import Ints

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class QueueDailyLimit:
    """Counts the day's assignments charged to the queue, without those that came back (L5).

    Nothing is counted for queues without a limit.
    """

    reason: Reason = Reason.QUEUE_DAILY_LIMIT
    scope: Scope = Scope.QUEUE

    def usage(self, snapshot: Snapshot) -> Usage:
        """Used and allowed; shape: queues x agents."""
        queues = snapshot.policy.queues
        used = np.zeros((len(queues), len(snapshot.agents)), dtype=np.int64)
        for cell, times in _counted(snapshot).items():
            used[cell] = len(times)
        return Usage(used, np.repeat(_limits(queues)[:, None], used.shape[1], axis=1))

    def unblock(self, snapshot: Snapshot) -> Ints:
        """When one more fits, or the next calendar day begins (V4); shape: queues x agents."""
        policy = snapshot.policy
        ends = np.full((len(policy.queues), len(snapshot.agents)), UNKNOWN, dtype=np.int64)
        for cell, times in _counted(snapshot).items():
            ends[cell] = _room_again(policy.queues[cell[0]], policy, snapshot.now, times)
        return ends


def in_day(queue: Queue, policy: Policy, now: datetime, time: datetime) -> bool:
    """True if a time counts: in (now - 24 h, now], or on the queue's calendar day."""
    if queue.daily_limit is not None and queue.daily_limit.period == Period.CALENDAR:
        zone = queue.zone or policy.zone
        return time <= now and time.astimezone(zone).date() == now.astimezone(zone).date()
    return now - DAY < time <= now


def _room_again(queue: Queue, policy: Policy, now: datetime, times: Sequence[datetime]) -> int:
    """When one more fits, in UTC microseconds."""
    if queue.daily_limit is None or queue.daily_limit.period == Period.CALENDAR:
        return next_date(queue.zone or policy.zone, now)
    return room_again(times, DAY, queue.daily_limit.count)


def _limits(queues: tuple[Queue, ...]) -> Ints:
    """Limit of each queue; shape: queues."""
    limits = [NO_LIMIT if q.daily_limit is None else q.daily_limit.count for q in queues]
    return np.array(limits, dtype=np.int64)


def _counted(snapshot: Snapshot) -> dict[tuple[int, int], list[datetime]]:
    """Times of the assignments that count, by (queue, agent)."""
    times: dict[tuple[int, int], list[datetime]] = {}
    limited = {q.queue_id: place for place, q in enumerate(snapshot.policy.queues) if q.daily_limit}
    for agent_place, agent in enumerate(snapshot.agents):
        for recent in agent.recent:
            if _counts(recent, snapshot, limited):
                cell = limited[recent.queue_id], agent_place
                times.setdefault(cell, []).append(recent.time)
    return times


def _counts(recent: RecentAssignment, snapshot: Snapshot, limited: Mapping[str, int]) -> bool:
    policy = snapshot.policy
    if recent.queue_id not in limited or recent.came_back:
        return False
    queue = policy.queues[limited[recent.queue_id]]
    return counts(policy.limits.daily_sources, recent.source) and in_day(
        queue, policy, snapshot.now, recent.time
    )


QUEUE_DAILY_LIMIT: Limit = QueueDailyLimit()
