"""What is known of the customer behind each case: the case's own facts win (U1, U2)."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import numpy as np

from solver.facts import Snapshot
from solver.once import once
from solver.units import Bools


@once
def known(snapshot: Snapshot, fact: str) -> Sequence[Any]:
    """The fact of each case, of its account where the case says nothing; else as it is unset."""
    read = attrgetter(fact)
    accounts = {account.account_id: read(account) for account in snapshot.accounts}
    return [
        accounts.get(case.account_id, own) if own is None or own == "" else own
        for case, own in zip(snapshot.cases, map(read, snapshot.cases), strict=True)
    ]


@once
def vips(snapshot: Snapshot) -> Bools:
    """True for cases of VIPs; shape: cases."""
    return np.array([bool(vip) for vip in known(snapshot, "vip")], dtype=np.bool_)
