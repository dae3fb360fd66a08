"""Rules with one limit raised for one agent."""

from dataclasses import dataclass, replace

from solver.facts import Snapshot
from solver.reasons import Reason
from solver.rules import (
    NO_LIMIT,
    Limit,
    Rulebook,
    Scope,
    Usage,
    WeightedLimit,
    WeightedUsage,
)
from solver.units import Ints

UNIT = 100
"""Weight of one unit of effort (L2)."""


@dataclass(frozen=True, slots=True)
class RaisedLimit:
    """A counting limit that allows one agent more."""

    inner: Limit
    agent: int
    queue: int
    amount: int

    @property
    def reason(self) -> Reason:
        """As it was."""
        return self.inner.reason

    @property
    def scope(self) -> Scope:
        """As it was."""
        return self.inner.scope

    def usage(self, snapshot: Snapshot) -> Usage:
        """As it was, but for one place."""
        usage = self.inner.usage(snapshot)
        limit = usage.limit.copy()
        place = (self.queue, self.agent) if self.scope == Scope.QUEUE else (self.agent,)
        if limit[place] != NO_LIMIT:
            limit[place] += self.amount
        return Usage(usage.used, limit)


@dataclass(frozen=True, slots=True)
class RaisedWeight:
    """Weighted capacity that allows one agent more units of effort."""

    inner: WeightedLimit
    agent: int
    amount: int

    @property
    def reason(self) -> Reason:
        """As it was."""
        return self.inner.reason

    def limits(self, snapshot: Snapshot) -> Ints:
        """As they were, but for one agent."""
        limits = self.inner.limits(snapshot).copy()
        limits[self.agent] += self.amount * UNIT
        return limits

    def usage(self, snapshot: Snapshot) -> WeightedUsage:
        """As it was, but for one agent."""
        return replace(self.inner.usage(snapshot), limit=self.limits(snapshot))


def raised(rulebook: Rulebook, reason: Reason, agent: int, queue: int, amount: int) -> Rulebook:
    """The rules with the limit of a reason raised for one agent."""
    limits = tuple(
        RaisedLimit(limit, agent, queue, amount) if limit.reason == reason else limit
        for limit in rulebook.limits
    )
    weighted = rulebook.weighted_limit
    if weighted is not None and weighted.reason == reason:
        weighted = RaisedWeight(weighted, agent, amount)
    return rulebook.with_limits(limits, weighted)
