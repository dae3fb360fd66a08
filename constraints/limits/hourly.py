"""Hourly limit: how many new cases in a rolling window of hours (L3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from solver.facts import Agent, CountedSources, Limits, Snapshot
from solver.limits import counts, limits_in_force, room_again
from solver.reasons import Reason
from solver.rules import NO_LIMIT, UNKNOWN, Limit, Scope, Usage
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class HourlyLimits:
    """Counts the assignments of the window, without those that came back (L5)."""

    reason: Reason = Reason.HOURLY_LIMIT
    scope: Scope = Scope.NEW

    def usage(self, snapshot: Snapshot) -> Usage:
        """Used and allowed under the limit with the least room; shape: agents."""
        sources = snapshot.policy.limits.hourly_sources
        pairs = [
            tightest(limits, snapshot.now, counted_times(agent, sources))
            for agent, limits in zip(snapshot.agents, limits_in_force(snapshot), strict=True)
        ]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return Usage(used=table[:, 0], limit=table[:, 1])

    def unblock(self, snapshot: Snapshot) -> Ints:
        """When one more fits under every limit (V4); shape: agents."""
        sources = snapshot.policy.limits.hourly_sources
        ends = [
            room_for_all(limits, snapshot.now, counted_times(agent, sources))
            for agent, limits in zip(snapshot.agents, limits_in_force(snapshot), strict=True)
        ]
        return np.array(ends, dtype=np.int64)


def counted_times(agent: Agent, sources: CountedSources) -> tuple[datetime, ...]:
    """When the agent got the assignments that count."""
    return tuple(
        recent.time
        for recent in agent.recent
        if not recent.came_back and counts(sources, recent.source)
    )


def tightest(limits: Sequence[Limits], now: datetime, times: Sequence[datetime]) -> tuple[int, int]:
    """(used, limit) of the limit with the least room or the most overrun, then the smaller (L5)."""
    hourly = [one.hourly for one in limits if one.hourly is not None]
    pairs = [(len(within(limit.window, now, times)), limit.count) for limit in hourly]
    return min(pairs, key=lambda pair: (pair[1] - pair[0], pair[1]), default=(0, NO_LIMIT))


def room_for_all(limits: Sequence[Limits], now: datetime, times: Sequence[datetime]) -> int:
    """When one more fits under each limit, in UTC microseconds; UNKNOWN if it does now."""
    hourly = [one.hourly for one in limits if one.hourly is not None]
    ends = [room_again(within(each.window, now, times), each.window, each.count) for each in hourly]
    return max(ends, default=UNKNOWN)


def within(window: timedelta, now: datetime, times: Sequence[datetime]) -> list[datetime]:
    """The times in (now - window, now]."""
    return [time for time in times if now - window < time <= now]


HOURLY_LIMIT: Limit = HourlyLimits()
