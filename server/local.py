"""Answers one call without a server: the same solver process, started for the occasion."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.errors import WorkerCrashed
from server.learning.skills_in_force import read_skills
from server.main import ANSWER
from server.processes.errors import RefusedThere
from server.processes.messages import Crashed, News, Refused, SkillsFile
from server.processes.pool import Call, PoolSize, SolverPool
from server.time_budget import DEFAULT_TIME_LIMIT, Budget

ALONE = PoolSize(concurrent=1, waiting=0, spare=0)


async def answered_here(
    request: AssignRequest,
    skills_model: Path | None = None,
    heard: Callable[[News], None] | None = None,
) -> bytes:
    """The raw response; raises RefusedThere, WorkerCrashed, WorkerDied or Overdue.

    skills_model: a model or an ontology; raises FileError or ModelFileError where it is bad.
    heard: takes plans on the way. The first Ctrl-C takes the best one, the next one ends it all.
    """
    skills = None
    if skills_model is not None:
        skills = SkillsFile(str(skills_model), read_skills(skills_model).model_id)
    raw_request = request.SerializeToString(deterministic=True)
    limit = request.options.time_limit.ToTimedelta() or DEFAULT_TIME_LIMIT
    pool = SolverPool(ANSWER, ALONE)
    call = replace(_call(raw_request, limit, skills), heard=heard)
    try:
        await pool.start()
        with _enough_at_ctrl_c() as enough:
            reply, raw_response = await pool.answer(replace(call, enough=enough))
    finally:
        await pool.stop()
    if isinstance(reply, Refused):
        raise RefusedThere(reply.refusal)
    if isinstance(reply, Crashed):
        raise WorkerCrashed(reply.trace)
    return raw_response


@contextmanager
def _enough_at_ctrl_c() -> Iterator[asyncio.Event]:
    """An event that the first Ctrl-C sets; the second one does what it always does."""
    enough, loop = asyncio.Event(), asyncio.get_running_loop()

    def take_it() -> None:
        enough.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, take_it)
    try:
        yield enough
    finally:
        loop.remove_signal_handler(signal.SIGINT)


def _call(raw_request: bytes, limit: timedelta, skills: SkillsFile | None) -> Call:
    budget = Budget(limit, None, len(raw_request))
    return Call(raw_request, budget, datetime.now(UTC), skills=skills)
