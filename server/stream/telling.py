"""What a streaming caller hears while his batch is being decided."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

from allotment.v1.assignment_service_pb2 import AssignStreamResponse, SolveProgress
from allotment.v1.plan_pb2 import Batch
from server.errors import StreamStalled
from server.processes.messages import News, OnTheWay
from server.stream.progress import progress_to_proto

Write = Callable[[bytes], Awaitable[None]]
"""Sends one serialised AssignStreamResponse; returns once there is room for another one."""


def patient(write: Write, patience: timedelta) -> Write:
    """The same, but raises StreamStalled where the caller takes nothing for so long."""

    async def write_in_time(step: bytes) -> None:
        try:
            async with asyncio.timeout(patience.total_seconds()):
                await write(step)
        except TimeoutError as error:
            raise StreamStalled(patience, "Nothing of the answer was taken") from error

    return write_in_time


@asynccontextmanager
async def telling(write: Write) -> AsyncIterator[Callable[[News], None]]:
    """Passes news on that any thread hears; to a slow caller only the newest. At the end it
    returns once all is sent that was begun: two writes at a time would be an error."""
    newest = _Newest()
    task = asyncio.create_task(_tell(newest, write))
    try:
        yield newest.hear
    except asyncio.CancelledError:
        task.cancel()
        raise
    except Exception:
        newest.end()
        await asyncio.wait((task,))
        raise
    newest.end()
    await task


class _Newest:
    """The last news that nobody has taken yet."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._came = asyncio.Event()
        self._news: News | None = None
        self._ended = False

    def hear(self, news: News) -> None:
        """Takes news in any thread."""
        self._loop.call_soon_threadsafe(self._put, news)

    def end(self) -> None:
        """No more comes."""
        self._ended = True
        self._came.set()

    async def next(self) -> News | None:
        """Waits for news; None: it has ended."""
        while self._news is None and not self._ended:
            self._came.clear()
            await self._came.wait()
        news, self._news = self._news, None
        return news

    def _put(self, news: News) -> None:
        self._news = news
        self._came.set()


async def _tell(newest: _Newest, write: Write) -> None:
    while (news := await newest.next()) is not None:
        for step in steps_on_the_way(news):
            await write(step)


def steps_on_the_way(news: News) -> Iterator[bytes]:
    """Progress, and the batch where there is one."""
    yield progress_step(progress_to_proto(news))
    if isinstance(news, OnTheWay) and news.raw_batch:
        batch = Batch.FromString(news.raw_batch)
        yield AssignStreamResponse(batch=batch).SerializeToString()


def progress_step(progress: SolveProgress) -> bytes:
    """A step that tells how far a solve is."""
    return AssignStreamResponse(progress=progress).SerializeToString()
