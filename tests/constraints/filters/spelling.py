"""Random filters, and checked ones, as text."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from constraints.filters.conditions import (
    All,
    Among,
    AnyOf,
    Compare,
    Condition,
    IsNull,
    Not,
    Search,
)
from constraints.filters.values import Day
from solver.facts.filters import FromNow
from tests.builders import VIENNA
from tests.constraints.filters.trees import Ago, Joined, Nay, Said, Tree


@dataclass(frozen=True)
class Style:
    """How a filter is spelled; none of it has a meaning."""

    lower: bool = False
    quote: str = "'"
    blank: str = " "
    brackets: bool = False

    def word(self, text: str) -> str:
        """A keyword."""
        return text.lower() if self.lower else text


def spelled(tree: Tree, style: Style = Style()) -> str:
    """A random filter as text."""
    match tree:
        case Joined(word, parts):
            between = f"{style.blank}{style.word(word)}{style.blank}"
            return between.join(_bracketed(part, style) for part in parts)
        case Nay(part):
            return f"{style.word('NOT')}{style.blank}{_bracketed(part, style)}"
        case Said():
            return style.blank.join(_pieces(tree, style))


def _bracketed(tree: Tree, style: Style) -> str:
    text = spelled(tree, style)
    return f"({text})" if style.brackets or isinstance(tree, Joined) else text


def _pieces(said: Said, style: Style) -> list[str]:
    values = [_literal(one, style) for one in said.operands]
    negation = [style.word("NOT")] if said.negated else []
    match said.operator:
        case "BARE":
            return [said.field]
        case "NULL":
            return [said.field, style.word("IS"), *negation, style.word("NULL")]
        case "IN":
            return [said.field, *negation, style.word("IN"), f"({','.join(values)})"]
        case "BETWEEN":
            low, high = values
            words = style.word("BETWEEN"), style.word("AND")
            return [said.field, *negation, words[0], low, words[1], high]
        case operator:
            return [said.field, *negation, style.word(operator), *values]


def _literal(value: Any, style: Style) -> str:
    match value:
        case bool():
            return style.word(str(value).upper())
        case float():
            return repr(value)
        case str():
            return style.quote + value.replace(style.quote, style.quote * 2) + style.quote
        case timedelta():
            return f"{value // timedelta(minutes=1)}{style.word('M')}"
        case Ago(span):
            return f"{style.word('NOW')} - {_literal(span, style)}"
        case datetime() | date():
            return f"{style.quote}{value.isoformat()}{style.quote}"
    raise AssertionError(value)


def printed(condition: Condition) -> str:
    """A checked condition as a filter that means the same."""
    match condition:
        case Not(part):
            return f"NOT ({printed(part)})"
        case All(parts):
            return " AND ".join(f"({printed(part)})" for part in parts)
        case AnyOf(parts):
            return " OR ".join(f"({printed(part)})" for part in parts)
        case IsNull(field):
            return f"{field} IS NULL"
        case Search(field, way, text):
            return f"{field} {way.value} {_literal(text, Style())}"
        case Among(field, values):
            listed = ", ".join(map(_value, values))
            return f"{field} = {listed}" if len(values) == 1 else f"{field} IN ({listed})"
        case Compare(field, order, value):
            return f"{field} {order.value} {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case FromNow(offset):
            sign = "+" if offset >= timedelta(0) else "-"
            return f"now {sign} {_literal(abs(offset), Style())}"
        case Day(start, _):
            return _literal(start.astimezone(VIENNA).date(), Style())
        case other:
            return _literal(other, Style())
