"""Bands of the priority score, as the policy has them (U4)."""

import numpy as np

from solver.facts import UrgencyPolicy
from solver.units import Indexes
from solver.urgency import Score


def bands(policy: UrgencyPolicy, score: Score) -> Indexes:
    """Position of the highest band that each score reaches, else of the last; shape: cases."""
    least = np.array([low for _, low in policy.bands], dtype=np.float64)
    above = np.searchsorted(-least, -score.exact, side="left")
    return np.minimum(above, len(least) - 1).astype(np.int32)


def names_of(policy: UrgencyPolicy) -> tuple[str, ...]:
    """The bands by name, highest first."""
    return tuple(name for name, _ in policy.bands)
