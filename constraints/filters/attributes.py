"""Custom attributes as fields: `case.attr.NAME`, NAME alone, `account.attr.NAME` (Q2).

A missing attribute is NULL, and so is a value of another kind than declared.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from constraints.filters.fields import Field, Kind, Values
from constraints.filters.rows import Rows
from solver.facts import Attribute

TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.NUMBER: (float, int),
    Kind.TRUTH: (bool,),
    Kind.MOMENT: (datetime,),
}
"""The types of the values by declared kind; there are no attributes of other kinds."""

attributes_of: Callable[[object], tuple[Attribute, ...]] = attrgetter("attributes")
"""The attributes of a case or an account."""


def case_attribute(name: str, kind: Kind) -> tuple[Field, Field]:
    """A declared attribute of cases, by its full name and by its short one."""
    values = _of_cases(name, kind)
    return Field(f"case.attr.{name}", kind, values), Field(name, kind, values)


def account_attribute(name: str, kind: Kind) -> Field:
    """A declared attribute of accounts."""
    return Field(f"account.attr.{name}", kind, _of_accounts(name, kind))


def _of_cases(name: str, kind: Kind) -> Values:
    return lambda rows: _values(rows.cases, name, kind)


def _of_accounts(name: str, kind: Kind) -> Values:
    def values(rows: Rows) -> Sequence[object]:
        return _values(rows.accounts, name, kind)

    return values


def _values(carriers: Iterable[object], name: str, kind: Kind) -> list[object]:
    found = (_value(carrier, name) for carrier in carriers)
    return [value if type(value) in TYPES[kind] else None for value in found]


def _value(carrier: object, name: str) -> object:
    """The value of an attribute of a case or an account, if there is one."""
    if carrier is None:
        return None
    for one in attributes_of(carrier):
        if one.name == name:
            return one.value
    return None
