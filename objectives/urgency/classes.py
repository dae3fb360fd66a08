"""Urgency classes: the priority level and the band, either of which a policy may drop (U9)."""

import numpy as np

from objectives.priorities import level_position, lowest_position
from objectives.urgency.bands import names_of
from solver.facts import Policy, Snapshot
from solver.units import Indexes

ALL_IN_ONE = ("",)
"""The only name on an axis that a policy drops from the class."""


def urgency_classes(snapshot: Snapshot, band: Indexes) -> Indexes:
    """Class of each case, 0 first: by level, then by band; shape: cases."""
    policy = snapshot.policy
    places = band if policy.urgency.class_by_band else np.zeros_like(band)
    return _levels(snapshot) * np.int32(len(_band_names(policy))) + places


def class_names(policy: Policy) -> tuple[tuple[str, str], ...]:
    """(priority level, band) of each class."""
    bands = _band_names(policy)
    return tuple((level, band) for level in _level_names(policy) for band in bands)


def _levels(snapshot: Snapshot) -> Indexes:
    """Position of each case's level, the lowest where it is unknown; shape: cases."""
    policy = snapshot.policy
    if not policy.urgency.class_by_priority:
        return np.zeros(len(snapshot.cases), dtype=np.int32)
    places, lowest = level_position(policy), lowest_position(policy)
    return np.array([places.get(c.priority, lowest) for c in snapshot.cases], dtype=np.int32)


def _level_names(policy: Policy) -> tuple[str, ...]:
    if not policy.urgency.class_by_priority:
        return ALL_IN_ONE
    return tuple(level.name for level in policy.priority_levels)


def _band_names(policy: Policy) -> tuple[str, ...]:
    return names_of(policy.urgency) if policy.urgency.class_by_band else ALL_IN_ONE
