"""A filter as it is evaluated: checked, typed, without places (Q2).

Equal tests are equal objects, so that each is evaluated once for all filters.
What can be said by others is: `=` is IN with one value, `!=` is its NOT, BETWEEN
is two comparisons, and an age is a comparison with the moment that it counts from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from constraints.filters.values import Value


class Order(Enum):
    """How a field stands to a value that it does not equal, or need not equal."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Way(Enum):
    """How a text is searched, whatever its case."""

    LIKE = "LIKE"
    CONTAINS = "CONTAINS"
    STARTSWITH = "STARTSWITH"


@dataclass(frozen=True, slots=True)
class Compare:
    """The field stands in this order to the value."""

    field: str
    order: Order
    value: Value


@dataclass(frozen=True, slots=True)
class Among:
    """The field equals one of the values, or holds one of these names."""

    field: str
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Search:
    """The text is like a pattern, contains a part, or starts with one."""

    field: str
    way: Way
    text: str


@dataclass(frozen=True, slots=True)
class IsNull:
    """The field is unknown."""

    field: str


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    parts: tuple["Condition", ...]


Leaf: TypeAlias = Compare | Among | Search | IsNull
Condition: TypeAlias = Leaf | Not | All | AnyOf


def leaves(condition: Condition) -> Iterator[Leaf]:
    """All tests of a condition, repeats too."""
    match condition:
        case Not(part):
            yield from leaves(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case leaf:
            yield leaf
