"""Cases with their accounts, as field values are read from them (Q2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from solver.facts import Account, Case


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Cases, and the account of each one."""

    cases: tuple[Case, ...]
    accounts: tuple[Account | None, ...]


def rows_of(cases: tuple[Case, ...], accounts: Iterable[Account] = ()) -> Rows:
    """Cases joined with their accounts."""
    by_id = {account.account_id: account for account in accounts}
    return Rows(cases, tuple(map(by_id.get, map(attrgetter("account_id"), cases))))
