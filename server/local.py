"""Answers one call without a server: the same solver process, started for the occasion."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.errors import WorkerCrashed
from server.learning.skills_in_force import read_skills
from server.main import ANSWER
from server.processes.errors import RefusedThere
from server.processes.messages import Crashed, Refused, SkillsFile
from server.processes.pool import Call, PoolSize, SolverPool
from server.time_budget import DEFAULT_TIME_LIMIT, Budget

ALONE = PoolSize(concurrent=1, waiting=0, spare=0)


async def answered_here(request: AssignRequest, skills_model: Path | None = None) -> bytes:
    """The raw response; raises RefusedThere, WorkerCrashed, WorkerDied or Overdue.

    skills_model: a model or an ontology; raises FileError or ModelFileError where it is bad.
    """
    skills = None
    if skills_model is not None:
        skills = SkillsFile(str(skills_model), read_skills(skills_model).model_id)
    raw_request = request.SerializeToString(deterministic=True)
    limit = request.options.time_limit.ToTimedelta() or DEFAULT_TIME_LIMIT
    pool = SolverPool(ANSWER, ALONE)
    try:
        await pool.start()
        reply, raw_response = await pool.answer(_call(raw_request, limit, skills))
    finally:
        await pool.stop()
    if isinstance(reply, Refused):
        raise RefusedThere(reply.refusal)
    if isinstance(reply, Crashed):
        raise WorkerCrashed(reply.trace)
    return raw_response


def _call(raw_request: bytes, limit: timedelta, skills: SkillsFile | None) -> Call:
    budget = Budget(limit, None, len(raw_request))
    return Call(raw_request, budget, datetime.now(UTC), skills=skills)
