"""Levels of a plan as figures: names, and costs to compare them by."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.values import MAXIMISED, LevelValue


@dataclass(frozen=True, slots=True)
class LevelCost:
    """A level of a plan in min form. gap: of its bound as a part of its value, 0 = proved,
    None = the bound is not known."""

    name: str
    cost: int
    gap: float | None

    @staticmethod
    def of(level: LevelValue) -> "LevelCost":
        """What a plan tells of a level."""
        cost = -level.value if level.kind in MAXIMISED else level.value
        return LevelCost(_name(level), cost, gap_of(level))


def gap_of(level: LevelValue) -> float | None:
    """How far the bound of a level is from its value, as a part of the value."""
    if level.proved:
        return 0.0
    if level.bound is None:
        return None
    return abs(level.bound - level.value) / max(abs(level.value), 1)


def first_unproved(levels: Sequence[LevelValue]) -> tuple[str, float | None]:
    """Name and gap of the first level without a proof; '' and 0 where all are proved."""
    level = next((level for level in levels if not level.proved), None)
    return ("", 0.0) if level is None else (_name(level), gap_of(level))


def _name(level: LevelValue) -> str:
    """Such as `coverage 1 of group 2`, both counted from 1."""
    name = level.kind.name.lower().replace("_", "-")
    if level.urgency_class >= 0:
        name += f" {level.urgency_class + 1}"
    return name if level.group < 0 else f"{name} of group {level.group + 1}"
