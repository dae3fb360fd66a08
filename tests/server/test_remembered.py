"""Answers by request id, with a clock and a solve of the test's own."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from server.errors import RequestIdReused
from server.remembered import HASHED_AT_ONCE, Memory, Remembered


class Clock:
    """Seconds that go on when told."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Solver:
    """Counts its solves and answers with the count."""

    count = 0

    async def __call__(self) -> bytes:
        self.count += 1
        await asyncio.sleep(0)
        return str(self.count).encode()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def solver() -> Solver:
    return Solver()


async def test_a_day_later_the_answer_is_forgotten(clock: Clock, solver: Solver) -> None:
    remembered = Remembered(Memory(age=timedelta(hours=24)), clock)
    answers = []
    for hour in (0, 23.9, 24):
        clock.seconds = hour * 3_600
        answers.append(await remembered.answer("id", b"body", solver))

    assert answers == [b"1", b"1", b"2"]


@pytest.mark.parametrize(
    "memory",
    [
        pytest.param(Memory(answer_count=2), id="by count"),
        pytest.param(Memory(answer_bytes=2), id="by bytes"),
    ],
)
async def test_the_oldest_answer_goes_when_memory_is_full(
    memory: Memory, clock: Clock, solver: Solver
) -> None:
    remembered = Remembered(memory, clock)
    for request_id in ("first", "second", "third"):
        await remembered.answer(request_id, b"body", solver)

    assert await remembered.answer("third", b"body", solver) == b"3"
    assert await remembered.answer("second", b"body", solver) == b"2"
    assert await remembered.answer("first", b"body", solver) == b"4"


async def test_an_answer_beyond_all_memory_is_not_kept(clock: Clock, solver: Solver) -> None:
    remembered = Remembered(Memory(answer_bytes=0), clock)

    answers = [await remembered.answer("id", b"body", solver) for _ in range(2)]

    assert answers == [b"1", b"2"]


async def test_another_body_is_refused_while_the_first_is_being_answered(
    clock: Clock, solver: Solver
) -> None:
    remembered = Remembered(Memory(), clock)
    first = asyncio.create_task(remembered.answer("id", b"one", solver))
    await asyncio.sleep(0)

    with pytest.raises(RequestIdReused):
        await remembered.answer("id", b"two", solver)
    assert await first == b"1"


async def test_a_bigger_body_is_told_apart_too(clock: Clock, solver: Solver) -> None:
    remembered = Remembered(Memory(), clock)
    body = b"x" * (HASHED_AT_ONCE + 1)
    await remembered.answer("id", body, solver)

    with pytest.raises(RequestIdReused):
        await remembered.answer("id", body + b"y", solver)


async def test_when_the_first_caller_gives_up_the_next_one_solves(clock: Clock) -> None:
    remembered = Remembered(Memory(), clock)
    begun = asyncio.Event()

    async def never() -> bytes:
        begun.set()
        await asyncio.Event().wait()
        return b"never"

    first = asyncio.create_task(remembered.answer("id", b"body", never))
    await begun.wait()
    others = [
        asyncio.create_task(remembered.answer("id", b"body", solve))
        for solve in (_answering(b"second"), _answering(b"third"))
    ]
    await asyncio.sleep(0)
    first.cancel()

    assert [await other for other in others] == [b"second", b"second"]


def _answering(answer: bytes) -> Callable[[], Awaitable[bytes]]:
    async def solve() -> bytes:
        await asyncio.sleep(0)
        return answer

    return solve
