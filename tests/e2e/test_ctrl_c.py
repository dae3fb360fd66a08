"""Ctrl-C while `allotment assign --local` solves."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allotment.v1 import assignment_service_pb2 as wire
from benchmarks.instances import Order, make_instance
from server.translate.files import write_message
from tests.architecture.house import ROOT
from tests.server.processes.living import children, eventually, is_alive
from tests.server.stuck import ANSWER

PROGRAM = (
    f"import server.local as here; here.ANSWER = {ANSWER!r}; from server.cli import main; main()"
)
PATIENCE = 60


@contextmanager
def assigning(folder: Path, way: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """The program, once its engine has told of a plan; and where it writes its answer."""
    request = wire.AssignRequest()
    request.CopyFrom(make_instance("team", Order(cases=40, agents=8, seed=5)))
    request.cases[0].subject = way
    write_message(request, folder / "team.json")
    answer, mark = folder / "answer.json", folder / "mark"
    command = [sys.executable, "-c", PROGRAM, "assign", "--local", str(folder / "team.json")]
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            [*command, "--json", str(answer)],
            cwd=ROOT,
            env=os.environ | {"STUCK_MARK": str(mark)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        assert eventually(mark.exists, seconds=60)
        yield process, answer
    finally:
        process.kill()
        process.wait()


def test_the_first_one_takes_the_best_plan_so_far(tmp_path: Path) -> None:
    with assigning(tmp_path, "patient") as (process, answer):
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0

    batch = json.loads(answer.read_text("utf-8"))["batch"]
    assert batch["termination"] == "TERMINATION_FEASIBLE"
    assert batch["assigned_count"] > 0


def test_the_second_one_ends_even_a_solver_that_is_stuck(tmp_path: Path) -> None:
    """Nothing is left behind, and nothing half-written."""
    with assigning(tmp_path, "spin") as (process, answer):
        solvers = children(process.pid)
        assert solvers
        process.send_signal(signal.SIGINT)
        assert not eventually(lambda: process.poll() is not None, seconds=1)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130

    errors = (tmp_path / "errors").read_bytes()
    assert not answer.exists()
    assert b"Traceback" not in errors
    assert eventually(lambda: not any(is_alive(pid) for pid in solvers))
