"""Our side of one solver process."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe
from threading import Lock
from typing import TypeVar, cast

from server.errors import WorkerCrashed, WorkerDied
from server.processes.messages import (
    Answered,
    Crashed,
    Enough,
    News,
    Ready,
    Reply,
    WorkerSettings,
)

T = TypeVar("T")

STDERR = 2


class SolverProcess:
    """One spawned process, and the one thread that talks with it.

    The thread lives as long as the process, and must: the kernel kills the
    process when the *thread* that started it ends (PR_SET_PDEATHSIG).

    A fresh interpreter is started outright, not through multiprocessing: that
    would run our __main__ again in every worker and leave a tracker process.
    """

    def __init__(self, answer: str) -> None:
        """`answer` is the dotted name of the function that the process calls."""
        self._answer = answer
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="solver")
        self._pipe, self._far_end = Pipe()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._sending = Lock()
        self._killed = False
        self._end: asyncio.Future[None] | None = None

    @property
    def pid(self) -> int | None:
        """Id of the process; None before it runs."""
        return self._process.pid if self._process else None

    def is_alive(self) -> bool:
        """False once the process has ended for whatever reason."""
        return self._process is not None and self._process.poll() is None

    async def start(self) -> None:
        """Starts the process and waits until it is warm.

        Raises WorkerCrashed when it cannot import what it needs, WorkerDied
        when it goes away before that.
        """
        await self._in_thread(self._start)

    async def exchange(
        self,
        raw_request: bytes,
        settings: WorkerSettings,
        heard: Callable[[News], None],
    ) -> tuple[Reply, bytes]:
        """One call: the reply, and after Answered the raw response. Raises WorkerDied.

        `heard` takes what comes before the reply, in the thread of this process.
        """
        return await self._in_thread(lambda: self._exchange(raw_request, settings, heard))

    def hurry(self) -> None:
        """Tells the process that the best plan so far will do."""
        with self._sending, suppress(OSError):
            self._pipe.send(Enough())

    async def kill(self) -> None:
        """Ends the process and what it started, at once, and waits until it is gone."""
        if self._end is None:
            self._signal_the_end()
            # Where a call runs, its thread meets the end of the pipe and comes here next.
            self._end = self._in_thread(self._reap)
            self._thread.shutdown(wait=False)
        await asyncio.shield(self._end)

    def _signal_the_end(self) -> None:
        with self._lock:
            self._killed = True
            if self._process is not None:
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def _in_thread(self, job: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._thread, job)

    def _start(self) -> None:
        with self._lock:
            if self._killed:
                raise WorkerDied("The solver process was given up before it started.")
            self._process = self._spawned()
        self._far_end.close()
        hello = self._received()
        if isinstance(hello, Crashed):
            raise WorkerCrashed(hello.trace)
        if not isinstance(hello, Ready):
            raise WorkerDied(f"The solver process began with {hello!r}.")

    def _spawned(self) -> subprocess.Popen[bytes]:
        fd = self._far_end.fileno()
        worker = ("-P", "-X", "faulthandler", "-m", "server.processes.worker")
        return subprocess.Popen(
            [sys.executable, *worker, str(fd), str(os.getpid()), self._answer],
            pass_fds=(fd,),
            stdin=subprocess.DEVNULL,
            stdout=STDERR,  # our own output is for programs to read
            process_group=0,  # whatever it starts dies with it
        )

    def _exchange(
        self, raw_request: bytes, settings: WorkerSettings, heard: Callable[[News], None]
    ) -> tuple[Reply, bytes]:
        try:
            with self._sending:
                self._pipe.send(settings)
                self._pipe.send_bytes(raw_request)
            while isinstance(news := self._pipe.recv(), News):
                heard(news)
            reply = cast(Reply, news)
            return reply, self._pipe.recv_bytes() if isinstance(reply, Answered) else b""
        except (EOFError, OSError) as error:
            raise WorkerDied(self._obituary()) from error

    def _received(self) -> object:
        try:
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerDied(self._obituary()) from error

    def _obituary(self) -> str:
        return f"Solver process {self.pid} went away before it replied."

    def _reap(self) -> None:
        if self._process is not None:
            self._process.wait()
        self._pipe.close()
        self._far_end.close()
