"""An answer function that does what the request's first case id says; tests only.

Solver processes load it by name: `tests.server.scripted:answer`. Ids and what they do:

echo:WORD         answers at once
sleep:SECONDS     answers later
slow:SECONDS      takes so long before it solves anything
hold:FILE         writes its process id to a file, and answers once somebody has taken it away
child:FILE        starts a program that sleeps, writes its id to a file, and waits for it
stuck:FILE        writes the file too and spins in C with the GIL held; in the fallback it answers
hopeless:FILE     does so in the fallback too
die               ends the process
bug               raises what nobody expects
invalid:COUNT     finds so many violations
big:COUNT         answers with so many bytes
count:FILE        adds a line to a file
count-bug:FILE    raises after that
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.plan_pb2 import TERMINATION_FALLBACK, TERMINATION_OPTIMAL
from server.errors import InvalidRequest
from server.processes.messages import Began, WorkerSettings
from server.processes.watch import Caller
from server.violations import Fault, Violation

ANSWER = "tests.server.scripted:answer"


warm_ups: list[int] = []


def warm_up() -> None:
    """Notes that it was called, and where."""
    warm_ups.append(os.getpid())


def answer(raw_request: bytes, settings: WorkerSettings, caller: Caller) -> bytes:
    """Does what the request says; the batch names the process, and the engine if overridden."""
    request = AssignRequest.FromString(raw_request)
    word, _, value = request.cases[0].case_id.partition(":")
    fallback = settings.engine_override is not None
    response = AssignResponse()
    response.batch.batch_id = str(os.getpid())
    response.batch.engine = settings.engine_override or "as asked"
    response.batch.termination = TERMINATION_FALLBACK if fallback else TERMINATION_OPTIMAL
    if word == "slow":
        time.sleep(float(value))
    caller.tell(Began())
    response.solve_stats.stages.add(name=ACTS[word](value, fallback))
    return response.SerializeToString()


def _echo(value: str, _: bool) -> str:
    return value


def _sleep(seconds: str, _: bool) -> str:
    time.sleep(float(seconds))
    return seconds


def _child(mark: str, _: bool) -> str:
    with subprocess.Popen(["sleep", "60"]) as sleeping:
        _mark(mark, sleeping.pid)
    return "slept"


def _stuck(mark: str, fallback: bool) -> str:
    return "" if fallback else _hopeless(mark, fallback)


def _hopeless(mark: str, _: bool) -> str:
    """Minutes in C with the GIL held: nothing short of SIGKILL ends it."""
    _mark(mark)
    return str((7**100_000_000) % 10)


def _die(*_: object) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def _bug(*_: object) -> str:
    raise RuntimeError("a secret text")


def _invalid(count: str, _: bool) -> str:
    raise InvalidRequest(
        [
            Violation(
                f"cases[{row}].priority",
                "P9",
                f"P9 is no priority of row {row}.",
                Fault.UNKNOWN_VALUE,
            )
            for row in range(int(count))
        ]
    )


def _big(size: str, _: bool) -> str:
    return "x" * int(size)


def _mark(mark: str, pid: int = 0) -> None:
    """Writes an id, by default our own, at once and whole: who sees the file can read it."""
    if mark:
        Path(mark + ".new").write_text(str(pid or os.getpid()), encoding="ascii")
        Path(mark + ".new").rename(mark)


def _hold(mark: str, _: bool) -> str:
    _mark(mark)
    while Path(mark).exists():
        time.sleep(0.01)
    return "let go"


def _count(file: str, _: bool) -> str:
    with Path(file).open("a") as lines:
        lines.write("called\n")
    time.sleep(0.2)
    return file


def _count_bug(file: str, _: bool) -> str:
    _count(file, _)
    return _bug()


ACTS: dict[str, Callable[[str, bool], str]] = {
    "echo": _echo,
    "sleep": _sleep,
    "slow": _echo,
    "child": _child,
    "stuck": _stuck,
    "hopeless": _hopeless,
    "die": _die,
    "bug": _bug,
    "invalid": _invalid,
    "big": _big,
    "hold": _hold,
    "count": _count,
    "count-bug": _count_bug,
}
