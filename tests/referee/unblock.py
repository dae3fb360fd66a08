"""When a waiting case could go to somebody, if nothing else happens (V4).

Per pair the latest over its reasons, per case the earliest over its pairs. An end that
nobody knows lies anywhere from now on: the earliest is unknown where it could be that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from math import inf

from allotment.v1 import explanation_pb2 as why
from allotment.v1.agent_pb2 import CAME_BACK_DECLINED, CAME_BACK_UNSPECIFIED, RecentAssignment
from allotment.v1.case_pb2 import Case, Requirement
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.queue_pb2 import DailyLimit, Queue
from tests.referee import availability, rooms, weighing
from tests.referee.ahead import lasts, steps
from tests.referee.hours import lasts as is_absent
from tests.referee.moments import HOUR, length, moment, wall_clock
from tests.referee.requirements import lacking
from tests.referee.snapshot import Snapshot

DAYS_AHEAD = 28
DAY = 24 * HOUR


@dataclass(frozen=True)
class End:
    """Not before `first`, not after `last`; both inf: never."""

    first: float
    last: float

    @property
    def known(self) -> float | None:
        return self.first if self.first == self.last < inf else None


def at(moment_: float) -> End:
    return End(moment_, moment_)


UNKNOWN = End(-inf, inf)
NEVER = at(inf)


def latest(ends: Iterable[End]) -> End:
    rows = list(ends)
    return End(max(each.first for each in rows), max(each.last for each in rows))


def earliest(ends: Iterable[End]) -> End:
    rows = list(ends)
    return End(
        min((each.first for each in rows), default=inf),
        min((each.last for each in rows), default=inf),
    )


class Unblock:
    """Ends of the refusals of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._hours = cache(self._next_hours)

    def of(self, reason: PairReason.ValueType, case: Case, agent: str, queue: Queue) -> End:
        """When one reason of a pair in a queue ends by itself."""
        by_case = {
            why.PAIR_REASON_MISSING_SKILL: Requirement.KIND_SKILL,
            why.PAIR_REASON_MISSING_ATTRIBUTE: Requirement.KIND_ATTRIBUTE,
        }
        if reason in by_case:
            return self._widened(case, agent, queue, by_case[reason])
        ends: dict[PairReason.ValueType, Callable[[], End]] = {
            why.PAIR_REASON_BELOW_MIN_FIT: lambda: self._waived(case, queue),
            why.PAIR_REASON_DECLINED_RECENTLY: lambda: self._cooled(case, agent, declined=True),
            why.PAIR_REASON_TRIED_RECENTLY: lambda: self._cooled(case, agent, declined=False),
            why.PAIR_REASON_OUT_OF_OFFICE: lambda: self._back(agent),
            why.PAIR_REASON_OUTSIDE_ASSIGNMENT_HOURS: lambda: self._hours(agent, queue.hours),
            why.PAIR_REASON_OUTSIDE_WORKING_HOURS: lambda: self._hours(agent, queue.hours),
            why.PAIR_REASON_SHIFT_TOO_SHORT: lambda: self._hours(agent, queue.hours),
            why.PAIR_REASON_ON_BREAK: lambda: self._break_over(agent),
            why.PAIR_REASON_PRESENCE_OFFLINE: lambda: UNKNOWN,
            why.PAIR_REASON_WEIGHTED_CAPACITY: lambda: self._lighter(case, agent),
            why.PAIR_REASON_BACKLOG_LIMIT: lambda: self._fewer(agent),
            why.PAIR_REASON_HOURLY_LIMIT: lambda: self._hourly(agent),
            why.PAIR_REASON_QUEUE_DAILY_LIMIT: lambda: self._daily(agent, queue),
        }
        return ends[reason]() if reason in ends else NEVER

    def _widened(
        self, case: Case, agent: str, queue: Queue, kind: Requirement.Kind.ValueType
    ) -> End:
        """When all that he lacks is dropped (Q12)."""
        rows = lacking(self.snapshot, case, queue, self.snapshot.agents[agent])
        return latest(
            at(moment(case.created_time) + length(row.widen_after))
            if row.HasField("widen_after")
            else NEVER
            for row in rows
            if row.kind == kind
        )

    def _waived(self, case: Case, queue: Queue) -> End:
        if not queue.HasField("min_fit_wait"):
            return NEVER
        return at(moment(case.created_time) + length(queue.min_fit_wait))

    def _cooled(self, case: Case, agent: str, *, declined: bool) -> End:
        """After the last cool-down of its kind (R4)."""
        policy = self.snapshot.policy
        cooldown = length(policy.cooldown) if policy.HasField("cooldown") else 8 * HOUR
        return latest(
            at(came_back(row) + cooldown)
            for row in self.snapshot.agents[agent].recent_assignments
            if row.case_id == case.case_id
            and row.came_back != CAME_BACK_UNSPECIFIED
            and (row.came_back == CAME_BACK_DECLINED) == declined
        )

    def _back(self, agent: str) -> End:
        """At the end of all absences that overlap or follow on one another."""
        back, rows = self.snapshot.now, self.snapshot.absences_of(agent)
        while away := [row for row in rows if is_absent(row, back)]:
            if not all(row.HasField("end_time") for row in away):
                return UNKNOWN
            back = max(moment(row.end_time) for row in away)
        return at(back)

    def _next_hours(self, agent: str, kind: Queue.Hours.ValueType) -> End:
        """When all hours that decide run, with enough time left."""
        hours = [cache(each) for each in availability.deciding(self.snapshot, agent, kind)]
        now = self.snapshot.now
        for start in (now, *steps(self.snapshot, now, DAYS_AHEAD * DAY)):
            if all(lasts(self.snapshot, each, start) for each in hours):
                return at(start)
        return UNKNOWN

    def _break_over(self, agent: str) -> End:
        now = self.snapshot.now
        for start in steps(self.snapshot, now, DAYS_AHEAD * DAY):
            if not availability.on_break(self.snapshot, agent, start):
                return at(start)
        return UNKNOWN

    def _lighter(self, case: Case, agent: str) -> End:
        """Nobody knows when he is done with what he holds; never, if the case alone is too much."""
        most = weighing.limit(self.snapshot, agent)
        heavy = most is not None and weighing.of_pair(self.snapshot, case, agent) > most
        return NEVER if heavy else UNKNOWN

    def _fewer(self, agent: str) -> End:
        limits = [row.backlog for row in self.snapshot.limits_of(agent) if row.HasField("backlog")]
        return NEVER if min(limits) == 0 else UNKNOWN

    def _hourly(self, agent: str) -> End:
        """When one more fits under every limit (L3)."""
        ends = []
        for limits in self.snapshot.limits_of(agent):
            if limits.HasField("hourly"):
                window = rooms.hourly_window(limits.hourly)
                times = rooms.hourly_times(self.snapshot, agent, window)
                ends.append(room_again(times, window, limits.hourly.count))
        return latest(ends)

    def _daily(self, agent: str, queue: Queue) -> End:
        """When one more fits, or the queue's next day begins (L4)."""
        times = rooms.daily_times(self.snapshot, agent, queue)
        if queue.daily_limit.count == 0:
            return NEVER
        if queue.daily_limit.period != DailyLimit.PERIOD_CALENDAR:
            return room_again(times, DAY, queue.daily_limit.count)
        zone = queue.time_zone or self.snapshot.policy.time_zone or "UTC"
        today = wall_clock(self.snapshot.now, zone).date()
        starts = steps(self.snapshot, self.snapshot.now, 2 * DAY)
        return at(next(each for each in starts if wall_clock(each, zone).date() > today))


def came_back(row: RecentAssignment) -> int:
    return moment(row.came_back_time if row.HasField("came_back_time") else row.time)


def room_again(times: list[int], window: int, count: int) -> End:
    """When so many have left the window that one more fits; at once where one does."""
    if count == 0:
        return NEVER
    over = len(times) - count
    return at(sorted(times)[over] + window) if over >= 0 else End(-inf, -inf)
