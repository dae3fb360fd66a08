"""A pool whose processes do not come up, and a call without a second best."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.errors import Overdue, WorkerCrashed
from server.processes.pool import Call, PoolSize, SolverPool
from server.time_budget import Budget
from tests.e2e.serving import scripted
from tests.server.processes.living import eventually, is_alive
from tests.server.scripted import ANSWER

SMALL = PoolSize(concurrent=1, spare=0)


@pytest.mark.parametrize("answer", ["server.nowhere:answer", "server.errors:nothing"])
async def test_a_function_that_cannot_be_loaded_is_an_error_at_the_start(answer: str) -> None:
    pool = SolverPool(answer, SMALL)
    try:
        with pytest.raises(WorkerCrashed) as error:
            await pool.start()
    finally:
        await pool.stop()

    assert "nowhere" in error.value.trace or "nothing" in error.value.trace
    assert not pool.pids


async def test_a_pool_that_stops_while_it_starts_leaves_nothing() -> None:
    pool = SolverPool(ANSWER, SMALL)
    starting = asyncio.create_task(pool.start())
    while not pool.pids:
        await asyncio.sleep(0.01)
    pids = pool.pids
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await pool.stop()

    assert eventually(lambda: not any(is_alive(pid) for pid in pids))


async def test_a_lint_that_overruns_is_not_tried_as_one_case_after_the_other(
    tmp_path: Path,
) -> None:
    """`stuck` would answer in the fallback."""
    raw_request = scripted(f"stuck:{tmp_path / 'mark'}").SerializeToString()
    budget = Budget(timedelta(seconds=0.2), None, len(raw_request))
    pool = SolverPool(ANSWER, SMALL)
    try:
        await pool.start()
        with pytest.raises(Overdue):
            await pool.answer(Call(raw_request, budget, datetime.now(UTC), rpc="LintPolicy"))
    finally:
        await pool.stop()
