"""Answers one call without a server: the same solver process, started for the occasion."""

from datetime import UTC, datetime, timedelta

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.errors import WorkerCrashed
from server.main import ANSWER
from server.processes.errors import RefusedThere
from server.processes.messages import Crashed, Refused
from server.processes.pool import Call, PoolSize, SolverPool
from server.time_budget import DEFAULT_TIME_LIMIT, Budget

ALONE = PoolSize(concurrent=1, waiting=0, spare=0)


async def answered_here(request: AssignRequest) -> bytes:
    """The raw response; raises RefusedThere, WorkerCrashed, WorkerDied or Overdue."""
    raw_request = request.SerializeToString(deterministic=True)
    limit = request.options.time_limit.ToTimedelta() or DEFAULT_TIME_LIMIT
    pool = SolverPool(ANSWER, ALONE)
    try:
        await pool.start()
        reply, raw_response = await pool.answer(_call(raw_request, limit))
    finally:
        await pool.stop()
    if isinstance(reply, Refused):
        raise RefusedThere(reply.refusal)
    if isinstance(reply, Crashed):
        raise WorkerCrashed(reply.trace)
    return raw_response


def _call(raw_request: bytes, limit: timedelta) -> Call:
    return Call(raw_request, Budget(limit, None, len(raw_request)), datetime.now(UTC))
