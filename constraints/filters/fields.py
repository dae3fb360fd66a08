"""The fields that filters may use, their kinds, and where their values come from (Q2)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from constraints.filters.rows import Rows


class Kind(Enum):
    """What values a field has; the text is how people are told."""

    TEXT = "a text"
    NAME = "one of a set of names"
    LEVEL = "one of a set of levels, in order"
    SETS = "a membership of named sets"
    NUMBER = "a number"
    TRUTH = "TRUE or FALSE"
    MOMENT = "a moment"
    DURATION = "a duration"


Values: TypeAlias = Callable[[Rows], Sequence[object]]
"""Values of a field, one per case. None, and the empty text, mean NULL.

By kind: str; str; str; frozenset[str]; float; bool; aware datetime. A DURATION
has no values of its own: it is `now` minus another field.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `values` is None where the cycle computes them and hands them in."""

    name: str
    kind: Kind
    values: Values | None = None
    names: tuple[str, ...] = ()
    """Known names of a NAME, a LEVEL (most urgent first) or SETS."""
    since: str = ""
    """The moment that a DURATION counts from."""


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Fields by name, and the zone of days and of moments without an offset."""

    fields: Mapping[str, Field]
    zone: ZoneInfo

    @classmethod
    def of(cls, fields: Iterable[Field], zone: ZoneInfo) -> "FieldTable":
        """A table; of two fields with one name the first one counts."""
        by_name: dict[str, Field] = {}
        for field in fields:
            by_name.setdefault(field.name, field)
        return cls(MappingProxyType(by_name), zone)
