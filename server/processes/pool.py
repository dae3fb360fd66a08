"""The solver processes and the calls they answer."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from server.errors import NoWorker, Overdue, Stopping, WorkerCrashed, WorkerDied
from server.logs import note
from server.processes.messages import Began, News, OnTheWay, Reply, SkillsFile, WorkerSettings
from server.processes.slots import Slots
from server.processes.supervised import SolverProcess
from server.time_budget import Budget, Share, kept_back
from solver.handed_over import HandedOver

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 10.0
START_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class PoolSize:
    """How much runs and waits at a time."""

    concurrent: int = 2
    """Calls that solve at a time."""
    waiting: int = 16
    """Calls that wait for them; more are told that the server is busy."""
    spare: int = 1
    """Warm processes beside those that solve, for the call whose process was killed."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the pool sees it."""

    raw_request: bytes
    budget: Budget
    received_time: datetime
    raw_policy: bytes = b""
    rpc: str = "Assign"
    skills: SkillsFile | None = None
    heard: Callable[[News], None] | None = None
    """Takes news of the solve, in the thread of some process."""
    tells_batches: bool = False
    """Plans on the way come as batches, too."""
    enough: asyncio.Event | None = None
    """Set once the best plan so far will do."""

    def settings(
        self, share: Share, engine_override: Literal["sequential"] | None, best: "Best"
    ) -> WorkerSettings:
        """What one attempt is told."""
        return WorkerSettings(
            received_time=self.received_time,
            time_limit=share.solve,
            time_left=share.whole,
            time_beyond=share.beyond,
            engine_override=engine_override,
            on_the_way=best.plan if engine_override else None,
            raw_policy=self.raw_policy,
            tells_batches=self.tells_batches,
            rpc=self.rpc,
            skills=self.skills,
        )


class Best:
    """The last plan that any process came to for a call. It hears of them in any thread."""

    def __init__(self, call: Call) -> None:
        self.plan: HandedOver | None = None
        self._heard = call.heard

    def __call__(self, news: News) -> None:
        """Keeps a plan, and passes all news on."""
        if isinstance(news, OnTheWay):
            self.plan = news.plan
        if self._heard is not None:
            self._heard(news)


class _Timer:
    """Ends an attempt: when its whole share is over, or sooner once its solve has begun, so that
    something is left for a fallback."""

    def __init__(self, share: Share, now: float) -> None:
        self._share = share
        self._start = now
        self._timeout = asyncio.timeout_at(now + share.whole.total_seconds())

    async def __aenter__(self) -> "_Timer":
        await self._timeout.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._timeout.__aexit__(*error)

    def heard(self, best: Best) -> Callable[[News], None]:
        """Takes news in the thread of a process."""
        loop = asyncio.get_running_loop()

        def hear(news: News) -> None:
            best(news)
            if isinstance(news, Began):
                loop.call_soon_threadsafe(self._began, loop.time())

        return hear

    def _began(self, now: float) -> None:
        whole, beyond = (s.total_seconds() for s in (self._share.whole, self._share.beyond))
        back = kept_back(whole, now - self._start, beyond)
        # The attempt may have ended meanwhile.
        with suppress(RuntimeError):
            self._timeout.reschedule(self._start + whole - back)


@contextmanager
def _hurrying(process: SolverProcess, enough: asyncio.Event | None) -> Iterator[None]:
    """Passes on that the caller has enough."""
    if enough is None:
        yield
        return

    async def wait() -> None:
        await enough.wait()
        process.hurry()

    waiting = asyncio.create_task(wait())
    try:
        yield
    finally:
        waiting.cancel()


class SolverPool:
    """Answers calls in solver processes, and replaces every process that it has to kill.

    A call that is cancelled, or whose time is over, takes its process with it:
    there is no other way to stop a solve. No other call notices.
    """

    def __init__(self, answer: str, size: PoolSize = PoolSize()) -> None:
        """`answer` is a dotted name such as `server.answer:answer`; see worker.Answer."""
        self._answer = answer
        self._size = size
        self._slots = Slots(size.concurrent, size.waiting)
        self._warm: asyncio.LifoQueue[SolverProcess] = asyncio.LifoQueue()
        self._processes: set[SolverProcess] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._stopping = False

    @property
    def pids(self) -> frozenset[int]:
        """Ids of the processes that run now."""
        return frozenset(process.pid for process in self._processes if process.pid)

    async def start(self) -> None:
        """Starts all processes and waits until they are warm.

        Raises WorkerCrashed or WorkerDied where that fails.
        """
        count = self._size.concurrent + self._size.spare
        await asyncio.gather(*(self._add() for _ in range(count)))

    async def stop(self) -> None:
        """Ends every process, whatever it is doing."""
        self._stopping = True
        for chore in self._chores:
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        await asyncio.gather(*(self._remove(process) for process in tuple(self._processes)))

    def check_room(self) -> None:
        """Raises Busy where a call that came now would be sent away."""
        self._slots.check_room()

    async def answer(self, call: Call) -> tuple[Reply, bytes]:
        """The reply to a call, and the raw response after Answered.

        The requested engine goes first. If it overruns, its last plan is answered
        with in the time that is left, or without one what one case after the other
        gives; a lint has no second best.
        Raises Busy, NoWorker, Overdue, Stopping, and WorkerDied after a second death.
        """
        best = Best(call)
        async with self._slots.taken():
            try:
                return await self._attempt(call, None, best)
            except TimeoutError as error:
                if call.rpc != "Assign":
                    raise Overdue("The call overran its time.") from error
                log.warning("The solve overran its time and was ended; falling back.")
                note(fallback=True)
            try:
                return await self._attempt(call, "sequential", best)
            except TimeoutError as error:
                raise Overdue("The fallback overran its time too.") from error

    async def _attempt(
        self, call: Call, engine_override: Literal["sequential"] | None, best: Best
    ) -> tuple[Reply, bytes]:
        """Tries a second time where the process died of something else than us."""
        try:
            return await self._exchange(call, engine_override, best)
        except WorkerDied as death:
            log.warning("%s The call is tried once more.", death)
            return await self._exchange(call, engine_override, best)

    async def _exchange(
        self, call: Call, engine_override: Literal["sequential"] | None, best: Best
    ) -> tuple[Reply, bytes]:
        process = await self._taken()
        now = asyncio.get_running_loop().time()
        share = call.budget.last(now) if engine_override else call.budget.first(now)
        settings = call.settings(share, engine_override, best)
        try:
            async with _Timer(share, now) as timer:
                with _hurrying(process, call.enough):
                    answered = await process.exchange(call.raw_request, settings, timer.heard(best))
        except BaseException:
            self._do(self._replace(process))
            raise
        self._warm.put_nowait(process)
        return answered

    async def _taken(self) -> SolverProcess:
        """A warm process that is alive; waits until there is one."""
        while True:
            if self._stopping:
                raise Stopping("The pool is stopping.")
            process = await self._next_warm()
            if process.is_alive():
                return process
            self._do(self._replace(process))

    async def _next_warm(self) -> SolverProcess:
        try:
            async with asyncio.timeout(START_PATIENCE):
                return await self._warm.get()
        except TimeoutError as error:
            raise NoWorker("No solver process came up.") from error

    async def _replace(self, process: SolverProcess) -> None:
        pause = FIRST_PAUSE
        await self._remove(process)
        while not self._stopping:
            try:
                await self._add()
                break
            except (WorkerDied, WorkerCrashed, OSError) as error:
                log.error("No new solver process: %s", getattr(error, "trace", error))
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _add(self) -> None:
        process = SolverProcess(self._answer)
        self._processes.add(process)
        try:
            await process.start()
        except BaseException:
            await self._remove(process)
            raise
        self._warm.put_nowait(process)

    async def _remove(self, process: SolverProcess) -> None:
        await process.kill()
        self._processes.discard(process)

    def _do(self, chore: Coroutine[None, None, None]) -> None:
        """Runs a chore in the background, held so that it is not collected half-way."""
        task = asyncio.get_running_loop().create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
