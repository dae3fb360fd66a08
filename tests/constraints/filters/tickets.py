"""Cases that filters ask for, and short ways to ask."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from constraints.filters import (
    Columns,
    FieldTable,
    FilterSet,
    Kind,
    account_attribute,
    case_attribute,
    field_table,
    parse_filter,
)
from solver.facts import Account, Case
from tests.builders import NOW, policy, team

DECLARED = (
    *case_attribute("product", Kind.TEXT),
    *case_attribute("seats", Kind.NUMBER),
    *case_attribute("trial", Kind.TRUTH),
    *case_attribute("renewal", Kind.MOMENT),
    *case_attribute("SLA level", Kind.TEXT),
    account_attribute("region", Kind.TEXT),
)

POLICY = policy(teams=(team("tier2", "ann", "bob"), team("night", "bob")))
VIRTUAL_ACCOUNTS = {
    "key": frozenset({"k1", "k2"}),
    "banks": frozenset({"k2", "k3"}),
}

TABLE = field_table(POLICY, DECLARED, VIRTUAL_ACCOUNTS)


def ticket(case_id: str = "c1", **facts: Any) -> Case:
    """A case, created NOW."""
    return Case(case_id, **{"created": NOW, **facts})


def takes(
    text: str, one: Case, *accounts: Account, table: FieldTable = TABLE, **given: object
) -> bool:
    """True if the filter takes the case; `given`: what the cycle computes for it."""
    values = {name: [value] for name, value in given.items()}
    columns = Columns(table, (one,), accounts, values)
    return bool(FilterSet((parse_filter(text, table),)).masks(columns, NOW)[0, 0])


def taken(text: str, cases: Iterable[Case], *accounts: Account) -> list[str]:
    """Ids of the cases that the filter takes."""
    rows = tuple(cases)
    mask = FilterSet((parse_filter(text, TABLE),)).masks(Columns(TABLE, rows, accounts), NOW)[0]
    return [case.case_id for case, is_taken in zip(rows, mask.tolist(), strict=True) if is_taken]


def utc(text: str) -> datetime:
    """A moment in UTC, as in `utc("2026-03-04 10:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
