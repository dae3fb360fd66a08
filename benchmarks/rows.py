"""Rows of the result: the outcomes that differ by their seed only, together."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from benchmarks.figures import (
    AssignFigures,
    EngineFigures,
    Figures,
    FitFigures,
    LibraryFigures,
    PeerFigures,
    SolveFigures,
)
from benchmarks.jobs import Job, Task
from benchmarks.peers import LEVELS, OURS
from benchmarks.run import Outcome

F = TypeVar("F", bound=Figures)


@dataclass(frozen=True, slots=True)
class Spread:
    """One figure over the seeds."""

    median: float
    worst: float

    @staticmethod
    def of(values: Iterable[float]) -> "Spread":
        """The median and the largest."""
        listed = list(values)
        return Spread(statistics.median(listed), max(listed))


@dataclass(frozen=True, slots=True)
class Row(Generic[F]):
    """Finished outcomes of one task on one workload at one tightness, in the order of seeds."""

    outcomes: tuple[Outcome, ...]
    runs: tuple[F, ...]

    @property
    def job(self) -> Job:
        """The first job of the row."""
        return self.outcomes[0].job

    @property
    def overran(self) -> bool:
        """A seed did not end in time."""
        return any(outcome.overran for outcome in self.outcomes)

    @property
    def failure(self) -> str:
        """Why a seed broke off, or empty."""
        return next((outcome.failure for outcome in self.outcomes if outcome.failure), "")

    @property
    def is_whole(self) -> bool:
        """Every seed that began has figures."""
        return not self.overran and not self.failure

    def spread(self, figure: Callable[[F], float]) -> Spread:
        """A figure over the seeds."""
        return Spread.of(figure(run) for run in self.runs)


def solve_rows(outcomes: Iterable[Outcome]) -> list[Row[SolveFigures]]:
    """Rows of build and solve."""
    return _rows(outcomes, (Task.SOLVE,), SolveFigures)


def assign_rows(outcomes: Iterable[Outcome]) -> list[Row[AssignFigures]]:
    """Rows of whole answers."""
    return _rows(outcomes, (Task.ASSIGN, Task.CALL), AssignFigures)


def peer_rows(outcomes: Iterable[Outcome]) -> list[Row[PeerFigures]]:
    """Rows of solvers on the plain variant."""
    return _rows(outcomes, (Task.PEER,), PeerFigures)


def near_rows(outcomes: Iterable[Outcome]) -> list[Row[PeerFigures]]:
    """Rows of solvers on the plain variant that need not come to the very best."""
    return _rows(outcomes, (Task.NEAR,), PeerFigures)


def fit_rows(outcomes: Iterable[Outcome]) -> list[Row[FitFigures]]:
    """Rows of the fit alone."""
    return _rows(outcomes, (Task.FIT,), FitFigures)


def engine_rows(outcomes: Iterable[Outcome]) -> list[Row[EngineFigures]]:
    """Rows of our engines on the caller's snapshots."""
    return _rows(outcomes, (Task.ENGINE,), EngineFigures)


def library_rows(outcomes: Iterable[Outcome]) -> list[Row[LibraryFigures]]:
    """Rows of solvers on instances of the OR-Library."""
    return _rows(outcomes, (Task.LIBRARY,), LibraryFigures)


def ours_beside(row: Row[PeerFigures], rows: Iterable[Row[PeerFigures]]) -> Row[PeerFigures]:
    """Our own row on the snapshots of a peer's row."""
    return next(
        ours
        for ours in rows
        if ours.job.peer == OURS
        and (ours.job.workload, ours.job.tightness) == (row.job.workload, row.job.tightness)
    )


def disagreements(outcomes: Iterable[Outcome]) -> list[str]:
    """What cannot be true if all solvers are right."""
    outcomes = list(outcomes)
    return [*_of_peers(outcomes), *_of_engines(outcomes), *_of_library(outcomes)]


def _of_library(outcomes: Iterable[Outcome]) -> list[str]:
    """Instances of which an optimum is proved that is not the published one."""
    return [
        f"{outcome.job.words} reached {run.value}, but {run.optimum} is published."
        for outcome in outcomes
        if isinstance(run := outcome.figures, LibraryFigures)
        if run.gap == 0 and run.optimum is not None and run.value != run.optimum
    ]


def _of_engines(outcomes: Iterable[Outcome]) -> list[str]:
    """Snapshots where an engine beat a proved plan of another one."""
    rows = [row for row in engine_rows(outcomes) if row.runs and not row.runs[0].refusal]
    return [
        f"{row.job.words} beats {best.job.words}, which is proved."
        for best in rows
        for row in rows
        if best.job.workload == row.job.workload and best.runs[0].proved
        if row.runs[0].costs < best.runs[0].costs
    ]


def _of_peers(outcomes: Iterable[Outcome]) -> list[str]:
    """Snapshots where an exact solver came to another value than ours."""
    rows = peer_rows(outcomes)
    return [
        f"{theirs.job.words} reached {found}, ours {best}."
        for row in rows
        if LEVELS[row.job.peer]
        for theirs, mine in zip(row.outcomes, ours_beside(row, rows).outcomes, strict=False)
        for found, best in [(_worth(theirs), _worth(mine))]
        if found and best and found != best
    ]


def _worth(outcome: Outcome) -> tuple[int, int] | None:
    """(cases served, sum of scores)."""
    run = outcome.figures
    return (run.served, run.fit) if isinstance(run, PeerFigures) else None


def _rows(outcomes: Iterable[Outcome], tasks: tuple[Task, ...], kind: type[F]) -> list[Row[F]]:
    """Rows in the order of their first outcome."""
    found: dict[object, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.job.task in tasks:
            found.setdefault(outcome.job.row, []).append(outcome)
    return [
        Row(
            tuple(mine),
            tuple(one.figures for one in mine if isinstance(one.figures, kind)),
        )
        for mine in found.values()
    ]
