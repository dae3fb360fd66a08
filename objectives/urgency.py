"""Urgency: who goes first when capacity is short (U4, U8, U9)."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from objectives.priorities import level_position, lowest_position
from solver.facts import Policy, Snapshot
from solver.rules import Urgency
from solver.units import Indexes, to_score

MAX_CREDIT = 20.0
MINUTES_PER_POINT = 30.0
MINUTE = timedelta(minutes=1)
ALL_IN_ONE = ("",)
"""The only name on an axis that a policy drops from the class."""

Floats = NDArray[np.float64]


def urgency(snapshot: Snapshot) -> Urgency:
    """Class (priority level, band) and weight 1 + score + credit of each case (U9)."""
    policy = snapshot.policy
    score = scores(snapshot)
    level, band = priority_levels(snapshot), bands(policy, score)
    level_names, band_names = _level_names(policy), _band_names(policy)
    return Urgency(
        weight=to_score(1.0 + score + waiting_credit(snapshot)),
        urgency_class=level * np.int32(len(band_names)) + band,
        class_names=tuple((level, band) for level in level_names for band in band_names),
    )


def scores(snapshot: Snapshot) -> Floats:
    """Urgency from 0 to 100, 0 where it is not sent; shape: cases."""
    return np.array([case.urgency or 0.0 for case in snapshot.cases], dtype=np.float64)


def waiting_credit(snapshot: Snapshot) -> Floats:
    """A point per 30 minutes waited, at most 20 (U8); shape: cases."""
    minutes = [(snapshot.now - case.created) / MINUTE for case in snapshot.cases]
    return np.clip(np.array(minutes, dtype=np.float64) / MINUTES_PER_POINT, 0.0, MAX_CREDIT)


def priority_levels(snapshot: Snapshot) -> Indexes:
    """Position of each case's level, the lowest where it is unknown; shape: cases."""
    policy = snapshot.policy
    if not policy.urgency.class_by_priority:
        return np.zeros(len(snapshot.cases), dtype=np.int32)
    places, lowest = level_position(policy), lowest_position(policy)
    return np.array([places.get(c.priority, lowest) for c in snapshot.cases], dtype=np.int32)


def bands(policy: Policy, score: Floats) -> Indexes:
    """Position of the highest band that each score reaches (U4); shape: cases."""
    if not policy.urgency.class_by_band:
        return np.zeros(score.shape, dtype=np.int32)
    least = np.array([least for _, least in policy.urgency.bands], dtype=np.float64)
    return _reached(least, score)


def band_names(snapshot: Snapshot) -> list[str]:
    """The band of each case by name (U4), for filters."""
    names = [name for name, _ in snapshot.policy.urgency.bands]
    least = np.array([low for _, low in snapshot.policy.urgency.bands], dtype=np.float64)
    return [names[place] for place in _reached(least, scores(snapshot)).tolist()]


def _reached(least: Floats, score: Floats) -> Indexes:
    """Position of the highest band that each score reaches, bands falling; shape: cases."""
    above = np.searchsorted(-least, -score, side="left")
    return np.minimum(above, len(least) - 1).astype(np.int32)


def _level_names(policy: Policy) -> tuple[str, ...]:
    if not policy.urgency.class_by_priority:
        return ALL_IN_ONE
    return tuple(level.name for level in policy.priority_levels)


def _band_names(policy: Policy) -> tuple[str, ...]:
    if not policy.urgency.class_by_band:
        return ALL_IN_ONE
    return tuple(name for name, _ in policy.urgency.bands)
