"""What a check has to say, and how bad it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

MOST_NAMES = 5


class Severity(IntEnum):
    """How bad a finding is."""

    INFO = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    field: a field path of the policy, empty for the whole of it.
    description: what is wrong. advice: what to do.
    """

    severity: Severity
    field: str
    description: str
    advice: str


def info(field: str, description: str, advice: str) -> Finding:
    """Worth a look."""
    return Finding(Severity.INFO, field, description, advice)


def warning(field: str, description: str, advice: str) -> Finding:
    """Probably wrong."""
    return Finding(Severity.WARNING, field, description, advice)


def error(field: str, description: str, advice: str) -> Finding:
    """Certainly wrong."""
    return Finding(Severity.ERROR, field, description, advice)


def listed(names: Iterable[str]) -> str:
    """The first names in order, and how many there are more."""
    ordered: Sequence[str] = sorted(names)
    first = ", ".join(map(repr, islice(ordered, MOST_NAMES)))
    more = len(ordered) - MOST_NAMES
    return f"{first} and {more} more" if more > 0 else first


def counted(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
