"""Filters of virtual queues, as far as random requests use them (Q2).

`FIELD = 'TEXT'` with the fields queue, account and priority, joined by AND and
OR without brackets; AND binds tighter. A missing value equals nothing.
"""

import re

from allotment.v1.case_pb2 import Case

EQUALS = re.compile(r"(queue|account|priority) = '([^']*)'")


def takes(text: str, case: Case) -> bool:
    """The filter takes the case."""
    return any(
        all(equals(condition, case) for condition in part.split(" AND "))
        for part in text.split(" OR ")
    )


def equals(condition: str, case: Case) -> bool:
    match = EQUALS.fullmatch(condition)
    assert match, f"the referee cannot read {condition!r}"
    field, text = match.groups()
    facts = {"queue": case.queue_id, "account": case.account_id, "priority": case.priority}
    return bool(facts[field]) and facts[field] == text
