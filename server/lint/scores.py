"""Which urgency scores a policy can give (U2)."""

from collections.abc import Iterable

from solver.facts import UrgencyPolicy

HIGHEST = 100.0


def score_range(policy: UrgencyPolicy) -> tuple[float, float]:
    """Lowest and highest score that is computed without floor and escalation (U2)."""
    parts = [
        [0.0, *(tier.points for tier in policy.tiers)],
        [0.0, *(category.points for category in policy.categories)],
        [policy.other_value_points, *(points for _, points in policy.lifetime_values)],
        [0.0, *(points for _, points in policy.contacts)],
        [0.0, policy.vip_points],
    ]
    lowest, highest = map(min, parts), map(max, parts)
    return _clamped(policy.base_points, lowest), _clamped(policy.base_points, highest)


def _clamped(base: float, points: Iterable[float]) -> float:
    return min(max(base + sum(points), 0.0), HIGHEST)
