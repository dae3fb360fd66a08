"""The jobs of a run: each is one measurement in a process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.contenders import installed_contenders
from benchmarks.instances import Order
from benchmarks.peers import NEARING, OURS, PROFILES
from benchmarks.presets import ANY
from benchmarks.workloads import Workload
from solver.compile import MOST_HELD

NEAR = 1e-3
"""How near a fit is to its bound, as a part of it, where that is asked for."""
FEW_CALLS = 2
"""Where a workload is too large for all details."""


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
    NEAR = "near"
    """A solver on the plain variant with weights, until its fit is proved within `NEAR`."""
    FIT = "fit"
    """The fit of every pair, from facts, without a solve."""
    ENGINE = "engine"
    """One of our engines on the caller's own snapshot."""
    LIBRARY = "library"
    """A solver on an instance of the OR-Library."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is to measure.

    calls: of Assign per snapshot. peers: names in `benchmarks.peers`, ours among them;
    wide_peers: those that solve sizes of growth and instances of the OR-Library, too.
    limit: seconds that a solver gets. detail_pairs: larger workloads go without peers and
    answers in process, and with few calls. Raises OrderError for an impossible tightness.
    """

    workloads: tuple[Workload, ...]
    tightness: tuple[float, ...]
    seeds: int
    calls: int
    peers: tuple[str, ...]
    limit: float
    detail_pairs: int = ANY
    wide_peers: tuple[str, ...] = (OURS,)

    def calls_of(self, workload: Workload) -> int:
        """Calls of Assign on each snapshot of a workload."""
        most = self.calls if workload.pairs <= self.detail_pairs else FEW_CALLS
        return min(most, workload.calls)

    def __post_init__(self) -> None:
        for tightness in self.tightness:
            Order(cases=1, agents=1, tightness=tightness)


@dataclass(frozen=True, slots=True)
class Job:
    """One measurement. peer: who solves, where several do."""

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
        if self.workload.is_own:
            return f"{self.workload.name}: {self.task}{who}"
        return f"{self.workload.name} {self.tightness:g} seed {self.seed}: {self.task}{who}"


def jobs_of(asked: Asked) -> tuple[Job, ...]:
    """All jobs; those of one snapshot are neighbours."""
    return tuple(
        Job(task, workload, tightness, seed, peer)
        for workload in asked.workloads
        for tightness, seed in _snapshots(asked, workload)
        for task, peer in _measurements(asked, workload)
    )


def _snapshots(asked: Asked, workload: Workload) -> Iterator[tuple[float, int]]:
    """Tightness and seed of each: the fit does not depend on rooms, what is the caller's is
    as it is."""
    if workload.is_own:
        yield 0.0, 1
        return
    for tightness in asked.tightness[:1] if workload.only_fit else asked.tightness:
        for seed in range(1, asked.seeds + 1):
            yield tightness, seed


def _measurements(asked: Asked, workload: Workload) -> Iterator[tuple[Task, str]]:
    """What is measured on one snapshot, and who solves where several do."""
    in_detail = workload.pairs <= asked.detail_pairs
    peers = _peers(asked, workload) if in_detail else []
    if workload.only_fit:
        yield Task.FIT, ""
    elif workload.is_library:
        yield from ((Task.LIBRARY, peer) for peer in peers)
    elif workload.is_own:
        yield from ((Task.ENGINE, engine) for engine in installed_contenders())
        yield from ((Task.PEER, peer) for peer in peers)
    else:
        yield Task.SOLVE, ""
        if workload.calls and in_detail:
            yield Task.ASSIGN, ""
        if workload.calls:
            yield Task.CALL, ""
        yield from ((Task.PEER, peer) for peer in peers)
        if workload.is_weighted:
            yield from ((Task.NEAR, peer) for peer in _nearing(asked, peers))


def _nearing(asked: Asked, peers: list[str]) -> list[str]:
    """Only where there is somebody to compare with, and time."""
    if asked.wide_peers == (OURS,):
        return []
    return [peer for peer in NEARING if peer in peers]


def _peers(asked: Asked, workload: Workload) -> list[str]:
    """Who solves a workload beside each other: of many sizes and instances, exact ones alone."""
    named = asked.peers
    if workload.is_library or workload.is_growth:
        named = tuple(peer for peer in asked.wide_peers if PROFILES[peer].levels)
    if workload.is_growth and named == (OURS,):
        return []
    return [peer for peer in named if can_solve(peer, workload)]


def can_solve(peer: str, workload: Workload) -> bool:
    """Whether a peer knows such problems, and has room for one."""
    profile = PROFILES[peer]
    if workload.is_weighted:
        # With weights the plain variant lists its pairs.
        return profile.weighs and workload.pairs <= min(profile.most_pairs, MOST_HELD)
    return workload.pairs <= profile.most_pairs
