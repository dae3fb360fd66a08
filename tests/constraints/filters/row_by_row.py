"""The filter language told again: one row at a time, True, False or None for unknown."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from tests.builders import NOW, VIENNA
from tests.constraints.filters.trees import LEVELS, Ago, Joined, Nay, Row, Said, Tree

INSTANT = timedelta(microseconds=1)


def answer(tree: Tree, row: Row) -> bool | None:
    """What the filter says of a row."""
    match tree:
        case Nay(part):
            return _not(answer(part, row))
        case Joined("AND", parts):
            return _and([answer(part, row) for part in parts])
        case Joined(_, parts):
            return _not(_and([_not(answer(part, row)) for part in parts]))
        case Said():
            held = _said(tree, row)
            return _not(held) if tree.negated else held


def _not(held: bool | None) -> bool | None:
    return None if held is None else not held


def _and(held: Sequence[bool | None]) -> bool | None:
    if any(one is False for one in held):
        return False
    return None if any(one is None for one in held) else True


def _said(said: Said, row: Row) -> bool | None:
    value = row["m" if said.field == "g" else said.field]
    if said.operator == "NULL":
        return value is None
    if value is None:
        return None
    if isinstance(value, frozenset):
        found = any(one in value for one in said.operands)
        return not found if said.operator in ("!=", "<>") else found
    return _known(said, _age(value) if said.field == "g" else value)


def _age(moment: datetime) -> timedelta:
    return NOW - moment


def _known(said: Said, value: Any) -> bool:
    first = said.operands[0] if said.operands else None
    match said.operator:
        case "BARE":
            return bool(value)
        case "IN":
            return any(_compared(value, "=", one, said.field) for one in said.operands)
        case "BETWEEN":
            low, high = said.operands
            above = _compared(value, ">=", low, said.field)
            return above and _compared(value, "<=", high, said.field)
        case "LIKE":
            return like(value.casefold(), str(first).casefold())
        case "CONTAINS":
            return str(first).casefold() in value.casefold()
        case "STARTSWITH":
            return bool(value.casefold().startswith(str(first).casefold()))
        case operator:
            return _compared(value, operator, first, said.field)


def _compared(value: Any, operator: str, operand: Any, field: str) -> bool:
    """Compares with the first and the last instant of what an operand may be."""
    if field == "p":
        value, operand = LEVELS.index(value), LEVELS.index(operand)
    first, last = _ends(operand)
    match operator:
        case "=":
            return bool(first <= value <= last)
        case "!=" | "<>":
            return not first <= value <= last
        case "<":
            return bool(value < first)
        case "<=":
            return bool(value <= last)
        case ">":
            return bool(value > last)
        case _:
            return bool(value >= first)


def _ends(operand: Any) -> tuple[Any, Any]:
    match operand:
        case Ago(span):
            return NOW - span, NOW - span
        case datetime():
            return operand, operand
        case date():
            midnight = datetime.combine(operand, time.min, VIENNA)
            next_midnight = datetime.combine(operand + timedelta(days=1), time.min, VIENNA)
            return midnight, next_midnight - INSTANT
        case _:
            return operand, operand


def like(text: str, pattern: str) -> bool:
    """By the book: % takes nothing, or a character and itself again."""

    @cache
    def matches(at: int, sign: int) -> bool:
        if sign == len(pattern):
            return at == len(text)
        if pattern[sign] == "%":
            return matches(at, sign + 1) or (at < len(text) and matches(at + 1, sign))
        fits = at < len(text) and pattern[sign] in ("_", text[at])
        return fits and matches(at + 1, sign + 1)

    return matches(0, 0)
