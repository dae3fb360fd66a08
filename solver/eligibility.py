"""Who may take what, kept factored: signatures x agents, and a sparse list of pairs (04 section 4).

A signature stands for all (case, queue) entries that every rule treats alike.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from solver.arrays import alike
from solver.factors import SparsePairs
from solver.facts import Snapshot
from solver.owners import Owners
from solver.reasons import Reason
from solver.rules import (
    NO_LIMIT,
    EntryMask,
    Filter,
    Limit,
    Memberships,
    PairList,
    Rulebook,
    Scope,
    Usage,
    WeightedUsage,
)
from solver.rules.kinds import (
    is_agent_filter,
    is_entry_filter,
    is_pair_filter,
    is_queue_filter,
)
from solver.units import Bools, Indexes, Ints
from solver.weighted import light_enough, too_heavy, weighed


@dataclass(frozen=True, slots=True, eq=False)
class CountedLimit:
    """A limit of this snapshot with what it has counted."""

    reason: Reason
    scope: Scope
    usage: Usage


@dataclass(frozen=True, slots=True, eq=False)
class Eligibility:
    """All refusals as masks of reason bits; 0 = allowed.

    signature: of each entry of `memberships`. refused: what holds for every entry of
    the signature; shape: signatures x agents. exceptions: further bits of single pairs.
    scored: the pairs that the caller scored, None where that is no condition.
    weighted: weighted capacity, None where nobody has any.
    """

    memberships: Memberships
    signature: Indexes
    refused: Ints
    exceptions: SparsePairs
    scored: SparsePairs | None
    limits: tuple[CountedLimit, ...]
    weighted: WeightedUsage | None

    def shared_masks(self, entry: Ints | Indexes, agent: Ints | Indexes) -> Ints:
        """Refusals of the entries' signatures; a designated agent needs no bucket (Q13)."""
        masks = self.refused[self.signature[entry], agent]
        chosen = self.is_designated(entry, agent)
        return np.where(chosen, masks & ~Reason.NOT_IN_QUEUE.bit, masks)

    def masks(self, case: Indexes, agent: Indexes, entry: Ints | Indexes) -> Ints:
        """All refusals of single (case, agent, entry), but for the least quality (Q7)."""
        return self.shared_masks(entry, agent) | self.pair_masks(case, agent)

    def pair_masks(self, case: Indexes, agent: Indexes) -> Ints:
        """What refuses single pairs in every queue: cool-downs, and scores that are not there."""
        listed, bits = self.exceptions.find(case, agent)
        masks: Ints = np.where(listed, bits, 0)
        if self.scored is None:
            return masks
        scored, _ = self.scored.find(case, agent)
        return masks | np.where(scored, 0, Reason.NOT_SCORED.bit)

    def is_designated(self, entry: Ints | Indexes, agent: Ints | Indexes) -> Bools:
        """True where the agent is bucket 1 of the case, through one of its home queues."""
        members = self.memberships
        chosen: Bools = members.designated[members.case[entry]] == agent
        return chosen & members.is_home(entry)

    def room(self, scope: Scope, shape: tuple[int, ...]) -> Ints:
        """What all limits of a scope leave over: the lowest wins (L5)."""
        rooms = (limit.usage.room for limit in self.limits if limit.scope == scope)
        least: Ints = reduce(np.minimum, rooms, np.full(shape, NO_LIMIT, dtype=np.int64))
        return least


def eligibility(snapshot: Snapshot, rulebook: Rulebook, owners: Owners) -> Eligibility:
    """Applies every rule once and keeps what each refuses."""
    memberships = rulebook.memberships(snapshot)
    held = owners.held(len(snapshot.agents))
    limits = tuple(_counted(limit, snapshot) for limit in rulebook.limits)
    by_queue = _by_queue(memberships, rulebook.filters, limits, held, snapshot)
    masks = [
        (rule.reason, rule.entries(snapshot, memberships))
        for rule in rulebook.filters
        if is_entry_filter(rule)
    ]
    weighted = weighed(rulebook.weighted_limit, snapshot)
    if rulebook.weighted_limit and weighted:
        mask = light_enough(weighted, memberships, owners)
        masks.append((rulebook.weighted_limit.reason, mask))
    columns = [memberships.queue, *(mask.profile for _, mask in masks)]
    first, signature = alike(columns)
    return Eligibility(
        memberships,
        signature.astype(np.int32),
        _by_signature(by_queue, np.stack(columns)[:, first], masks),
        _exceptions(rulebook.filters, snapshot, weighted),
        _scored(rulebook.scored_pairs(snapshot), len(snapshot.agents)),
        limits,
        weighted,
    )


def _counted(limit: Limit, snapshot: Snapshot) -> CountedLimit:
    return CountedLimit(limit.reason, limit.scope, limit.usage(snapshot))


def _by_queue(
    memberships: Memberships,
    filters: tuple[Filter, ...],
    limits: tuple[CountedLimit, ...],
    held: Ints,
    snapshot: Snapshot,
) -> Ints:
    """Refusals that depend on the queue and the agent alone; shape: queues x agents."""
    refused = np.where(memberships.bucket < 0, Reason.NOT_IN_QUEUE.bit, 0).astype(np.int64)
    for rule in filters:
        refused |= _bits(rule, snapshot)
    for limit in limits:
        refused |= np.where(_has_room(limit, held), 0, limit.reason.bit)
    return refused


def _bits(rule: Filter, snapshot: Snapshot) -> "Ints | int":
    """The rule's bit where it refuses; shape: agents or queues x agents."""
    if is_agent_filter(rule):
        return np.where(rule.agents(snapshot), 0, rule.reason.bit)
    if is_queue_filter(rule):
        return np.where(rule.queue_agents(snapshot), 0, rule.reason.bit)
    return 0


def _has_room(limit: CountedLimit, held: Ints) -> Bools:
    """False where nothing is left, or an owner holds more than his backlog allows already."""
    room = limit.usage.room
    return (room > 0) & (room >= held) if limit.scope == Scope.BACKLOG else room > 0


def _by_signature(by_queue: Ints, distinct: Indexes, masks: list[tuple[Reason, EntryMask]]) -> Ints:
    """Refusals of every signature; shape: signatures x agents."""
    refused: Ints = by_queue[distinct[0]]
    for row, (reason, mask) in enumerate(masks, start=1):
        refused = refused | np.where(mask.allowed[distinct[row]], 0, reason.bit)
    return refused


def _exceptions(
    filters: tuple[Filter, ...], snapshot: Snapshot, weighted: WeightedUsage | None
) -> SparsePairs:
    """Bits of single pairs, one entry per pair."""
    agent_count = len(snapshot.agents)
    rules = [rule for rule in filters if is_pair_filter(rule)]
    lists = [(rule.refused(snapshot), rule.reason.bit) for rule in rules]
    if weighted is not None:
        lists.append((too_heavy(weighted), Reason.WEIGHTED_CAPACITY.bit))
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
