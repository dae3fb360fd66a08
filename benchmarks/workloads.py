"""What is measured: snapshots of one kind and size, by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.errors import AllotmentError

FILE, LIBRARY, WEIGHTED_LIBRARY = "file", "or-library", "weighted-or-library"
"""Kinds of workloads that come from the caller: a snapshot, an instance in a folder."""


GROWTH = "growth-"
"""How the names of workloads begin that differ by their size alone."""


class WorkloadError(AllotmentError):
    """There is no workload of this name."""


@dataclass(frozen=True, slots=True)
class Workload:
    """Snapshots of one kind and size.

    kind: name in `benchmarks.instances`, or one of the caller's.
    calls: Assign is measured too, in so many calls at most; 0: not at all.
    usual: measured unless others are named. only_fit: nothing is measured but the fit of
    every pair. best: agents that each case lists, 0 = all. limit: seconds that our engine
    gets for a plan, None = as many as it needs.
    path: of the caller's own snapshot, or of a folder of the OR-Library.
    """

    name: str
    kind: str
    cases: int
    agents: int
    calls: int = 0
    usual: bool = True
    only_fit: bool = False
    best: int = 0
    limit: float | None = None
    path: str = ""

    @property
    def is_own(self) -> bool:
        """It is the caller's: one snapshot as it is."""
        return self.kind == FILE or self.is_library

    @property
    def is_library(self) -> bool:
        """It is an instance of the OR-Library."""
        return self.kind in (LIBRARY, WEIGHTED_LIBRARY)

    @property
    def is_growth(self) -> bool:
        """It is one of many sizes of the same kind."""
        return self.name.startswith(GROWTH)

    @property
    def is_weighted(self) -> bool:
        """Agents have room for so much weight."""
        return self.kind.startswith("weighted")

    @property
    def pairs(self) -> int:
        """Pairs of a case and an agent that may be allowed."""
        return self.cases * (self.best or self.agents)


MANY = 1_000

WORKLOADS = (
    Workload("tiny", "team", 20, 8, calls=MANY),
    Workload("team", "dense", 500, 100, calls=MANY),
    Workload("dense", "dense", 2_000, 500, usual=False),
    Workload("matrix", "matrix", 2_000, 500, usual=False),
    Workload("sparse", "sparse", 10_000, 2_000, usual=False, best=50),
    Workload("weighted-2k", "weighted-sparse", 2_000, 500, best=30, limit=60.0),
    Workload("enterprise-queues", "enterprise-queues", 10_000, 2_000, calls=5),
    Workload("enterprise", "enterprise", 10_000, 2_000, calls=5),
    Workload("weighted-enterprise", "weighted", 10_000, 2_000, usual=False, limit=10.0),
    Workload("weighted-best", "weighted-sparse", 10_000, 2_000, usual=False, best=30, limit=10.0),
    Workload("planet", "enterprise", 100_000, 10_000, usual=False),
    Workload("fit", "dense", 10_000, 2_000, usual=False, only_fit=True),
    Workload("fit-30k", "dense", 30_000, 5_000, usual=False, only_fit=True),
    Workload("fit-100k", "dense", 100_000, 10_000, usual=False, only_fit=True),
)
"""From small to large. `team` is the largest one that every peer finishes."""


def workloads_named(names: Sequence[str]) -> tuple[Workload, ...]:
    """The workloads of these names, or the usual ones for none. Raises WorkloadError."""
    known = {workload.name: workload for workload in WORKLOADS}
    for name in names:
        if name not in known:
            raise WorkloadError(
                f"There is no workload {name!r}.\nMaybe one of: {', '.join(known)}."
            )
    wanted = set(names) or {workload.name for workload in WORKLOADS if workload.usual}
    return tuple(workload for workload in WORKLOADS if workload.name in wanted)
