"""Finished jobs made by hand."""

from benchmarks.figures import AssignFigures, Figures, FitFigures, PeerFigures, SolveFigures
from benchmarks.jobs import Asked, Job, Task
from benchmarks.run import Outcome
from benchmarks.workloads import WORKLOADS, Workload

TINY = WORKLOADS[0]
ASKED = Asked((TINY,), (0.7,), seeds=3, calls=5, peers=(), limit=60.0)
STAGES = {"translate": 0.001, "compile": 0.002, "solve": 0.003, "explain": 0.001}


def finished(
    task: Task,
    figures: Figures | None,
    seed: int = 1,
    peer: str = "",
    workload: Workload = TINY,
) -> Outcome:
    """A job at 0.7."""
    return Outcome(Job(task, workload, 0.7, seed, peer), figures, pace=0.004)


def solved(
    seconds: float,
    seed: int = 1,
    *,
    proved: bool = True,
    gap: float | None = 0.0,
    unproved: str = "",
    workload: Workload = TINY,
) -> Outcome:
    """A build of 1 s and a solve."""
    figures = SolveFigures(1.0, seconds, 1.2, 90_000_000, 74, 14, proved, gap, unproved)
    return finished(Task.SOLVE, figures, seed, workload=workload)


def answered(task: Task, workload: Workload = TINY) -> Outcome:
    """Five calls."""
    processor = 0.006 if task is Task.ASSIGN else None
    figures = AssignFigures(0.007, 0.009, processor, 5, STAGES, 90_000_000, proved=True)
    return finished(task, figures, workload=workload)


def fitted(gather: float, blocks: float) -> Outcome:
    """The fit of 20 million pairs."""
    figures = FitFigures(gather, blocks, 0.6, 50_000_000, pairs=20_000_000, mean=4_200.0)
    return finished(Task.FIT, figures)


def peer(name: str, seconds: float, fit: int, seed: int = 1, workload: Workload = TINY) -> Outcome:
    """A solver that served 14 cases."""
    figures = PeerFigures(seconds, seconds, 90_000_000, served=14, fit=fit)
    return finished(Task.PEER, figures, seed, name, workload)
