"""A field compared with values of its kind (Q2)."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from constraints.filters.conditions import Among, Compare, Condition, Order
from constraints.filters.errors import Mistake, Wrong
from constraints.filters.fields import Field, FieldTable, Kind
from constraints.filters.operands import duration_of, moment_of, number_of, text_of, truth_of
from constraints.filters.values import Value
from solver.facts.filters import FromNow, Literal

Read = TypeVar("Read")

MIRRORED = {
    Order.LESS: Order.MORE,
    Order.AT_MOST: Order.AT_LEAST,
    Order.MORE: Order.LESS,
    Order.AT_LEAST: Order.AT_MOST,
}
"""An age is more than 2h where its moment is before now - 2h."""


def compared(field: Field, order: Order, literal: Literal, table: FieldTable) -> Condition:
    """The field in an order to one value; raises Wrong."""
    value = value_of(literal, field, table)
    if field.since:
        return Compare(field.since, MIRRORED[order], value)
    return Compare(field.name, order, value)


def among(field: Field, literals: Iterable[Literal], table: FieldTable) -> Condition:
    """The field is one of the values; raises Wrong with the mistakes of all."""
    values = each(literals, lambda one: value_of(one, field, table))
    return Among(field.since or field.name, frozenset(values))


def each(literals: Iterable[Literal], read: Callable[[Literal], Read]) -> tuple[Read, ...]:
    """All of them read; raises Wrong with the mistakes of all."""
    found: list[Read] = []
    mistakes: list[Mistake] = []
    for literal in literals:
        try:
            found.append(read(literal))
        except Wrong as wrong:
            mistakes.extend(wrong.mistakes)
    if mistakes:
        raise Wrong(*mistakes)
    return tuple(found)


def value_of(literal: Literal, field: Field, table: FieldTable) -> Value:
    """The value in the kind of the field, for a duration the moment; raises Wrong."""
    match field.kind:
        case Kind.NUMBER:
            return number_of(literal, field)
        case Kind.TRUTH:
            return truth_of(literal, field)
        case Kind.MOMENT:
            return moment_of(literal, field, table.zone)
        case Kind.DURATION:
            return FromNow(-duration_of(literal, field))
        case _:
            return text_of(literal, field)
