"""Our side of a job: a fresh interpreter, its figures, and its end whatever happens."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import (
    AssignFigures,
    EngineFigures,
    Figures,
    FitFigures,
    LibraryFigures,
    PeerFigures,
    SolveFigures,
)
from benchmarks.jobs import Task
from benchmarks.level_costs import LevelCost
from server.processes.one_thread import compute_in_one_thread
from solver.errors import AllotmentError

FIGURES = {
    Task.SOLVE: SolveFigures,
    Task.ASSIGN: AssignFigures,
    Task.CALL: AssignFigures,
    Task.PEER: PeerFigures,
    Task.NEAR: PeerFigures,
    Task.FIT: FitFigures,
    Task.LIBRARY: LibraryFigures,
}


class JobError(AllotmentError):
    """A measurement broke off."""


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What the process is told.

    peer: or engine. instance: its name in a folder. limit: in seconds, 0 = none.
    """

    task: str
    calls: int = 1
    peer: str = ""
    instance: str = ""
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a job brought home. pace: of the machine just after it, in seconds."""

    figures: Figures
    pace: float


def figures_of(order: JobOrder, snapshot: Path) -> Told | None:
    """Runs a job; None where a peer overran its limit. Raises JobError."""
    environment = dict(os.environ)
    compute_in_one_thread(environment)  # as solver processes do
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "benchmarks.job", json.dumps(asdict(order)), str(snapshot)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        process_group=0,  # whatever it starts ends with it, Ctrl-C comes to us alone
    )
    try:
        told, complaint = process.communicate()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode == -signal.SIGALRM:
        return None
    if process.returncode:
        raise JobError(_last_line(complaint) or f"It ended with {process.returncode}.")
    answer = json.loads(told)
    return Told(figures_told(Task(order.task), answer["figures"]), answer["pace"])


def figures_told(task: Task, told: dict[str, Any]) -> Figures:
    """Figures from what became of them in JSON."""
    if task is Task.ENGINE:
        levels = tuple(LevelCost(**level) for level in told.pop("levels"))
        return EngineFigures(**told, levels=levels)
    figures: Figures = FIGURES[task](**told)
    return figures


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]
