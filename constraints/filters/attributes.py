"""Custom attributes as fields: `case.attr.NAME`, NAME alone, `account.attr.NAME` (Q2).

A case, or an account, carries `attributes`: pairs of name and value, or a
mapping. A missing name is NULL, and so is a value of another kind than declared.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from constraints.filters.fields import Field, Kind, Values
from constraints.filters.rows import Rows

TYPES: dict[Kind, type] = {
    Kind.TEXT: str,
    Kind.NUMBER: float,
    Kind.TRUTH: bool,
    Kind.MOMENT: datetime,
}
"""The type of the values by declared kind; there are no attributes of other kinds."""


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
    read = attrgetter("attributes")
    found = (None if one is None else dict(read(one)).get(name) for one in carriers)
    return [value if isinstance(value, TYPES[kind]) else None for value in found]
