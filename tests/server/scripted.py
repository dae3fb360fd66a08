"""An answer function that does what the request's first case id says; tests only.

Solver processes load it by name: `tests.server.scripted:answer`. Ids and what they do:
`echo` answers at once, `sleep:0.5` after half a second, `stuck` spins in C with
the GIL held (in the fallback it answers), `hopeless` in the fallback too,
`die` ends the process, `die-once:FILE` the first time, `bug` raises,
`invalid:1000` finds so many violations, `big:100` answers with so many bytes.
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.plan_pb2 import TERMINATION_FALLBACK, TERMINATION_OPTIMAL
from server.errors import InvalidRequest
from server.processes.messages import WorkerSettings
from server.violations import Fault, Violation

ANSWER = "tests.server.scripted:answer"


def answer(raw_request: bytes, settings: WorkerSettings) -> bytes:
    """Does what the request says; the batch names the process, and the engine if overridden."""
    request = AssignRequest.FromString(raw_request)
    word, _, value = request.cases[0].case_id.partition(":")
    fallback = settings.engine_override is not None
    response = AssignResponse()
    response.batch.batch_id = str(os.getpid())
    response.batch.engine = settings.engine_override or "as asked"
    response.batch.termination = TERMINATION_FALLBACK if fallback else TERMINATION_OPTIMAL
    response.solve_stats.stages.add(name=ACTS[word](value, fallback))
    return response.SerializeToString()


def _echo(value: str, _: bool) -> str:
    return value


def _sleep(seconds: str, _: bool) -> str:
    time.sleep(float(seconds))
    return seconds


def _stuck(_: str, fallback: bool) -> str:
    return "" if fallback else spin()


def _hopeless(*_: object) -> str:
    return spin()


def spin() -> str:
    """Minutes in C with the GIL held: nothing short of SIGKILL ends it."""
    return str((7**100_000_000) % 10)


def _die(*_: object) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def _die_once(mark: str, _: bool) -> str:
    if not Path(mark).exists():
        Path(mark).touch()
        _die()
    return "survived"


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


ACTS: dict[str, Callable[[str, bool], str]] = {
    "echo": _echo,
    "sleep": _sleep,
    "stuck": _stuck,
    "hopeless": _hopeless,
    "die": _die,
    "die-once": _die_once,
    "bug": _bug,
    "invalid": _invalid,
    "big": _big,
}
