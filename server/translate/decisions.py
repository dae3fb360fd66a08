"""From the contract's batch to the decisions that the checker judges."""

from datetime import UTC, datetime

from allotment.v1 import plan_pb2 as pb
from solver.check import Decision, Outcome, Via
from solver.reasons import Reason


def decisions_from_proto(batch: pb.Batch) -> tuple[Decision, ...]:
    """What a batch claims for each of its cases; raises ValueError for an unset outcome."""
    return tuple(map(_decision, batch.assignments))


def _decision(row: pb.Assignment) -> Decision:
    return Decision(
        case_id=row.case_id,
        outcome=Outcome(row.outcome),
        agent_id=row.agent_id,
        queue_id=row.queue_id,
        bucket=row.bucket,
        rank=row.fallback_rank,
        via=Via(row.via) if row.via else None,
        overridden=frozenset(map(Reason, row.overridden_limits)),
        held_until=_held_until(row),
        fit=row.fit,
        urgency=row.urgency,
        band=row.band,
    )


def _held_until(row: pb.Assignment) -> datetime | None:
    if not row.HasField("held_until_time"):
        return None
    return row.held_until_time.ToDatetime(UTC)
