"""Assignments that people changed by hand after the answer (Q10, L1)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from allotment.v1.agent_pb2 import ASSIGNMENT_SOURCE_MANUAL
from allotment.v1.plan_pb2 import CaseReason, Outcome
from server.errors import ReportError
from server.reports.found import Found
from server.reports.record import Record


@dataclass(frozen=True, slots=True)
class HandAssignment:
    """A person gave the case to the agent; time in nanoseconds, or when it was first seen."""

    case_id: str
    agent_id: str
    time: int


def changed(records: Sequence[Record]) -> Iterator[Found]:
    """Decisions after which a person chose somebody else, in order, each change once.

    Later requests tell of them, by assignments with the source MANUAL. Raises ReportError
    where there is no later request.
    """
    if len(records) < 2:
        raise ReportError(
            "A change by hand shows in the request after the answer, and there is one request.\n"
            "Maybe add the request and the answer of a later cycle."
        )
    seen: set[tuple[str, str, int]] = set()
    for place, later in enumerate(records):
        for hand in assigned_by_hand(later):
            record = _decided_before(records[:place], hand)
            key = (hand.case_id, hand.agent_id, record.time if record else 0)
            if record and key not in seen and record.decisions[hand.case_id].agent_id != key[1]:
                seen.add(key)
                yield _found(record, hand)


def assigned_by_hand(record: Record) -> Iterator[HandAssignment]:
    """All that a request tells of; by agent, those with a time first."""
    for agent in sorted(record.request.agents, key=lambda row: row.agent_id):
        timed = [row for row in agent.recent_assignments if row.source == ASSIGNMENT_SOURCE_MANUAL]
        for past in sorted(timed, key=lambda row: (row.time.ToNanoseconds(), row.case_id)):
            yield HandAssignment(past.case_id, agent.agent_id, past.time.ToNanoseconds())
        known = {row.case_id for row in timed}
        for held in sorted(agent.active_cases, key=lambda row: row.case_id):
            if held.source == ASSIGNMENT_SOURCE_MANUAL and held.case_id not in known:
                yield HandAssignment(held.case_id, agent.agent_id, record.time)


def _decided_before(records: Iterable[Record], hand: HandAssignment) -> Record | None:
    """The last record that decided the case before it changed hands."""
    before = [
        record
        for record in records
        if record.time <= hand.time and hand.case_id in record.decisions
    ]
    return before[-1] if before else None


def _found(record: Record, hand: HandAssignment) -> Found:
    row, case = record.decisions[hand.case_id], record.cases[hand.case_id]
    why = Outcome.Name(row.outcome).removeprefix("OUTCOME_")
    if row.case_reason:
        why = CaseReason.Name(row.case_reason).removeprefix("CASE_REASON_")
    old = row.agent_id or case.owner_agent_id
    return Found(record, case, why, old_owner=old, new_owner=hand.agent_id)
