"""Largest remainder: whole shares that add up exactly."""

from collections.abc import Sequence
from fractions import Fraction


def apportion(values: Sequence[Fraction], total: int) -> list[int]:
    """`total` in proportion to the values; of equal remainders the first one wins."""
    exact = [value * total / sum(values) for value in values]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: (shares[at] - exact[at], at))
    for at in by_remainder[: total - sum(shares)]:
        shares[at] += 1
    return shares
