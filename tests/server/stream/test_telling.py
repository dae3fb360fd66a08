"""Progress goes to whoever takes it, in order, and never two writes at a time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest

from allotment.v1.assignment_service_pb2 import AssignStreamResponse
from allotment.v1.plan_pb2 import Batch
from server.errors import StreamStalled
from server.processes.messages import Began, OnTheWay
from server.stream.telling import patient, telling
from solver.engines.solution import Solution
from solver.handed_over import HandedOver


def plan(number: int, *, batch: bool = False) -> OnTheWay:
    """The plan of a round."""
    nothing = np.zeros(0, dtype=np.int64)
    claims = Solution(nothing, None, number)
    raw = Batch(assigned_count=number).SerializeToString() if batch else b""
    return OnTheWay(HandedOver(nothing.astype(np.int32), claims), (), None, (), raw)


class Caller:
    """Takes one step at a time, when it may."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.steps: list[AssignStreamResponse] = []
        self.writing = 0

    async def write(self, raw: bytes) -> None:
        self.writing += 1
        assert self.writing == 1
        await self.may.wait()
        self.steps.append(AssignStreamResponse.FromString(raw))
        self.writing -= 1

    @property
    def rounds(self) -> list[int]:
        return [step.progress.round for step in self.steps if step.HasField("progress")]


async def test_news_are_told_and_a_plan_comes_with_its_batch() -> None:
    caller = Caller()
    caller.may.set()
    async with telling(caller.write) as hear:
        hear(Began())
        await asyncio.sleep(0.01)
        await asyncio.to_thread(hear, plan(1, batch=True))

    assert [step.WhichOneof("step") for step in caller.steps] == ["progress", "progress", "batch"]
    assert [step.progress.stage for step in caller.steps[:2]] == ["solving"] * 2
    assert caller.steps[2].batch.assigned_count == 1


async def test_a_slow_caller_hears_the_newest_only() -> None:
    """And what was begun is sent before the answer is."""
    caller = Caller()
    async with telling(caller.write) as hear:
        for number in range(1, 6):
            hear(plan(number))
            await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.02, caller.may.set)

    assert caller.rounds == [1, 5]
    assert not caller.writing


async def test_a_caller_who_takes_nothing_is_sent_away() -> None:
    caller = Caller()
    write = patient(caller.write, timedelta(seconds=0.05))

    async def solve() -> None:
        async with telling(write) as hear:
            hear(Began())
            await asyncio.sleep(0)

    with pytest.raises(StreamStalled, match="was taken"):
        await solve()


@pytest.mark.parametrize("error", [RuntimeError, asyncio.CancelledError])
async def test_an_error_of_the_solve_goes_on(error: Callable[[], BaseException]) -> None:
    """Whatever is being told."""
    caller = Caller()
    caller.may.set()

    async def solve() -> None:
        async with telling(caller.write) as hear:
            hear(Began())
            raise error()

    with pytest.raises(type(error())):
        await solve()
    await asyncio.sleep(0)
    assert not caller.writing
