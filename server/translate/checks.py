"""Checks that many rows share; each notes its violation and lets the reading go on."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite
from typing import TypeVar

from google.protobuf.descriptor import EnumDescriptor

from server.violations import Fault, Violations, text_of

MOST_NAMES_COMPARED = 300
MOST_SUGGESTIONS = 20
LONGEST_COMPARED = 100

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `least` to `most`; with `above` the least one itself is refused."""

    least: float
    most: float
    above: bool = False

    def holds(self, value: float) -> bool:
        """True for numbers of the range, False for NaN."""
        return (self.least < value if self.above else self.least <= value) and value <= self.most

    def holds_all(self, values: Iterable[float | None]) -> bool:
        """True where all values that are there are numbers of the range."""
        if self.above:
            return all(self.holds(value) for value in values if value is not None)
        # Written out, as there may be a hundred thousand of them.
        least, most = self.least, self.most
        return not [value for value in values if value is not None and not least <= value <= most]

    def __str__(self) -> str:
        return f"{'above' if self.above else 'from'} {self.least:,g} to {self.most:,g}"


COUNT = Range(0, 2**31 - 1)
SHARE = Range(0, 1)
URGENCY = Range(0, 100)
POINTS = Range(-100, 100)
VALUE = Range(-1e15, 1e15)
MINUTES = Range(0, 1e6, above=True)
WEIGHT = Range(0, 10_000)
"""Effort and weights of priorities: their products stay exact in the kernel's integers."""
POSITIVE_WEIGHT = Range(0, 10_000, above=True)
LOAD = Range(0, 1e9)
CAPACITY = Range(0, 1e9, above=True)


def check_number(violations: Violations, path: str, value: float, allowed: Range) -> None:
    """Notes a number that is not finite or outside the range."""
    if allowed.holds(value):
        return
    name = path.rpartition(".")[2]
    if not isfinite(value):
        text = f"{name} is {value}, but must be a number. Maybe a division by zero upstream."
        violations.add(path, Fault.NOT_FINITE, text, value)
    else:
        text = f"{name} is {value:g}, but must be {allowed}. {_way_out(value, allowed)}"
        violations.add(path, Fault.OUT_OF_RANGE, text, value)


def _way_out(value: float, allowed: Range) -> str:
    if allowed.most == 1 and 1 < value <= 100:
        return "Maybe it is a percentage: divide it by 100."
    if value == allowed.least:
        return "Maybe leave it unset for the default."
    return "Maybe the unit is another one."


def require(violations: Violations, path: str, advice: str) -> None:
    """Notes that a required field is missing."""
    name = path.rpartition(".")[2]
    violations.add(path, Fault.REQUIRED, f"{name} is required. Maybe {advice}.")


class Once:
    """Refuses keys that come a second time."""

    def __init__(self, violations: Violations) -> None:
        self._violations = violations
        self._places: dict[Hashable, str] = {}

    def check(self, key: Hashable, path: str, shown: str | None = None) -> bool:
        """True for a new key; else a violation at `path` that names the first place."""
        first = self._places.setdefault(key, path)
        if first == path:
            return True
        value = text_of(key) if shown is None else shown
        text = f"{value!r} is there already, at {first}. Maybe it was exported twice."
        self._violations.add(path, Fault.DUPLICATE, text, value)
        return False

    def identify(self, key: str, path: str) -> bool:
        """The same for ids, which must not be empty either."""
        if key:
            return self.check(key, path)
        require(self._violations, path, "the row lost its key on the way")
        return False


def check_known(
    violations: Violations, path: str, value: str, known: Collection[str], where: str
) -> bool:
    """True for a known name; else a violation with the closest known name."""
    if value in known:
        return True
    close = _closest(value, known) if len(violations) < MOST_SUGGESTIONS else ""
    advice = f"Maybe you meant {close!r}." if close else f"Maybe add it to {where}."
    text = f"{text_of(value)!r} is not in {where}. {advice}"
    violations.add(path, Fault.UNKNOWN_ID, text, value)
    return False


def _closest(value: str, known: Collection[str]) -> str:
    if len(known) > MOST_NAMES_COMPARED or len(value) > LONGEST_COMPARED:
        return ""
    matches = get_close_matches(value, sorted(known), n=1)
    return matches[0] if matches else ""


def fact_of(
    violations: Violations,
    path: str,
    number: int,
    facts: Mapping[int, Fact],
    enum: EnumDescriptor,
) -> Fact:
    """The fact behind an enum number; for another one a violation and any fact."""
    if number in facts:
        return facts[number]
    _refuse_number(violations, path, number, enum)
    return next(iter(facts.values()))


def check_enum(violations: Violations, path: str, number: int, enum: EnumDescriptor) -> None:
    """Notes a number that the enum does not have; 0 stands for unset."""
    if number not in enum.values_by_number:
        _refuse_number(violations, path, number, enum)


def _refuse_number(violations: Violations, path: str, number: int, enum: EnumDescriptor) -> None:
    if number == 0:
        require(violations, path, _names(enum))
    else:
        text = f"{number} is no {enum.name}. Maybe {_names(enum)}."
        violations.add(path, Fault.UNKNOWN_VALUE, text, number)


def _names(enum: EnumDescriptor) -> str:
    return "one of " + ", ".join(value.name for value in enum.values if value.number)
