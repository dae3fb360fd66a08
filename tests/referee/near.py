"""Whole numbers that a float computation may land on: one, or two next to an exact tie."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

NOISE = Fraction(1, 10**6)


@dataclass(frozen=True)
class Near:
    """All whole numbers from `low` to `high`."""

    low: int
    high: int

    @staticmethod
    def rounded(exact: Fraction | float) -> Near:
        """Half-even, either way where the exact value is a tie up to float noise."""
        return Near(round(Fraction(exact) - NOISE), round(Fraction(exact) + NOISE))

    def __add__(self, other: Near) -> Near:
        return Near(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Near) -> Near:
        return Near(self.low - other.high, self.high - other.low)

    def times(self, count: int) -> Near:
        return Near(self.low * count, self.high * count)

    def __contains__(self, value: int) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.low}" if self.low == self.high else f"{self.low} to {self.high}"


ZERO = Near(0, 0)
