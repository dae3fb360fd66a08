"""Whose a case is (Q10), and who holds what it would rather have (Q3)."""

from __future__ import annotations

from collections.abc import Iterator

from allotment.v1 import plan_pb2 as plan
from allotment.v1.plan_pb2 import Assignment
from tests.referee.case_file import CaseFile


def owner_queues(file: CaseFile) -> Iterator[str]:
    """The first of the case's own queues, whoever serves it."""
    for row in (*file.assigned, *file.kept, *file.unassigned):
        own = file.chains.own(file.case(row))
        true = own[0].queue_id if own else ""
        if row.owner_queue_id != true:
            yield f"{row.case_id}: owner_queue_id {row.owner_queue_id!r}, but {true!r}"


def before(file: CaseFile) -> Iterator[str]:
    """Cases named as before it hold an agent who is free for it at an earlier step."""
    holder = holders(file)
    for row in file.assigned:
        told = file.explanations.get(row.case_id)
        for other in told.bucket_case_ids if told else ():
            if holder.get(other) not in earlier(file, row):
                yield f"{row.case_id}: sent on by {other}, which holds none of the places before"


def earlier(file: CaseFile, row: Assignment) -> set[str]:
    """Agents who are free for an assigned case at an earlier step than its own."""
    case = file.case(row)
    return {
        agent
        for agent in file.free_agents(row.case_id)
        for tier in file.refusals.ways(case, agent)
        if file.chains.rank(case, agent, tier) < row.fallback_rank
    }


def displacing(file: CaseFile) -> Iterator[str]:
    """Cases named as displacing hold an agent who is free for the waiting case; some are named."""
    holder = holders(file)
    for row in file.unassigned:
        told = file.explanations.get(row.case_id)
        if told is None:
            continue
        free = set(file.free_agents(row.case_id))
        for other in told.displacing_case_ids:
            if holder.get(other) not in free:
                yield f"{row.case_id}: displaced by {other}, which holds none of its agents"
        if row.case_reason == plan.CASE_REASON_OUTCOMPETED and not told.displacing_case_ids:
            yield f"{row.case_id}: outcompeted, but by nobody"


def holders(file: CaseFile) -> dict[str, str]:
    """Who has each case after the batch."""
    return {row.case_id: row.agent_id for row in (*file.assigned, *file.kept)}
