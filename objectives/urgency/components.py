"""The parts of the priority score, added up and clamped (U2)."""

from collections.abc import Callable

import numpy as np

from objectives.urgency.categories import category_points
from objectives.urgency.contacts import contact_points
from objectives.urgency.lifetime_values import value_points
from objectives.urgency.standing import vips
from objectives.urgency.tiers import tier_points
from solver.facts import Snapshot
from solver.units import SCORE, Ints, to_score

HIGHEST = 100 * SCORE

Parts = tuple[tuple[str, Ints], ...]
"""Names and points in units of 1e-4; shape: cases."""


def base_points(snapshot: Snapshot) -> Ints:
    """What every case has."""
    return np.full(len(snapshot.cases), to_score(snapshot.policy.urgency.base_points))


def vip_points(snapshot: Snapshot) -> Ints:
    """What a VIP has."""
    return np.where(vips(snapshot), to_score(snapshot.policy.urgency.vip_points), 0)


def bonus_points(snapshot: Snapshot) -> Ints:
    """What escalation won in earlier cycles (U7)."""
    return to_score([case.escalation_bonus for case in snapshot.cases])


COMPONENTS: tuple[tuple[str, Callable[[Snapshot], Ints]], ...] = (
    ("base", base_points),
    ("tier", tier_points),
    ("category", category_points),
    ("lifetime_value", value_points),
    ("last_contact", contact_points),
    ("vip", vip_points),
    ("escalation", bonus_points),
)


def clamped_parts(snapshot: Snapshot) -> Parts:
    """All parts, and at last what brings their sum back to 0 or 100."""
    parts = tuple((name, points(snapshot)) for name, points in COMPONENTS)
    total = sum_of(parts)
    return (*parts, ("clamp", np.clip(total, 0, HIGHEST) - total))


def sum_of(parts: Parts) -> Ints:
    """The score that parts make; shape: cases."""
    total: Ints = np.sum([points for _, points in parts], axis=0)
    return total
