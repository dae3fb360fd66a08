"""Filters of virtual queues, as far as random requests use them (Q2).

`FIELD = 'TEXT'` with some text fields and the band, joined by AND and OR without
brackets; AND binds tighter. A missing value equals nothing.
"""

import re

from allotment.v1.case_pb2 import Case
from tests.referee import urgency
from tests.referee.snapshot import Snapshot

EQUALS = re.compile(r"(queue|account|priority|tier|category|band) = '([^']*)'")


def takes(text: str, snapshot: Snapshot, case: Case) -> bool:
    """The filter takes the case."""
    return any(
        all(equals(condition, snapshot, case) for condition in part.split(" AND "))
        for part in text.split(" OR ")
    )


def equals(condition: str, snapshot: Snapshot, case: Case) -> bool:
    match = EQUALS.fullmatch(condition)
    assert match, f"the referee cannot read {condition!r}"
    field, text = match.groups()
    facts = {
        "queue": case.queue_id,
        "account": case.account_id,
        "priority": case.priority,
        "tier": case.tier or urgency.account(snapshot, case).tier,
        "category": case.category,
        "band": urgency.band(snapshot, case),
    }
    return bool(facts[field]) and facts[field] == text
