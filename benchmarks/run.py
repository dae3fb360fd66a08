"""A run: all jobs one after the other, so that none disturbs another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figures
from benchmarks.fresh_process import JobError, JobOrder, figures_of
from benchmarks.instances import Order, make_instance
from benchmarks.jobs import Asked, Job, Task, jobs_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished job. Without figures it broke off (failure) or overran its limit (none)."""

    job: Job
    figures: Figures | None
    failure: str = ""

    @property
    def overran(self) -> bool:
        """A peer that did not end in time."""
        return self.figures is None and not self.failure


def outcomes_of(asked: Asked, starting: Callable[[Job], None]) -> Iterator[Outcome]:
    """Runs the jobs, each after telling of it.

    Where a job overran its limit or broke off, the other seeds of its row are left out.
    """
    given_up: set[object] = set()
    with TemporaryDirectory(prefix="allotment-bench-") as folder:
        for job in jobs_of(asked):
            starting(job)
            if job.row in given_up:
                continue
            outcome = _outcome(asked, job, _snapshot(Path(folder), job))
            if outcome.figures is None:
                given_up.add(job.row)
            yield outcome


def _outcome(asked: Asked, job: Job, snapshot: Path) -> Outcome:
    calls = min(asked.calls, job.workload.calls)
    limit = asked.limit if job.task is Task.PEER else job.workload.limit or 0.0
    order = JobOrder(task=job.task, calls=calls, peer=job.peer, limit=limit)
    try:
        return Outcome(job, figures_of(order, snapshot))
    except JobError as error:
        return Outcome(job, None, str(error))


def _snapshot(folder: Path, job: Job) -> Path:
    """The file of the job's snapshot; neighbours share it, older ones go."""
    workload = job.workload
    path = folder / f"{workload.name}-{job.tightness}-{job.seed}.binpb"
    if not path.exists():
        for old in folder.iterdir():
            old.unlink()
        order = Order(workload.cases, workload.agents, job.seed, job.tightness)
        request = make_instance(workload.kind, order)
        path.write_bytes(request.SerializeToString(deterministic=True))
    return path
