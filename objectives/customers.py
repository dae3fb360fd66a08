"""When the customers are active, each different profile once (S5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from solver.calendars import Calendar
from solver.facts import Account, Case, Snapshot
from solver.units import Indexes

NOBODY = Account(account_id="")


@dataclass(frozen=True, slots=True)
class Customer:
    """Activity windows of a customer; without windows nothing is known."""

    activity: Calendar
    skip_weekends: bool


@dataclass(frozen=True, slots=True, eq=False)
class Customers:
    """Different profiles, and the profile of each case; shape of row: cases."""

    profiles: tuple[Customer, ...]
    row: Indexes


def customers_of(snapshot: Snapshot) -> Customers:
    """The customers behind the cases, in the order in which they are first met."""
    accounts = {account.account_id: account for account in snapshot.accounts}
    places: dict[Customer, int] = {}
    of_account: dict[str, int] = {}
    row = np.empty(len(snapshot.cases), dtype=np.int32)
    for position, case in enumerate(snapshot.cases):
        speaks = case.zone is not None or bool(case.activity_windows)
        place = None if speaks else of_account.get(case.account_id)
        if place is None:
            place = places.setdefault(customer_of(case, accounts, snapshot), len(places))
            if not speaks:
                of_account[case.account_id] = place
        row[position] = place
    return Customers(tuple(places), row)


def customer_of(case: Case, accounts: Mapping[str, Account], snapshot: Snapshot) -> Customer:
    """The case's own facts, else the account's, else the policy's."""
    account = accounts.get(case.account_id, NOBODY)
    policy = snapshot.policy
    zone = case.zone or account.zone or policy.zone
    windows = case.activity_windows or account.activity_windows
    skip = policy.fit.skip_weekends if account.skip_weekends is None else account.skip_weekends
    return Customer(Calendar(zone, windows), skip)
