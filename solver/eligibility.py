"""Who may take what, kept factored: queues x agents, and a sparse list of pairs (04 section 4)."""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from solver.factors import SparsePairs
from solver.facts import Snapshot
from solver.reasons import Reason
from solver.rules import (
    NO_LIMIT,
    AgentFilter,
    Filter,
    Limit,
    Memberships,
    PairFilter,
    PairList,
    QueueFilter,
    Rulebook,
    Scope,
    Usage,
)
from solver.units import Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class CountedLimit:
    """A limit of this snapshot with what it has counted."""

    reason: Reason
    scope: Scope
    usage: Usage


@dataclass(frozen=True, slots=True, eq=False)
class Eligibility:
    """All refusals as masks of reason bits; 0 = allowed.

    refused: what holds for every case of the queue; shape: queues x agents.
    exceptions: further bits of single pairs. scored: the pairs that the caller
    scored, None where that is no condition.
    """

    memberships: Memberships
    refused: Ints
    exceptions: SparsePairs
    scored: SparsePairs | None
    limits: tuple[CountedLimit, ...]

    def masks(self, case: Indexes, agent: Indexes, queue: Indexes) -> Ints:
        """All refusals of single (case, agent, queue)."""
        listed, bits = self.exceptions.find(case, agent)
        masks = self.refused[queue, agent] | np.where(listed, bits, 0)
        if self.scored is not None:
            scored, _ = self.scored.find(case, agent)
            masks = masks | np.where(scored, 0, Reason.NOT_SCORED.bit)
        return masks

    def room(self, scope: Scope, shape: tuple[int, ...]) -> Ints:
        """What all limits of a scope leave over: the lowest wins (L5)."""
        rooms = (limit.usage.room for limit in self.limits if limit.scope == scope)
        least: Ints = reduce(np.minimum, rooms, np.full(shape, NO_LIMIT, dtype=np.int64))
        return least


def eligibility(snapshot: Snapshot, rulebook: Rulebook) -> Eligibility:
    """Applies every rule once and keeps what each refuses."""
    memberships = rulebook.memberships(snapshot)
    agent_count = len(snapshot.agents)
    limits = tuple(_counted(limit, snapshot) for limit in rulebook.limits)
    refused = np.where(memberships.bucket < 0, Reason.NOT_IN_QUEUE.bit, 0).astype(np.int64)
    for rule in rulebook.filters:
        refused |= _bits(rule, snapshot)
    for limit in limits:
        refused |= np.where(limit.usage.room > 0, 0, limit.reason.bit)
    pair_rules = [rule for rule in rulebook.filters if isinstance(rule, PairFilter)]
    return Eligibility(
        memberships,
        refused,
        _exceptions(pair_rules, snapshot),
        _scored(rulebook.scored_pairs(snapshot), agent_count),
        limits,
    )


def _counted(limit: Limit, snapshot: Snapshot) -> CountedLimit:
    return CountedLimit(limit.reason, limit.scope, limit.usage(snapshot))


def _bits(rule: Filter, snapshot: Snapshot) -> "Ints | int":
    """The rule's bit where it refuses; shape: agents or queues x agents."""
    if isinstance(rule, AgentFilter):
        return np.where(rule.agents(snapshot), 0, rule.reason.bit)
    if isinstance(rule, QueueFilter):
        return np.where(rule.queue_agents(snapshot), 0, rule.reason.bit)
    return 0


def _exceptions(rules: list[PairFilter], snapshot: Snapshot) -> SparsePairs:
    """Bits of single pairs, one entry per pair."""
    agent_count = len(snapshot.agents)
    lists = [(rule.refused(snapshot), rule.reason.bit) for rule in rules]
    keys = [pair_keys(pairs, agent_count) for pairs, _ in lists]
    bits = [np.full(len(pairs.case), bit, dtype=np.int64) for pairs, bit in lists]
    key, place = np.unique(np.concatenate([*keys, _NONE]), return_inverse=True)
    value = np.zeros(len(key), dtype=np.int64)
    np.bitwise_or.at(value, place, np.concatenate([*bits, _NONE]))
    return SparsePairs(key, value, agent_count)


def _scored(pairs: PairList | None, agent_count: int) -> SparsePairs | None:
    if pairs is None:
        return None
    key = pair_keys(pairs, agent_count)
    return SparsePairs(key, np.zeros(len(key), dtype=np.int64), agent_count)


def pair_keys(pairs: PairList, agent_count: int) -> Ints:
    """The key of each pair in `SparsePairs`."""
    keys: Ints = pairs.case.astype(np.int64) * agent_count + pairs.agent
    return keys


_NONE = np.zeros(0, dtype=np.int64)
