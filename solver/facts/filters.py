"""A filter as it is written: the syntax tree, with places, not yet checked (Q2).

`constraints/filters` reads it from text and evaluates what it means; `solver/check` has an
evaluator of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """Characters from `start` until before `end`, counted from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FromNow:
    """A moment relative to the cycle's `now`, before it where negative."""

    offset: timedelta = timedelta(0)


class Form(Enum):
    """How an atom tests its field."""

    BARE = "nothing"
    COMPARISON = "comparison"
    IN = "IN"
    LIKE = "LIKE"
    BETWEEN = "BETWEEN"
    NULL = "IS NULL"


@dataclass(frozen=True, slots=True)
class Null:
    """The word NULL."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word without quotes, where a value should stand."""

    text: str


LiteralValue: TypeAlias = str | float | bool | timedelta | FromNow | Null | Word


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it is written."""

    value: LiteralValue
    place: Place


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a field, without backticks."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Atom:
    """One test of a field: how it is tested, and against what; `operator` is in capitals."""

    field: Name
    form: Form
    operator: Name
    operands: tuple[Literal, ...]
    place: Place
    negated: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A condition in brackets."""

    part: "Written"
    place: Place
    depth: int


@dataclass(frozen=True, slots=True)
class Negation:
    """NOT and what follows it."""

    part: "Written"
    place: Place
    depth: int


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Two or more parts joined by AND."""

    parts: tuple["Written", ...]
    place: Place
    depth: int


@dataclass(frozen=True, slots=True)
class Disjunction:
    """Two or more parts joined by OR."""

    parts: tuple["Written", ...]
    place: Place
    depth: int


Written: TypeAlias = Atom | Bracketed | Negation | Conjunction | Disjunction
"""`depth` counts the brackets and NOTs inside each other."""


def parts_of(node: Written) -> tuple[Written, ...]:
    """What a node is made of; nothing for an atom."""
    match node:
        case Atom():
            return ()
        case Bracketed(part) | Negation(part):
            return (part,)
        case Conjunction(parts) | Disjunction(parts):
            return parts


def nodes(node: Written) -> Iterator[Written]:
    """The node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(parts_of(node)))


def atoms(node: Written) -> Iterator[Atom]:
    """All atoms, in the order of the text."""
    return (one for one in nodes(node) if isinstance(one, Atom))
