"""Daily limit of a queue: how many of its cases an agent may get in a day (L4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from solver.facts import Period, Policy, Queue, RecentAssignment, Snapshot
from solver.limits import counts
from solver.reasons import Reason
from solver.rules import NO_LIMIT, Limit, Scope, Usage
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
        for cell in _counted(snapshot):
            used[cell] += 1
        return Usage(used, np.repeat(_limits(queues)[:, None], used.shape[1], axis=1))


def in_day(queue: Queue, policy: Policy, now: datetime, time: datetime) -> bool:
    """True if a time counts: in (now - 24 h, now], or on the queue's calendar day."""
    if queue.daily_limit is not None and queue.daily_limit.period == Period.CALENDAR:
        zone = queue.zone or policy.zone
        return time <= now and time.astimezone(zone).date() == now.astimezone(zone).date()
    return now - DAY < time <= now


def _limits(queues: tuple[Queue, ...]) -> Ints:
    """Limit of each queue; shape: queues."""
    limits = [NO_LIMIT if q.daily_limit is None else q.daily_limit.count for q in queues]
    return np.array(limits, dtype=np.int64)


def _counted(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """(queue, agent) of every assignment that counts."""
    limited = {q.queue_id: place for place, q in enumerate(snapshot.policy.queues) if q.daily_limit}
    for agent_place, agent in enumerate(snapshot.agents):
        for recent in agent.recent:
            if _counts(recent, snapshot, limited):
                yield limited[recent.queue_id], agent_place


def _counts(recent: RecentAssignment, snapshot: Snapshot, limited: Mapping[str, int]) -> bool:
    policy = snapshot.policy
    if recent.queue_id not in limited or recent.came_back:
        return False
    queue = policy.queues[limited[recent.queue_id]]
    return counts(policy.limits.daily_sources, recent.source) and in_day(
        queue, policy, snapshot.now, recent.time
    )


QUEUE_DAILY_LIMIT: Limit = QueueDailyLimit()
