"""The urgency policy with its defaults written out, and which scores it can give (U1-U4)."""

from collections.abc import Iterable
from typing import Any

from google.protobuf.json_format import ParseDict

from allotment.v1.policy_pb2 import UrgencyPolicy
from solver.facts import UrgencyPolicy as UrgencyFacts

DEFAULTS: dict[str, Any] = {
    "tiers": [
        {
            "name": "Premium",
            "response_duration": "7200s",
            "points": 40,
            "routes_after_hours": True,
        },
        {"name": "Standard", "response_duration": "28800s", "points": 20},
        {"name": "Basic", "response_duration": "86400s"},
    ],
    "categories": [
        {"category": "security incident", "points": 30, "auto_escalate": True},
        {"category": "outage", "points": 30, "auto_escalate": True},
        {"category": "billing", "points": 20},
        {"category": "general question", "points": 10},
        {"category": "feature request", "points": 5},
    ],
    "lifetime_values": [
        {"above": 50_000, "points": 20},
        {"above": 20_000, "points": 15},
        {"above": 5_000, "points": 10},
        {"above": -1, "points": 5},
    ],
    "contacts": [
        {"within_duration": "604800s", "points": 10},
        {"within_duration": "2592000s", "points": 5},
    ],
    "bands": [{"name": name, "min_score": least} for name, least in UrgencyFacts().bands],
    "vip_points": 30,
    "floor": 80,
}
"""What stands in the contract for unset fields."""

HIGHEST = 100.0


def written_out(policy: UrgencyPolicy) -> UrgencyPolicy:
    """The policy with defaults in place of what is unset."""
    effective = UrgencyPolicy()
    effective.CopyFrom(policy)
    for name, value in DEFAULTS.items():
        if not _is_set(policy, name):
            ParseDict({name: value}, effective)
    return effective


def _is_set(policy: UrgencyPolicy, name: str) -> bool:
    return name in {field.name for field, _ in policy.ListFields()}


def score_range(policy: UrgencyPolicy) -> tuple[float, float]:
    """Lowest and highest score that is computed without floor and escalation (U2)."""
    parts = [
        [0.0, *(row.points for row in rows)]
        for rows in (policy.tiers, policy.categories, policy.lifetime_values, policy.contacts)
    ]
    parts.append([0.0, policy.vip_points])
    return _clamped(policy.base_points, map(min, parts)), _clamped(
        policy.base_points, map(max, parts)
    )


def _clamped(base: float, points: Iterable[float]) -> float:
    return min(max(base + sum(points), 0.0), HIGHEST)
