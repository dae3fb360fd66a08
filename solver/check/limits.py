"""What limits leave over at the start of the cycle (L1-L5, S4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from solver.check.staff import NOBODY, Staff
from solver.facts import (
    Agent,
    CountedSources,
    HourlyLimit,
    Period,
    Queue,
    RecentAssignment,
    Source,
)
from solver.units import Bools, Ints, to_hundredths

UNLIMITED = np.iinfo(np.int64).max
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, eq=False)
class Rooms:
    """How much more every agent may get, below 0 where a limit is overrun, or UNLIMITED.

    backlog: without the incumbents of the batch. hourly, cycle: new cases. weight: in
    hundredths, without the incumbents either. All of shape: agents. daily: new cases
    through each queue; shape: queues x agents. held, held_weight: incumbents that use
    backlog, and the weight of all; shape: agents. case_weight: shape: cases.
    """

    backlog: Ints
    hourly: Ints
    cycle: Ints
    weight: Ints
    daily: Ints
    held: Ints
    held_weight: Ints
    case_weight: Ints

    @property
    def backlog_closed(self) -> Bools:
        """Agents who get nothing new: no backlog is left, or their own cases overrun it."""
        closed: Bools = (self.backlog <= 0) | (self.held > self.backlog)
        return closed

    @property
    def weight_closed(self) -> Bools:
        """Agents whose own cases weigh more than they may hold: they get nothing new (L2)."""
        closed: Bools = self.held_weight > np.maximum(self.weight, 0)
        return closed


def rooms_of(staff: Staff) -> Rooms:
    """All rooms of a snapshot."""
    snapshot, agents = staff.snapshot, range(len(staff.snapshot.agents))
    case_weight = np.array([_weight(staff, c.priority, c.effort) for c in snapshot.cases], np.int64)
    owned = np.array([[i, a] for i, a in enumerate(staff.owner) if a != NOBODY], dtype=np.int64)
    case, owner = owned.reshape(-1, 2).T
    daily = [_daily(staff, queue) for queue in snapshot.policy.queues]
    counted = snapshot.policy.limits.backlog_sources == CountedSources.ALL
    return Rooms(
        backlog=_column(_backlog(staff, agent) for agent in agents),
        hourly=_column(_hourly(staff, agent) for agent in agents),
        cycle=_column(_cycle(staff, agent) for agent in agents),
        weight=_column(_weight_left(staff, agent) for agent in agents),
        daily=np.array(daily, dtype=np.int64).reshape(-1, len(agents)),
        held=np.bincount(owner, minlength=len(agents)) * np.int64(counted),
        held_weight=_summed(owner, case_weight[case], len(agents)),
        case_weight=case_weight,
    )


def _column(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _summed(place: Ints, value: Ints, count: int) -> Ints:
    """Sums of the values by place."""
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, place, value)
    return total


def _counts(sources: CountedSources, source: Source) -> bool:
    return sources == CountedSources.ALL or source == Source.ALLOTMENT


def _past(agent: Agent, sources: CountedSources) -> Sequence[RecentAssignment]:
    """Past assignments that count: none that came back (L5)."""
    return [one for one in agent.recent if not one.came_back and _counts(sources, one.source)]


def _backlog(staff: Staff, agent: int) -> int:
    """L1; a bare count tells no sources and counts in full."""
    limits = [one.backlog for one in staff.limits(agent) if one.backlog is not None]
    fact, sources = staff.snapshot.agents[agent], staff.snapshot.policy.limits.backlog_sources
    if not limits:
        return UNLIMITED
    if fact.active_count is not None:
        return min(limits) - fact.active_count
    return min(limits) - sum(_counts(sources, case.source) for case in fact.active_cases)


def _hourly(staff: Staff, agent: int) -> int:
    """L3: the least room of all hourly limits, each with its own window."""
    sources, now = staff.snapshot.policy.limits.hourly_sources, staff.snapshot.now
    past = _past(staff.snapshot.agents[agent], sources)

    def room(limit: HourlyLimit) -> int:
        return limit.count - sum(now - limit.window < one.time <= now for one in past)

    return min((room(one.hourly) for one in staff.limits(agent) if one.hourly), default=UNLIMITED)


def _cycle(staff: Staff, agent: int) -> int:
    """S4."""
    limits = (one.per_cycle for one in staff.limits(agent) if one.per_cycle is not None)
    return min(limits, default=UNLIMITED)


def _daily(staff: Staff, queue: Queue) -> Ints:
    """L4; shape: agents."""
    snapshot, limit = staff.snapshot, queue.daily_limit
    room = np.full(len(snapshot.agents), UNLIMITED, dtype=np.int64)
    if limit is None:
        return room
    sources = snapshot.policy.limits.daily_sources
    for place, agent in enumerate(snapshot.agents):
        mine = (one for one in _past(agent, sources) if one.queue_id == queue.queue_id)
        room[place] = limit.count - sum(_same_day(staff, queue, one.time) for one in mine)
    return room


def _same_day(staff: Staff, queue: Queue, time: datetime) -> bool:
    """The last 24 hours, or the calendar day in the queue's zone, else the policy's."""
    now = staff.snapshot.now
    if queue.daily_limit is not None and queue.daily_limit.period == Period.CALENDAR:
        zone = queue.zone or staff.snapshot.policy.zone
        return time <= now and time.astimezone(zone).date() == now.astimezone(zone).date()
    return now - DAY < time <= now


def _weight_left(staff: Staff, agent: int) -> int:
    """L2, on only where it is set; a load that was sent stands in for single cases."""
    set_ = [one.hard_capacity for one in staff.limits(agent) if one.hard_capacity is not None]
    if not set_:
        return UNLIMITED
    fact = staff.snapshot.agents[agent]
    if fact.active_load is not None:
        used = to_hundredths(fact.active_load)
    else:
        used = sum(_weight(staff, case.priority, case.effort) for case in fact.active_cases)
    return to_hundredths(min(set_)) - used


def _weight(staff: Staff, priority: str, effort: float) -> int:
    """Priority weight x effort in hundredths, each case rounded by itself."""
    return to_hundredths(staff.weights[staff.priority(priority)] * effort)
