"""The jobs of a run: each is one measurement in a process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.instances import Order
from benchmarks.peers import PROFILES
from benchmarks.workloads import Workload


class Task(StrEnum):
    """What a job measures."""

    SOLVE = "solve"
    """Bytes to problem, and problem to proved plan."""
    ASSIGN = "assign"
    """Whole answers, request bytes to response bytes, in the process itself."""
    CALL = "call"
    """Whole answers from a server of its own over gRPC."""
    PEER = "peer"
    """A solver on the plain variant."""
    FIT = "fit"
    """The fit of every pair, from facts, without a solve."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is to measure.

    calls: of Assign per snapshot. peers: names in `benchmarks.peers`, ours among them.
    limit: seconds that a peer gets. Raises OrderError for an impossible tightness.
    """

    workloads: tuple[Workload, ...]
    tightness: tuple[float, ...]
    seeds: int
    calls: int
    peers: tuple[str, ...]
    limit: float

    def __post_init__(self) -> None:
        for tightness in self.tightness:
            Order(cases=1, agents=1, tightness=tightness)


@dataclass(frozen=True, slots=True)
class Job:
    """One measurement. peer: who solves, in a job of that task."""

    task: Task
    workload: Workload
    tightness: float
    seed: int
    peer: str = ""

    @property
    def row(self) -> tuple[Task, str, float, str]:
        """Jobs that differ by their seed only share a row of the table."""
        return self.task, self.workload.name, self.tightness, self.peer

    @property
    def words(self) -> str:
        """The job in words, such as `dense 0.7 seed 1: peer cbc`."""
        who = f" {self.peer}" if self.peer else ""
        return f"{self.workload.name} {self.tightness:g} seed {self.seed}: {self.task}{who}"


def jobs_of(asked: Asked) -> tuple[Job, ...]:
    """All jobs; those of one snapshot are neighbours."""
    return tuple(
        job
        for workload in asked.workloads
        for tightness in _tightnesses(asked, workload)
        for seed in range(1, asked.seeds + 1)
        for job in _of_snapshot(asked, workload, tightness, seed)
    )


def _tightnesses(asked: Asked, workload: Workload) -> tuple[float, ...]:
    """The fit does not depend on rooms."""
    return asked.tightness[:1] if workload.only_fit else asked.tightness


def _of_snapshot(asked: Asked, workload: Workload, tightness: float, seed: int) -> Iterator[Job]:
    if workload.only_fit:
        yield Job(Task.FIT, workload, tightness, seed)
        return
    yield Job(Task.SOLVE, workload, tightness, seed)
    if workload.calls:
        yield Job(Task.ASSIGN, workload, tightness, seed)
        yield Job(Task.CALL, workload, tightness, seed)
    for peer in asked.peers:
        if can_solve(peer, workload):
            yield Job(Task.PEER, workload, tightness, seed, peer)


def can_solve(peer: str, workload: Workload) -> bool:
    """Whether a peer knows such problems, and has room for one."""
    profile = PROFILES[peer]
    return workload.pairs <= profile.most_pairs and (profile.weighs or not workload.is_weighted)
