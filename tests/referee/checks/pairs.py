"""Assigned pairs are allowed and stand in the right bucket (Q3, L6, R4, S13)."""

from collections.abc import Iterator

from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.plan_pb2 import OUTCOME_ASSIGNED, VIA_OPTIMISED, Assignment
from tests.referee.case_file import CaseFile


def pairs(file: CaseFile) -> Iterator[str]:
    """Agent, queue, bucket, rank and refusals of every assigned pair."""
    for row in file.batch.assignments:
        if row.outcome != OUTCOME_ASSIGNED:
            continue
        if file.names_unknown(row):
            yield f"{row.case_id}: assigned with an unknown agent or queue"
        else:
            yield from pair(file, row)


def pair(file: CaseFile, row: Assignment) -> Iterator[str]:
    case = file.snapshot.cases[row.case_id]
    if row.queue_id != case.queue_id:
        yield f"{row.case_id}: charged to {row.queue_id}, but carried by {case.queue_id}"
    for reason in file.refusals.of(case, row.agent_id):
        yield f"{row.case_id}: {row.agent_id} is refused by {PairReason.Name(reason)}"
    bucket = file.snapshot.buckets[row.queue_id].get(row.agent_id, 0)
    if row.bucket != bucket:
        yield f"{row.case_id}: bucket {row.bucket}, but {row.agent_id} stands in {bucket}"
    if row.fallback_rank != bucket - 1:
        yield f"{row.case_id}: fallback_rank {row.fallback_rank}, but bucket {bucket}"
    if row.via != VIA_OPTIMISED:
        yield f"{row.case_id}: via {row.via}, but only the optimum assigns"
