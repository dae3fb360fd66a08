"""Weighted capacity over entries and agents (L2), kept factored.

Cases of which some pair has a weight of its own (S13) are left out of the factors: their
refusals are exceptions.
"""

import numpy as np

from solver.facts import Snapshot
from solver.owners import Owners
from solver.problem import OFF
from solver.rules import EntryMask, Memberships, PairList, WeightedLimit, WeightedUsage
from solver.units import Indexes, Ints

BLOCK_PAIRS = 1_000_000
"""Pairs that are weighed at a time."""


def weighed(limit: WeightedLimit | None, snapshot: Snapshot) -> WeightedUsage | None:
    """Weighted capacity, if anybody has any."""
    if limit is None or (limit.limits(snapshot) == OFF).all():
        return None
    return limit.usage(snapshot)


def light_enough(weighted: WeightedUsage, memberships: Memberships, owners: Owners) -> EntryMask:
    """True where a case alone weighs no more than is left of the agent's capacity.

    False also where an owner holds more than that already.
    """
    mask = _within(weighted.room, _shared_weight(weighted), memberships)
    return EntryMask(mask.profile, mask.allowed & (held_weight(weighted, owners) <= weighted.room))


def ever_light_enough(weighted: WeightedUsage, memberships: Memberships) -> EntryMask:
    """True where a case alone weighs no more than the agent may ever hold."""
    return _within(weighted.limit, _shared_weight(weighted), memberships)


def held_weight(weighted: WeightedUsage, owners: Owners) -> Ints:
    """Weight of all owned cases with their owners; shape: agents."""
    held = np.zeros(len(weighted.used), dtype=np.int64)
    case = owners.case
    np.add.at(held, owners.agent[case], weighted.of(case, owners.agent[case]))
    return held


def too_heavy(weighted: WeightedUsage) -> PairList:
    """Pairs with a weight of their own for which too little is left, by case and agent."""
    if weighted.own is None:
        return PairList(*np.zeros((2, 0), dtype=np.int32))
    cases = np.flatnonzero(weighted.own.cases).astype(np.int32)
    step = max(1, BLOCK_PAIRS // max(1, len(weighted.used)))
    blocks = [_heavy(weighted, cases[at : at + step]) for at in range(0, len(cases), step)]
    columns = np.concatenate([np.zeros((2, 0), dtype=np.int32), *blocks], axis=1)
    return PairList(*columns.astype(np.int32))


def _heavy(weighted: WeightedUsage, cases: Indexes) -> Indexes:
    """Too heavy pairs of some cases; shape: 2 x pairs."""
    agents = np.arange(len(weighted.used), dtype=np.int32)
    case, agent = np.repeat(cases, len(agents)), np.tile(agents, len(cases))
    heavy = weighted.of(case, agent) > weighted.room[agent]
    return np.stack([case[heavy], agent[heavy]])


def _shared_weight(weighted: WeightedUsage) -> Ints:
    """Weights of the cases, 0 where pairs have their own."""
    if weighted.own is None:
        return weighted.weight
    return np.where(weighted.own.cases, 0, weighted.weight)


def _within(room: Ints, weight: Ints, memberships: Memberships) -> EntryMask:
    """True where a case is no heavier than the room of the agent.

    Cases whose weights lie between the same two rooms share a profile.
    """
    rooms, place = np.unique(room, return_inverse=True)
    profiles, profile = np.unique(np.searchsorted(rooms, weight), return_inverse=True)
    return EntryMask(profile.astype(np.int32)[memberships.case], place >= profiles[:, None])
