"""The solver process: answers one call after the other until its pipe closes.

Started as `python -P -m server.processes.worker FD PARENT ANSWER`.
"""

import ctypes
import importlib
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from server.logs import log_to_stderr, trace_of
from server.processes.garbage import collect_garbage, leave_garbage
from server.processes.messages import (
    Answered,
    Crashed,
    Enough,
    News,
    Ready,
    Refused,
    Reply,
    WorkerSettings,
)
from server.processes.one_thread import compute_in_one_thread
from server.refusals import refusal_of

if TYPE_CHECKING:
    # It needs numpy, which must not be there before it is told to compute in one thread.
    from server.processes.watch import Caller

Answer = Callable[[bytes, WorkerSettings, "Caller"], bytes]
"""Raw AssignRequest in, raw AssignResponse out; may raise what refusals.TABLE lists."""

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def main(fd: int, parent: int, answer: str) -> None:
    """Serves the pipe at a file descriptor with the function of a dotted name."""
    compute_in_one_thread(os.environ)
    _die_with(parent)
    _leave_signals_to_the_parent()
    _die_first_when_memory_is_short()
    subprocess.Popen = _Child  # type: ignore[misc]
    log_to_stderr()
    os.set_inheritable(fd, False)  # noqa: FBT003 - its only form
    with Connection(fd) as pipe, suppress(EOFError, ConnectionError):
        try:
            function = load(answer)
        except Exception:  # noqa: BLE001 - whatever it is, the parent must hear of it
            pipe.send(Crashed(traceback.format_exc()))
            return
        leave_garbage()
        pipe.send(Ready())
        while True:
            serve_one(pipe, function)


def serve_one(pipe: "Connection[object, object]", answer: Answer) -> None:
    """Takes one call from the pipe and replies; raises EOFError when the parent is gone."""
    settings = pipe.recv()
    while isinstance(settings, Enough):
        # The call that it was meant for had been answered already.
        settings = pipe.recv()
    call = pipe.recv_bytes(), cast(WorkerSettings, settings)
    reply, raw_response = replied(answer, *call, _AtTheOtherEnd(pipe))
    pipe.send(reply)
    if isinstance(reply, Answered):
        pipe.send_bytes(raw_response)
    collect_garbage()


def replied(
    answer: Answer,
    raw_request: bytes,
    settings: WorkerSettings,
    caller: "Caller",
) -> tuple[Reply, bytes]:
    """The reply to one call, with the raw response where there is one."""
    try:
        return Answered(), answer(raw_request, settings, caller)
    except Exception as error:  # noqa: BLE001 - a bug must not end the process
        refusal = refusal_of(error)
        return (Crashed(trace_of(error)) if refusal is None else Refused(refusal)), b""


def load(dotted: str) -> Answer:
    """The function of a name such as `server.answer:answer`, everything it needs imported.

    A function `warm_up` beside it is called once: what only a first call would
    load or fill belongs there.
    """
    module_name, _, name = dotted.partition(":")
    module = importlib.import_module(module_name)
    function = cast(Answer, getattr(module, name))
    if hasattr(module, "warm_up"):
        module.warm_up()
    return function


class _AtTheOtherEnd:
    """The serving process (see `watch.Caller`)."""

    def __init__(self, pipe: "Connection[object, object]") -> None:
        self._pipe = pipe

    def tell(self, news: News) -> None:
        """Sends it."""
        self._pipe.send(news)

    def has_enough(self) -> bool:
        """Something has come: during a call that can only be Enough, or the end of the pipe."""
        return self._pipe.poll()


class _Child(subprocess.Popen[Any]):
    """What an engine starts (PuLP starts CBC) dies with this process, as this one with its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options["preexec_fn"] = partial(_die_with, os.getpid())
        super().__init__(*args, **options)


def _die_with(parent: int) -> None:
    """Has the kernel kill this process with its parent, even while it is stuck in C.

    Elsewhere than on Linux the end of the pipe does it, at the next call.
    """
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def _leave_signals_to_the_parent() -> None:
    """Ctrl-C and SIGTERM may reach the whole group, but the parent drains first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _die_first_when_memory_is_short() -> None:
    """Offers this process to the kernel's out-of-memory killer before the server."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
