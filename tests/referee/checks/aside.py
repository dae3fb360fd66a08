"""Cases that the solve never sees: manual review and business-hours holds (U5, U6)."""

from collections.abc import Iterator

from allotment.v1.plan_pb2 import (
    OUTCOME_HELD_BUSINESS_HOURS,
    OUTCOME_MANUAL_REVIEW,
    Assignment,
    Outcome,
)
from tests.referee.case_file import CaseFile
from tests.referee.moments import moment

SET_ASIDE = (OUTCOME_HELD_BUSINESS_HOURS, OUTCOME_MANUAL_REVIEW)


def aside(file: CaseFile) -> Iterator[str]:
    """Who is set aside, for how long, and nobody else."""
    for row in file.batch.assignments:
        until = file.aside.get(row.case_id)
        if until is None:
            if row.outcome in SET_ASIDE:
                yield f"{row.case_id}: {Outcome.Name(row.outcome)}, but it is to be routed"
            continue
        yield from set_aside(file, row, until)


def set_aside(file: CaseFile, row: Assignment, until: int) -> Iterator[str]:
    """until: the end of the hold, 0 for manual review."""
    outcome = OUTCOME_HELD_BUSINESS_HOURS if until else OUTCOME_MANUAL_REVIEW
    if row.outcome != outcome:
        yield f"{row.case_id}: {Outcome.Name(row.outcome)}, but {Outcome.Name(outcome)}"
    told = moment(row.held_until_time) if row.HasField("held_until_time") else 0
    if told != until:
        yield f"{row.case_id}: held until {told}, but {until}"
    if row.agent_id or row.queue_id or row.fit or row.case_reason or row.via:
        yield f"{row.case_id}: set aside, but has an agent, a queue, a fit, a via or a reason"
    own = [queue.queue_id for queue in file.all_chains.own(file.everything.cases[row.case_id])]
    if row.owner_queue_id != [*own, ""][0]:
        yield f"{row.case_id}: owner_queue_id {row.owner_queue_id!r}, but {own}"
    if row.case_id not in file.explanations:
        return
    explained = file.explanations[row.case_id]
    unblock = moment(explained.next_unblock_time) if explained.HasField("next_unblock_time") else 0
    if unblock != until:
        yield f"{row.case_id}: next unblock {unblock}, but held until {until}"
    if explained.agent_count or explained.histogram or explained.HasField("fit"):
        yield f"{row.case_id}: set aside, but agents were looked at"
