"""The limits that hold for each agent, and what counts against them (L1, L5)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import numpy as np

from solver.facts import Agent, CountedSources, Limits, Snapshot, Source
from solver.members import teams_of
from solver.moments import micros
from solver.once import once
from solver.rules import NEVER, NO_LIMIT, UNKNOWN, Usage


@once
def limits_in_force(snapshot: Snapshot) -> tuple[tuple[Limits, ...], ...]:
    """Limits of each agent: the policy's, his teams', his own."""
    everybody = snapshot.policy.limits.limits
    return tuple(
        (everybody, *(team.limits for team in teams), agent.limits)
        for agent, teams in zip(snapshot.agents, teams_of(snapshot), strict=True)
    )


def lowest(limits: Iterable[int | None]) -> int:
    """The lowest limit that is set, or NO_LIMIT (L5)."""
    return min((limit for limit in limits if limit is not None), default=NO_LIMIT)


def counts(sources: CountedSources, source: Source) -> bool:
    """True if an assignment of this source counts (L5)."""
    return sources == CountedSources.ALL or source == Source.ALLOTMENT


@once
def backlog_usage(snapshot: Snapshot) -> Usage:
    """Cases held now against the lowest backlog limit (L1); shape: agents."""
    sources = snapshot.policy.limits.backlog_sources
    used = [_held(agent, sources) for agent in snapshot.agents]
    limit = [lowest(one.backlog for one in limits) for limits in limits_in_force(snapshot)]
    return Usage(np.array(used, dtype=np.int64), np.array(limit, dtype=np.int64))


def _held(agent: Agent, sources: CountedSources) -> int:
    """Cases held; a bare count has no sources and counts in full: no limit is lost over it."""
    if agent.active_count is not None:
        return agent.active_count
    return sum(counts(sources, case.source) for case in agent.active_cases)


def room_again(times: Sequence[datetime], window: timedelta, limit: int) -> int:
    """When so many of the times have left the window that one more fits, in UTC microseconds.

    times: those inside the window now. A time leaves a window later. NEVER under a limit
    of 0; UNKNOWN where there is room already.
    """
    if limit == 0:
        return NEVER
    too_many = len(times) - limit
    return micros(sorted(times)[too_many] + window) if too_many >= 0 else UNKNOWN
