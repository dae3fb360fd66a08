"""What limits leave over at the start of the cycle (L1-L5, S4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from solver.check.staff import NOBODY, Staff
from solver.facts import (
    Agent,
    CountedSources,
    DenseEfforts,
    HourlyLimit,
    Period,
    Queue,
    RecentAssignment,
    Source,
    SparseEfforts,
)
from solver.units import Bools, Ints, to_hundredths

UNLIMITED = np.iinfo(np.int64).max
DAY = timedelta(hours=24)


class Weights:
    """w(i, a) in hundredths: priority weight x effort, by the case or as sent for the pair."""

    def __init__(self, staff: Staff) -> None:
        snapshot = staff.snapshot
        self._efforts = snapshot.efforts
        self._agents = len(snapshot.agents)
        levels = [staff.weights[staff.priority(case.priority)] for case in snapshot.cases]
        self._level = np.array(levels, dtype=np.float64)
        own = [_weight(staff, case.priority, case.effort) for case in snapshot.cases]
        self._case = np.array(own, dtype=np.int64)

    def row(self, case: int) -> Ints:
        """Of one case with everybody; shape: agents."""
        row = np.full(self._agents, self._case[case])
        if isinstance(self._efforts, DenseEfforts):
            return self._weigh(case, self._efforts.effort[case])
        if isinstance(self._efforts, SparseEfforts):
            listed = np.flatnonzero(self._efforts.case == case)
            row[self._efforts.agent[listed]] = self._weigh(case, self._efforts.effort[listed])
        return row

    def of_pairs(self, case: Ints, agent: Ints) -> Ints:
        """Of some pairs."""
        if self._efforts is None:
            weights: Ints = self._case[case]
            return weights
        pairs = zip(case.tolist(), agent.tolist(), strict=True)
        return np.array([self.row(i)[a] for i, a in pairs], dtype=np.int64)

    def _weigh(self, case: int, effort: NDArray[np.float32]) -> Ints:
        """Each rounded by itself, halves to the even neighbour."""
        weight: Ints = np.rint(self._level[case] * effort.astype(np.float64) * 100).astype(np.int64)
        return weight


@dataclass(frozen=True, slots=True, eq=False)
class Rooms:
    """How much more every agent may get, below 0 where a limit is overrun, or UNLIMITED.

    backlog: without the incumbents of the batch. hourly, cycle: new cases. weight: in
    hundredths, without the incumbents either. All of shape: agents. daily: new cases
    through each queue; shape: queues x agents. held, held_weight: incumbents that use
    backlog, and the weight of all; shape: agents. weights: of the cases.
    """

    backlog: Ints
    hourly: Ints
    cycle: Ints
    weight: Ints
    daily: Ints
    held: Ints
    held_weight: Ints
    weights: Weights

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
    weights = Weights(staff)
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
        held_weight=_summed(owner, weights.of_pairs(case, owner), len(agents)),
        weights=weights,
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
