"""What an agent must have to take a case (Q12), and what agents have."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class SkillRequirement:
    """A skill at a level of at least `min_level`; dropped after a wait of `widen_after`."""

    name: str
    min_level: int = 1
    widen_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class AttributeRequirement:
    """An attribute, with this value where one is given, as a number of at least `min_level`
    where that is given; dropped after the case has waited `widen_after`."""

    name: str
    value: str = ""
    min_level: int | None = None
    widen_after: timedelta | None = None


Requirement = SkillRequirement | AttributeRequirement


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of an agent with its level from 1.

    manual: given by hand (S10). case_count: resolved cases with it; None = unknown (S9).
    """

    name: str
    level: int = 1
    manual: bool = False
    case_count: int | None = None


AttributeValue = str | float | bool | datetime | None
"""Text, number, truth or moment; None = NULL."""


class Attribute(NamedTuple):
    """A free field with its value."""

    name: str
    value: AttributeValue = None
