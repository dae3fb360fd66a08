"""Which cases a filter takes (Q2): an evaluator of its own over the syntax tree.

Every test of a field is answered once per different value of the field. Answers are
0 for false, 1 for unknown, 2 for true: then AND is the least, OR the greatest, and NOT
the other way round.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from solver.check.fields import Fields, Kind, Value
from solver.check.staff import Staff
from solver.facts.filters import (
    Atom,
    Bracketed,
    Conjunction,
    Disjunction,
    Form,
    FromNow,
    Literal,
    Negation,
    Written,
)
from solver.units import Bools, Indexes

Answers: TypeAlias = NDArray[np.int8]
FALSE, UNKNOWN, TRUE = 0, 1, 2
DAY_LENGTH = len("2026-03-04")
INSTANT = timedelta(microseconds=1)

Span: TypeAlias = tuple[Value, Value]
"""The first and the last instant of what is written: both the same but for whole days."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Different values of a field, and which one each case has; shape of place: cases."""

    kind: Kind
    values: tuple[Value, ...]
    place: Indexes


class Evaluator:
    """Filters over the cases of one snapshot."""

    def __init__(self, staff: Staff) -> None:
        self._cases = staff.snapshot.cases
        self._fields = Fields(staff)
        self._spans = Spans(
            staff.snapshot.now,
            staff.snapshot.policy.zone,
            [level.name for level in staff.snapshot.policy.priority_levels],
        )
        self._columns: dict[str, Column] = {}

    def takes(self, tree: Written) -> Bools:
        """True where the filter is true; what is unknown is not taken; shape: cases."""
        taken: Bools = self._answers(tree) == TRUE
        return taken

    def _answers(self, node: Written) -> Answers:
        match node:
            case Atom():
                return self._atom(node)
            case Bracketed(part):
                return self._answers(part)
            case Negation(part):
                return TRUE - self._answers(part)
            case Conjunction(parts):
                return reduce(np.minimum, map(self._answers, parts))
            case Disjunction(parts):
                return reduce(np.maximum, map(self._answers, parts))

    def _atom(self, atom: Atom) -> Answers:
        column = self._column(atom.field.text)
        test = test_of(atom, column.kind, self._spans)
        told = np.array([_told(test, value, atom) for value in column.values], dtype=np.int8)
        answers: Answers = TRUE - told if atom.negated else told
        return answers[column.place]

    def _column(self, name: str) -> Column:
        if name not in self._columns:
            field, places = self._fields[name], dict[Value, int]()
            place = [places.setdefault(field.read(case), len(places)) for case in self._cases]
            found = Column(field.kind, tuple(places), np.array(place, dtype=np.int32))
            self._columns[name] = found
        return self._columns[name]


def _told(test: Callable[[Value], bool], value: Value, atom: Atom) -> int:
    """What a test says of a value; of NULL, only IS NULL says anything."""
    if value is None and atom.form is not Form.NULL:
        return UNKNOWN
    return TRUE if test(value) else FALSE


def test_of(atom: Atom, kind: Kind, spans: "Spans") -> Callable[[Value], bool]:
    """How an atom judges a known value."""
    operands = [spans.of(literal, kind) for literal in atom.operands]
    match atom.form:
        case Form.NULL:
            return lambda value: value is None
        case Form.BARE:
            return bool
        case Form.LIKE:
            return _search(atom.operator.text, str(atom.operands[0].value).casefold())
        case Form.BETWEEN:
            (low, _), (_, high) = operands
            return lambda value: low <= spans.key(value, kind) <= high
        case Form.IN:
            return lambda value: _among(value, operands, kind, spans)
        case Form.COMPARISON:
            return _comparison(atom.operator.text, operands[0], kind, spans)


def _comparison(
    operator: str, operand: Span, kind: Kind, spans: "Spans"
) -> Callable[[Value], bool]:
    """Compares with the first or last instant of what is written."""
    first, last = operand
    match operator:
        case "=":
            return lambda value: _among(value, [operand], kind, spans)
        case "!=" | "<>":
            return lambda value: not _among(value, [operand], kind, spans)
        case "<":
            return lambda value: bool(spans.key(value, kind) < first)
        case "<=":
            return lambda value: bool(spans.key(value, kind) <= last)
        case ">":
            return lambda value: bool(spans.key(value, kind) > last)
        case _:
            return lambda value: bool(spans.key(value, kind) >= first)


def _among(value: Value, operands: Sequence[Span], kind: Kind, spans: "Spans") -> bool:
    """Equals one of the operands, lies in one of them, or holds one of the names."""
    if kind is Kind.SETS:
        return any(name in value for name, _ in operands)
    key = spans.key(value, kind)
    return any(first <= key <= last for first, last in operands)


@dataclass(frozen=True, slots=True)
class Spans:
    """What literals stand for, by the kind of the field that they are compared with."""

    now: datetime
    zone: ZoneInfo
    levels: Sequence[str]

    def of(self, literal: Literal, kind: Kind) -> Span:
        """The first and the last instant of a literal."""
        value = literal.value
        if isinstance(value, FromNow):
            return self.now + value.offset, self.now + value.offset
        if kind is Kind.MOMENT and isinstance(value, str):
            return self._moment(value)
        return self.key(value, kind), self.key(value, kind)

    def key(self, value: Value, kind: Kind) -> Value:
        """What a value is compared by: of a level its place, the most urgent one first."""
        return self.levels.index(value) if kind is Kind.LEVEL else value

    def _moment(self, text: str) -> Span:
        """A whole day, or a moment; in the policy's zone where no offset is written."""
        if len(text) == DAY_LENGTH:
            day = date.fromisoformat(text)
            midnight = datetime.combine(day, time.min, self.zone)
            next_midnight = datetime.combine(day + timedelta(days=1), time.min, self.zone)
            return _utc(midnight), _utc(next_midnight) - INSTANT
        moment = datetime.fromisoformat(text)
        moment = _utc(moment if moment.tzinfo else moment.replace(tzinfo=self.zone))
        return moment, moment


def _utc(moment: datetime) -> datetime:
    """The same moment in UTC: differences across a change of clocks are then real ones."""
    return moment.astimezone(ZoneInfo("UTC"))


def _search(way: str, wanted: str) -> Callable[[Value], bool]:
    """Searches whatever the case of letters."""
    match way:
        case "CONTAINS":
            return lambda value: wanted in value.casefold()
        case "STARTSWITH":
            return lambda value: bool(value.casefold().startswith(wanted))
        case _:
            return lambda value: is_like(value.casefold(), wanted)


def is_like(text: str, pattern: str) -> bool:
    """% is any characters, _ a single one; in steps of text x pattern at most."""
    at = sign = 0
    star, resume = -1, 0
    while at < len(text):
        if sign < len(pattern) and pattern[sign] == "%":
            star, resume = sign, at
            sign += 1
        elif sign < len(pattern) and pattern[sign] in ("_", text[at]):
            at, sign = at + 1, sign + 1
        elif star >= 0:
            resume += 1
            at, sign = resume, star + 1
        else:
            return False
    return all(rest == "%" for rest in pattern[sign:])
