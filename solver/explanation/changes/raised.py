"""Rules with one limit raised for one agent."""

from dataclasses import dataclass, replace

import numpy as np

from solver.facts import Snapshot
from solver.reasons import Reason
from solver.rules import (
    NO_LIMIT,
    Filter,
    FitFacts,
    Limit,
    Memberships,
    PairList,
    PillarMeans,
    Rotation,
    Rulebook,
    Scope,
    Usage,
    WeightedLimit,
    WeightedUsage,
)
from solver.units import Ints
from solver.urgency import Urgency

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

    def usage(self, snapshot: Snapshot) -> WeightedUsage:
        """As it was, but for one agent."""
        usage = self.inner.usage(snapshot)
        more = np.where(np.arange(len(usage.limit)) == self.agent, self.amount * UNIT, 0)
        return replace(usage, limit=usage.limit + more)


@dataclass(frozen=True, slots=True)
class RaisedRules:
    """All rules as they were, but for the limits."""

    inner: Rulebook
    limits: tuple[Limit, ...]
    weighted_limit: WeightedLimit | None

    @property
    def filters(self) -> tuple[Filter, ...]:
        """As they were."""
        return self.inner.filters

    def memberships(self, snapshot: Snapshot) -> Memberships:
        """As they were."""
        return self.inner.memberships(snapshot)

    def rotation(self, snapshot: Snapshot, memberships: Memberships) -> Rotation:
        """As it was."""
        return self.inner.rotation(snapshot, memberships)

    def least_quality(self, snapshot: Snapshot, memberships: Memberships) -> Ints:
        """As it was."""
        return self.inner.least_quality(snapshot, memberships)

    def urgency(self, snapshot: Snapshot) -> Urgency:
        """As it was."""
        return self.inner.urgency(snapshot)

    def fit_facts(self, snapshot: Snapshot) -> FitFacts:
        """As they were."""
        return self.inner.fit_facts(snapshot)

    def would_be(
        self,
        snapshot: Snapshot,
        facts: FitFacts,
        case: int,
        agent: int,
        reasons: frozenset[Reason],
    ) -> FitFacts:
        """As they were."""
        return self.inner.would_be(snapshot, facts, case, agent, reasons)

    def discounts(self, snapshot: Snapshot, facts: FitFacts, means: PillarMeans) -> Ints:
        """As they were."""
        return self.inner.discounts(snapshot, facts, means)

    def scored_pairs(self, snapshot: Snapshot) -> PairList | None:
        """As they were."""
        return self.inner.scored_pairs(snapshot)


def raised(rulebook: Rulebook, reason: Reason, agent: int, queue: int, amount: int) -> Rulebook:
    """The rules with the limit of a reason raised for one agent."""
    limits = tuple(
        RaisedLimit(limit, agent, queue, amount) if limit.reason == reason else limit
        for limit in rulebook.limits
    )
    weighted = rulebook.weighted_limit
    if weighted is not None and weighted.reason == reason:
        weighted = RaisedWeight(weighted, agent, amount)
    return RaisedRules(rulebook, limits, weighted)
