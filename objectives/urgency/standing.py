"""What is known of the customer behind each case: the case's own facts win (U1, U2)."""

from typing import Any

import numpy as np

from solver.facts import Snapshot
from solver.units import Bools


def known(snapshot: Snapshot, fact: str) -> list[Any]:
    """The fact of each case, of its account where the case says nothing; else as it is unset."""
    accounts = {account.account_id: getattr(account, fact) for account in snapshot.accounts}
    nothing = None
    found = []
    for case in snapshot.cases:
        own = getattr(case, fact)
        if own is nothing or own == "":
            own = accounts.get(case.account_id, own)
        found.append(own)
    return found


def vips(snapshot: Snapshot) -> Bools:
    """True for cases of VIPs; shape: cases."""
    return np.array([bool(vip) for vip in known(snapshot, "vip")], dtype=np.bool_)
