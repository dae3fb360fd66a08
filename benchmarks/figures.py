"""What a job brings home. All times are seconds, all memory is bytes."""

import os
import resource
import statistics
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.level_costs import LevelCost
from server.memory import peak_memory as own_peak


@dataclass(frozen=True, slots=True)
class SolveFigures:
    """One snapshot, built, solved and proved.

    build: request bytes to problem. solve: problem to checked plan. processor: what both took
    of all cores together. pairs: allowed triples. gap: of the first level without a proof, as a
    part of its value; 0 = all are proved, None = its bound is not known. unproved: its name.
    """

    build: float
    solve: float
    processor: float
    memory: int
    pairs: int
    served: int
    proved: bool
    gap: float | None = 0.0
    unproved: str = ""


@dataclass(frozen=True, slots=True)
class AssignFigures:
    """Whole answers of one snapshot.

    processor: median of what an answer took of all cores together, which others' work hardly
    lengthens; None where another process solves. stages: medians by name. memory: of this
    process, or of the server with all that it started.
    """

    p50: float
    p99: float
    processor: float | None
    calls: int
    stages: Mapping[str, float]
    memory: int
    proved: bool


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """One solver on the plain variant of one snapshot: build + solve. fit: sum of scores.

    processor: what it took of all cores together. memory: problem and solver, without what
    went before. gap: of the fit to its bound as a part of it, 0 = it is the best.
    """

    seconds: float
    processor: float
    memory: int
    served: int
    fit: int
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class FitFigures:
    """The fit of every pair of one snapshot.

    gather: facts to pillars and penalty. blocks: from those to the fits of all pairs.
    processor: what both took of all cores together, which others' work does not lengthen.
    memory: at most so much more than before. mean: fit in units of 1e-4.
    """

    gather: float
    blocks: float
    processor: float
    memory: int
    pairs: int
    mean: float


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """One engine on one snapshot: problem to checked plan.

    processor: of all cores together. memory: of the process and all that it started.
    served: by both phases. levels: of the first phase; what the second one can reach depends on
    which of several equal plans the first one found. refusal: why the engine cannot solve such
    a problem, or empty.
    """

    seconds: float
    processor: float
    memory: int
    served: int = 0
    levels: tuple[LevelCost, ...] = ()
    refusal: str = ""

    @property
    def proved(self) -> bool:
        """Every level is."""
        return all(level.gap == 0 for level in self.levels)

    @property
    def costs(self) -> tuple[int, ...]:
        """Of every level, the first one counts most."""
        return tuple(level.cost for level in self.levels)


@dataclass(frozen=True, slots=True)
class LibraryFigures:
    """One solver on one instance of the OR-Library.

    value, optimum: in the numbers of the file; None where a job is left over, or nothing is
    published. gap: of the first level without a proof as a part of its value; 0 = all are
    proved, None = the bound is not known.
    """

    seconds: float
    processor: float
    memory: int
    value: int | None
    optimum: int | None
    gap: float | None


Figures = SolveFigures | AssignFigures | PeerFigures | FitFigures | EngineFigures | LibraryFigures


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    place = -(-percent * len(values) // 100)
    return sorted(values)[max(place, 1) - 1]


def medians(samples: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Median of each name over the samples."""
    return {name: statistics.median(sample[name] for sample in samples) for name in samples[0]}


def processor_time() -> float:
    """What this process and those that it started and ended took of all cores together."""
    return sum(os.times()[:4])


def reset_peak_memory() -> None:
    """Forgets what this process held so far, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_memory() -> int:
    """The most memory that this process held, or the largest one that it started and ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return max(own_peak(), ended)
