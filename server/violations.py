"""Violations: what is wrong with a request, each with its place and a way out."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

MOST_LISTED = 1_000
LONGEST_VALUE = 80

Item = TypeVar("Item")


class Bounded(Generic[Item]):
    """The first items of a list that a hostile request could make endless, and a count."""

    def __init__(self, most: int = MOST_LISTED) -> None:
        self.first: list[Item] = []
        self.rest = 0
        self._most = most

    def __len__(self) -> int:
        return len(self.first) + self.rest

    @property
    def room(self) -> int:
        """How many more items will be listed."""
        return self._most - len(self.first)

    def append(self, item: Item) -> None:
        """Lists the item, or counts it once the list is full."""
        if self.room > 0:
            self.first.append(item)
        else:
            self.rest += 1


class Fault(StrEnum):
    """What kind of problem it is: the reason of a field violation on the wire."""

    BAD_FORMAT = "BAD_FORMAT"
    CONTRADICTION = "CONTRADICTION"
    DUPLICATE = "DUPLICATE"
    EMPTY = "EMPTY"
    NOT_FINITE = "NOT_FINITE"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    REQUIRED = "REQUIRED"
    UNKNOWN_ID = "UNKNOWN_ID"
    UNKNOWN_VALUE = "UNKNOWN_VALUE"
    UNKNOWN_ZONE = "UNKNOWN_ZONE"
    WRONG_SHAPE = "WRONG_SHAPE"


@dataclass(frozen=True, slots=True)
class Violation:
    """One problem.

    path: field path in the request, such as `cases[17].created_time`.
    value: the value as text, empty where there is none.
    message: what is wrong, then "Maybe ...".
    """

    path: str
    value: str
    message: str
    reason: Fault


class Violations(Bounded[Violation]):
    """All problems of one request, in its order."""

    def add(self, path: str, reason: Fault, message: str, value: object = "") -> None:
        """Notes one problem."""
        if self.room > 0:
            self.first.append(Violation(path, text_of(value), message, reason))
        else:
            self.rest += 1


def text_of(value: object) -> str:
    """The value as short text."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."
