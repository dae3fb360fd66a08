"""Weighted capacity over entries and agents (L2), kept factored."""

import numpy as np

from solver.facts import Snapshot
from solver.owners import Owners
from solver.problem import OFF
from solver.rules import EntryMask, Memberships, WeightedLimit, WeightedUsage
from solver.units import Ints


def weighed(limit: WeightedLimit | None, snapshot: Snapshot) -> WeightedUsage | None:
    """Weighted capacity, if anybody has any."""
    usage = None if limit is None else limit.usage(snapshot)
    return usage if usage is not None and (usage.limit != OFF).any() else None


def light_enough(weighted: WeightedUsage, memberships: Memberships, owners: Owners) -> EntryMask:
    """True where a case alone weighs no more than is left of the agent's capacity.

    False also where an owner holds more than that already.
    """
    mask = _within(weighted.room, weighted.weight, memberships)
    free = owners.held_weight(weighted.weight, len(weighted.room)) <= weighted.room
    return EntryMask(mask.profile, mask.allowed & free)


def ever_light_enough(weighted: WeightedUsage, memberships: Memberships) -> EntryMask:
    """True where a case alone weighs no more than the agent may ever hold."""
    return _within(weighted.limit, weighted.weight, memberships)


def _within(room: Ints, weight: Ints, memberships: Memberships) -> EntryMask:
    """True where a case is no heavier than the room of the agent.

    Cases whose weights lie between the same two rooms share a profile.
    """
    rooms, place = np.unique(room, return_inverse=True)
    profiles, profile = np.unique(np.searchsorted(rooms, weight), return_inverse=True)
    return EntryMask(profile.astype(np.int32)[memberships.case], place >= profiles[:, None])
