"""Values as they are written, turned into what a field is compared with (Q2)."""

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from constraints.filters.bounds import MAX_DURATION, MAX_PATTERN
from constraints.filters.errors import Mistake, Wrong
from constraints.filters.fields import Field, Kind
from constraints.filters.hints import maybe
from constraints.filters.moments import moment_or_day
from constraints.filters.places import shown
from constraints.filters.values import Day
from solver.facts.filters import FromNow, Literal, LiteralValue, Null, Word

TAKES = {
    Kind.TEXT: "a text in quotes",
    Kind.NAME: "a name in quotes",
    Kind.LEVEL: "a level in quotes",
    Kind.SETS: "a name in quotes",
    Kind.NUMBER: "a number such as 5 or 2.5",
    Kind.TRUTH: "TRUE or FALSE",
    Kind.MOMENT: "a moment such as '2026-03-04', '2026-03-04T10:00:00Z' or now - 2h",
    Kind.DURATION: "a duration such as 2h, of m, h, d or w",
}

FEW = 8
"""Names that are listed when none is written alike."""


def text_of(literal: Literal, field: Field) -> str:
    """A text that is not empty, and one of the field's names if they are listed."""
    value = _written(literal, field)
    if not isinstance(value, str):
        raise _unfit(literal, field)
    if not value:
        raise _wrong(literal, f"An empty text is NULL. Maybe `{field.name} IS NULL`.")
    if field.kind is not Kind.TEXT and value not in field.names:
        raise _wrong(literal, f"`{field.name}` is never '{shown(value)}'.{_names(value, field)}")
    return value


def pattern_of(literal: Literal, field: Field) -> str:
    """A text to search for, of bounded length."""
    value = _written(literal, field)
    if not isinstance(value, str) or not value:
        raise _wrong(literal, f"`{field.name}` is searched for a text in quotes, not an empty one.")
    if len(value) > MAX_PATTERN:
        message = f"A pattern has at most {MAX_PATTERN} characters, this one has {len(value):,}."
        raise _wrong(literal, message)
    return value


def number_of(literal: Literal, field: Field) -> float:
    """A finite number."""
    value = _written(literal, field)
    if not isinstance(value, float):
        raise _unfit(literal, field)
    if not math.isfinite(value):
        raise _wrong(literal, "This number is too large.")
    return value


def truth_of(literal: Literal, field: Field) -> bool:
    """TRUE or FALSE."""
    value = _written(literal, field)
    if not isinstance(value, bool):
        raise _unfit(literal, field)
    return value


def moment_of(literal: Literal, field: Field, zone: ZoneInfo) -> datetime | Day | FromNow:
    """A moment, a whole day, or a moment relative to now."""
    value = _written(literal, field)
    if isinstance(value, FromNow):
        return FromNow(_bounded(value.offset, literal))
    found = moment_or_day(value, zone) if isinstance(value, str) else None
    if found is None:
        raise _unfit(literal, field)
    return found


def duration_of(literal: Literal, field: Field) -> timedelta:
    """A duration of bounded length."""
    value = _written(literal, field)
    if not isinstance(value, timedelta):
        raise _unfit(literal, field)
    return _bounded(value, literal)


def _written(literal: Literal, field: Field) -> LiteralValue:
    """The value; raises Wrong where it is a bare word or NULL."""
    match literal.value:
        case Null():
            raise _wrong(literal, f"Nothing equals NULL. Maybe `{field.name} IS NULL`.")
        case Word(text):
            raise _wrong(literal, f"A text stands in quotes. Maybe '{shown(text)}'.")
        case value:
            return value


def _names(value: str, field: Field) -> str:
    """A blank and the name that was perhaps meant, or all of them if they are few."""
    if hint := maybe(value, field.names, quote="'"):
        return hint
    few = 0 < len(field.names) <= FEW
    return f" Maybe one of {', '.join(map(repr, field.names))}." if few else ""


def _bounded(duration: timedelta, literal: Literal) -> timedelta:
    if abs(duration) > MAX_DURATION:
        raise _wrong(literal, f"A duration is at most {MAX_DURATION.days:,} days.")
    return duration


def _unfit(literal: Literal, field: Field) -> Wrong:
    return _wrong(literal, f"`{field.name}` is compared with {TAKES[field.kind]}.")


def _wrong(literal: Literal, message: str) -> Wrong:
    return Wrong(Mistake(literal.place, message))
