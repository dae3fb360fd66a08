"""Priority levels of a policy, most urgent first (S7, U9)."""

from solver.facts import Policy


def level_position(policy: Policy) -> dict[str, int]:
    """Position of each level by name."""
    return {level.name: place for place, level in enumerate(policy.priority_levels)}


def lowest_position(policy: Policy) -> int:
    """Where cases without a known level belong."""
    return len(policy.priority_levels) - 1
