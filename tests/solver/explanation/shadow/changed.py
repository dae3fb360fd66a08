"""Snapshots and rules with one more of something, for new solves."""

from dataclasses import dataclass, replace

from server.wiring import Rules
from solver.compile import Compiled
from solver.explanation.changes.applied import with_skill
from solver.facts import Snapshot
from solver.problem import OFF
from solver.reasons import Reason
from solver.rules import (
    NO_LIMIT,
    FitFacts,
    Limit,
    PillarMeans,
    Scope,
    Usage,
    WeightedLimit,
    WeightedUsage,
)
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class MoreRoom:
    """A limit with room for one case more of an agent than there is."""

    inner: Limit
    agent: int

    @property
    def reason(self) -> Reason:
        """As it was."""
        return self.inner.reason

    @property
    def scope(self) -> Scope:
        """As it was."""
        return self.inner.scope

    def usage(self, snapshot: Snapshot) -> Usage:
        """One more than there is."""
        usage = self.inner.usage(snapshot)
        limit = usage.limit.copy()
        if limit[self.agent] != NO_LIMIT:
            limit[self.agent] = usage.used[self.agent] + usage.room[self.agent] + 1
        return Usage(usage.used, limit)


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """A limit that leaves all agents from one on alone, but for the cycle: there it lets one of
    them have a single case, and the others none."""

    inner: Limit
    first: int
    chosen: int

    @property
    def reason(self) -> Reason:
        """As it was."""
        return self.inner.reason

    @property
    def scope(self) -> Scope:
        """As it was."""
        return self.inner.scope

    def usage(self, snapshot: Snapshot) -> Usage:
        """Used as it was."""
        usage = self.inner.usage(snapshot)
        limit = usage.limit.copy()
        limit[..., self.first :] = NO_LIMIT
        if self.reason == Reason.CYCLE_LIMIT:
            limit[self.first :] = usage.used[self.first :]
            limit[self.chosen] += 1
        return Usage(usage.used, limit)


@dataclass(frozen=True, slots=True)
class SameFits(Rules):
    """Fits and discounts of another compile."""

    known: Compiled | None = None

    def fit_facts(self, snapshot: Snapshot) -> FitFacts:
        """As they were."""
        assert self.known is not None
        return self.known.facts

    def discounts(self, snapshot: Snapshot, facts: FitFacts, means: PillarMeans) -> Ints:
        """As they were."""
        assert self.known is not None
        return self.known.problem.discount


def roomier(rules: SameFits, agent: int, scopes: set[Scope]) -> SameFits:
    """With room for one case more."""
    limits = tuple(
        MoreRoom(limit, agent) if limit.scope in scopes else limit for limit in rules.limits
    )
    return replace(rules, limits=limits)


@dataclass(frozen=True, slots=True)
class AnyWeight:
    """Weighted capacity that leaves all agents from one on alone."""

    inner: WeightedLimit
    first: int

    @property
    def reason(self) -> Reason:
        """As it was."""
        return self.inner.reason

    def limits(self, snapshot: Snapshot) -> Ints:
        """Off from one agent on."""
        limits = self.inner.limits(snapshot).copy()
        limits[self.first :] = OFF
        return limits

    def usage(self, snapshot: Snapshot) -> WeightedUsage:
        """Used as it was."""
        return replace(self.inner.usage(snapshot), limit=self.limits(snapshot))


def skilled(snapshot: Snapshot, agent: int, skill: str, level: int) -> Snapshot:
    """One agent with it."""
    agents = list(snapshot.agents)
    agents[agent] = with_skill(agents[agent], skill, level)
    return replace(snapshot, agents=tuple(agents))
