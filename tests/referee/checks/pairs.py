"""Assigned pairs are allowed, and stand in the right bucket of the right queue (Q3-Q13)."""

from collections.abc import Iterator

from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.plan_pb2 import (
    OUTCOME_ASSIGNED,
    VIA_CATCH_ALL,
    VIA_OPTIMISED,
    VIA_REASSIGNED,
    VIA_ROUND_ROBIN,
    VIA_RR_FALLBACK,
    Assignment,
    Via,
)
from tests.referee.case_file import CaseFile
from tests.referee.refusals import CAPACITY


def pairs(file: CaseFile) -> Iterator[str]:
    """Agent, queue, bucket, rank and refusals of every assigned pair."""
    for row in file.batch.assignments:
        if row.outcome != OUTCOME_ASSIGNED:
            continue
        if file.names_unknown(row):
            yield f"{row.case_id}: assigned with an unknown agent or queue"
            continue
        queues = [tier.queue.queue_id for tier in file.chains.tiers(file.case(row))]
        if row.queue_id in queues:
            yield from pair(file, row)
        else:
            yield f"{row.case_id}: charged to {row.queue_id}, but its queues are {queues}"


def pair(file: CaseFile, row: Assignment) -> Iterator[str]:
    case, tier = file.case(row), file.tier(row)
    over = CAPACITY if row.via == VIA_RR_FALLBACK else set()
    for reason in set(file.refusals.of(case, row.agent_id, tier)) - over:
        yield f"{row.case_id}: {row.agent_id} is refused by {PairReason.Name(reason)}"
    bucket = file.chains.bucket(case, row.agent_id, tier)
    if row.bucket != bucket:
        yield f"{row.case_id}: bucket {row.bucket}, but {row.agent_id} stands in {bucket}"
    if row.fallback_rank != file.rank(row):
        yield f"{row.case_id}: fallback_rank {row.fallback_rank}, but {file.rank(row)}"
    if row.via != VIA_RR_FALLBACK and row.via != via(file, row):
        yield f"{row.case_id}: via {Via.Name(row.via)}, but {Via.Name(via(file, row))}"


def via(file: CaseFile, row: Assignment) -> Via.ValueType:
    """How the case came to its agent."""
    if file.case(row).owner_agent_id:
        return VIA_REASSIGNED
    if row.queue_id == file.snapshot.policy.catch_all_queue_id:
        return VIA_CATCH_ALL
    return VIA_ROUND_ROBIN if row.queue_id in file.turning else VIA_OPTIMISED
