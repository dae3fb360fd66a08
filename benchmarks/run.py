"""A run: all jobs one after the other, so that none disturbs another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.figures import Figures
from benchmarks.fresh_process import JobError, JobOrder, figures_of
from benchmarks.instances import Order, make_instance
from benchmarks.jobs import Asked, Job, Task, jobs_of
from benchmarks.own import read_snapshot


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished job. Without figures it broke off (failure) or overran its limit (none).

    pace: what the machine needed for a fixed piece of work around it, in seconds.
    """

    job: Job
    figures: Figures | None
    failure: str = ""
    pace: float = 0.0

    @property
    def overran(self) -> bool:
        """A peer that did not end in time."""
        return self.figures is None and not self.failure


def outcomes_of(asked: Asked, starting: Callable[[Job], None]) -> Iterator[Outcome]:
    """Runs the jobs, each after telling of it.

    Where a job overran its limit or broke off, the other seeds of its row are left out, and so
    are larger sizes of growth.
    """
    given_up: set[object] = set()
    with TemporaryDirectory(prefix="allotment-bench-") as folder:
        for job in jobs_of(asked):
            starting(job)
            if _line(job) in given_up:
                continue
            outcome = _outcome(asked, job, _path(Path(folder), job))
            if outcome.figures is None:
                given_up.add(_line(job))
            yield outcome


def _line(job: Job) -> object:
    """What is hopeless once one job of it did not end in time: a row, or a line of the plot."""
    task, _, tightness, peer = job.row
    return (task, tightness, peer) if job.workload.is_growth else job.row


def _outcome(asked: Asked, job: Job, path: Path) -> Outcome:
    try:
        told = figures_of(_order(asked, job), path)
    except JobError as error:
        return Outcome(job, None, str(error))
    return Outcome(job, None) if told is None else Outcome(job, told.figures, pace=told.pace)


def _order(asked: Asked, job: Job) -> JobOrder:
    workload = job.workload
    return JobOrder(
        task=job.task,
        calls=asked.calls_of(workload),
        peer=job.peer,
        instance=workload.name if workload.is_library else "",
        limit=_limit(asked, job),
    )


def _limit(asked: Asked, job: Job) -> float:
    """Seconds for the solver; 0 = as many as it needs."""
    if job.task is not Task.SOLVE:
        return asked.limit
    return min(job.workload.limit or 0.0, asked.limit)


def _path(folder: Path, job: Job) -> Path:
    """The file of the job's snapshot, or its folder; neighbours share it, older ones go."""
    workload = job.workload
    if workload.is_library:
        return Path(workload.path)
    path = folder / f"{workload.name}-{job.tightness}-{job.seed}.binpb"
    if not path.exists():
        for old in folder.iterdir():
            old.unlink()
        path.write_bytes(_request(job).SerializeToString(deterministic=True))
    return path


def _request(job: Job) -> AssignRequest:
    """The snapshot: generated, or the caller's; of now if that does not tell."""
    workload = job.workload
    if not workload.is_own:
        order = Order(workload.cases, workload.agents, job.seed, job.tightness)
        return make_instance(workload.kind, order)
    return read_snapshot(Path(workload.path))
