"""Missing facts never pass silently: queues, defaults used, and their notices."""

from collections.abc import Iterator

from allotment.v1.case_pb2 import Case
from allotment.v1.plan_pb2 import Notice
from tests.referee import urgency
from tests.referee.case_file import CaseFile
from tests.referee.weights import dropped

SHOWN = 10


def defaults(file: CaseFile) -> Iterator[str]:
    """Explanations name the case's queues and the defaults that stood in for its facts."""
    for case in file.everything.cases.values():
        if case.case_id not in file.explanations:
            continue
        told = file.explanations[case.case_id]
        queues = [tier.queue.queue_id for tier in file.all_chains.tiers(case)]
        if list(told.queue_ids) != queues:
            yield f"{case.case_id}: queue_ids {told.queue_ids}, but {queues}"
        if sorted(told.defaults_used) != missing(file, case):
            yield f"{case.case_id}: defaults_used {told.defaults_used}, but {missing(file, case)}"


def pillars(file: CaseFile) -> Iterator[str]:
    """One notice per pillar that was left out (S15)."""
    told = [row.subject for row in file.response.notices if row.kind == Notice.KIND_PILLAR_DROPPED]
    if sorted(told) != sorted(dropped(file.snapshot)):
        yield f"notices of pillars left out {told}, but {dropped(file.snapshot)}"


def missing(file: CaseFile, case: Case) -> list[str]:
    """Facts of a case for which a default stood in, sorted."""
    names = [] if case.priority else ["priority"]
    return sorted([*names, *urgency.missing(file.everything, case)])


def notices(file: CaseFile) -> Iterator[str]:
    """One notice per kind of missing fact, with its rows."""
    told = {
        row.subject: (row.row_count, sorted(row.row_ids))
        for row in file.response.notices
        if row.kind == Notice.KIND_DEFAULT_USED
    }
    for name in ("priority", "category", "last_contact", "lifetime_value", "tier"):
        rows = sorted(
            case.case_id for case in file.everything.cases.values() if name in missing(file, case)
        )
        expected = (len(rows), rows[:SHOWN]) if rows else None
        if told.get(f"cases.{name}") != expected:
            yield f"notice of cases.{name}: {told.get(f'cases.{name}')}, but {expected}"
