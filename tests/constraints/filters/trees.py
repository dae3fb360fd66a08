"""Random filters as trees of their own, which share nothing with the parser's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from constraints.filters import Field, FieldTable, Kind
from tests.builders import VIENNA

LEVELS = ("P1", "P2", "P10")
SETS = ("red", "green", "it's")
KINDS = {
    "t": Kind.TEXT,
    "account.u": Kind.TEXT,
    "n": Kind.NUMBER,
    "k": Kind.NUMBER,
    "b": Kind.TRUTH,
    "m": Kind.MOMENT,
    "g": Kind.DURATION,
    "p": Kind.LEVEL,
    "s": Kind.SETS,
}
"""`g` is the age since `m`."""

NAMES = {Kind.LEVEL: LEVELS, Kind.SETS: SETS}
TREE_TABLE = FieldTable.of(
    (
        Field(name, kind, names=NAMES.get(kind, ()), since="m" if name == "g" else "")
        for name, kind in KINDS.items()
    ),
    VIENNA,
)

Row: TypeAlias = Mapping[str, Any]
"""Values by field; None is NULL."""


@dataclass(frozen=True)
class Ago:
    """A moment so long before now."""

    span: timedelta


@dataclass(frozen=True)
class Said:
    """One test of a field, as it is said."""

    field: str
    operator: str
    operands: tuple[Any, ...] = ()
    negated: bool = False


@dataclass(frozen=True)
class Nay:
    """NOT."""

    part: "Tree"


@dataclass(frozen=True)
class Joined:
    """AND or OR."""

    word: str
    parts: tuple["Tree", ...]


Tree: TypeAlias = Said | Nay | Joined

SIGNS = "aAbB%_'\" \n.*+(\\é"
TEXTS = st.sampled_from(["a", "A", "ab", "aB", "b%", "_", "it's", 'say "b"', "aa\nb"]) | st.text(
    SIGNS, min_size=1, max_size=6
)
NUMBERS = st.sampled_from([0.0, 1.0, -1.0, 2.5, 1e22, -0.001]) | st.integers(-3, 3).map(float)
SPANS = st.sampled_from(
    [timedelta(0), timedelta(minutes=90), timedelta(days=1), timedelta(weeks=2)]
)
INSTANTS = st.sampled_from(
    [
        datetime(2026, 3, 4, 10, tzinfo=UTC),
        datetime(2026, 3, 3, 23, tzinfo=UTC),
        datetime(2026, 3, 4, 22, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 3, 4, 23, tzinfo=UTC),
        datetime(2026, 3, 4, 8, 30, tzinfo=UTC),
        datetime(2026, 3, 3, 10, tzinfo=UTC),
    ]
)
DAYS = st.sampled_from([date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 29)])
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: TEXTS,
    Kind.NUMBER: NUMBERS,
    Kind.TRUTH: st.booleans(),
    Kind.MOMENT: INSTANTS,
    Kind.LEVEL: st.sampled_from(LEVELS),
    Kind.SETS: st.frozensets(st.sampled_from(SETS)),
}
OPERANDS: dict[Kind, st.SearchStrategy[Any]] = {
    **VALUES,
    Kind.MOMENT: INSTANTS | DAYS | SPANS.map(Ago),
    Kind.DURATION: SPANS,
    Kind.SETS: st.sampled_from(SETS),
}

EQUALS = ("=", "!=", "<>")
COMPARISONS = (*EQUALS, "<", "<=", ">", ">=")
FULL = (*COMPARISONS, "IN", "BETWEEN", "NULL")
OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: (*FULL, "LIKE", "CONTAINS", "STARTSWITH"),
    Kind.NUMBER: FULL,
    Kind.TRUTH: (*EQUALS, "NULL", "BARE"),
    Kind.MOMENT: FULL,
    Kind.DURATION: FULL,
    Kind.LEVEL: FULL,
    Kind.SETS: (*EQUALS, "IN"),
}
COUNTS = {"IN": (1, 4), "BETWEEN": (2, 2), "NULL": (0, 0), "BARE": (0, 0)}


def rows(fields: tuple[str, ...] = tuple(KINDS)) -> st.SearchStrategy[Row]:
    """A row; every field may be NULL but the sets."""
    return st.fixed_dictionaries(
        {name: _values(KINDS[name]) for name in fields if KINDS[name] is not Kind.DURATION}
    )


def _values(kind: Kind) -> st.SearchStrategy[Any]:
    return VALUES[kind] if kind is Kind.SETS else st.none() | VALUES[kind]


def trees(
    fields: tuple[str, ...] = tuple(KINDS), *, without: tuple[str, ...] = ()
) -> st.SearchStrategy[Tree]:
    """A filter over some fields, without some operators."""
    return st.recursive(said(fields, without), _joined, max_leaves=8)


def _joined(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.builds(Nay, parts) | st.builds(Joined, st.sampled_from(("AND", "OR")), several)


@st.composite
def said(draw: st.DrawFn, fields: tuple[str, ...], without: tuple[str, ...]) -> Said:
    """One test of one of the fields."""
    name = draw(st.sampled_from(fields))
    kind = KINDS[name]
    operator = draw(st.sampled_from([one for one in OPERATORS[kind] if one not in without]))
    low, high = COUNTS.get(operator, (1, 1))
    operands = draw(st.lists(OPERANDS[kind], min_size=low, max_size=high))
    may_negate = operator not in (*COMPARISONS, "BARE")
    return Said(name, operator, tuple(operands), may_negate and draw(st.booleans()))
