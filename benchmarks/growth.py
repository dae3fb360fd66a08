"""Growth: what a case and a pair cost over sizes, every pair eligible."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.cells import Sheet, failed, megabytes, time, times
from benchmarks.figures import SolveFigures
from benchmarks.rows import Row, Spread, solve_rows
from benchmarks.run import Outcome
from benchmarks.workloads import Workload

KIND = "enterprise"
NAME = "growth"
SIZES = (125, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
"""Cases; there is an agent for every five of them."""
CASES_PER_AGENT = 5


def growth_workloads(most_cases: int) -> tuple[Workload, ...]:
    """From small to so many cases."""
    return tuple(
        Workload(f"{NAME}-{cases}", KIND, cases, cases // CASES_PER_AGENT)
        for cases in SIZES
        if cases <= most_cases
    )


@dataclass(frozen=True, slots=True)
class Point:
    """One size at one tightness, over the seeds. Times are seconds."""

    tightness: float
    cases: int
    pairs: int
    build: Spread
    solve: Spread
    memory: float

    @property
    def total(self) -> float:
        """Request bytes to proved plan."""
        return self.build.median + self.solve.median


def is_growth(workload: Workload) -> bool:
    """It is one of these sizes."""
    return workload.name.startswith(f"{NAME}-")


def points_of(outcomes: Iterable[Outcome]) -> list[Point]:
    """What was measured of growth, by tightness and size; sizes that failed are left out."""
    found = [
        _point(row)
        for row in solve_rows(outcomes)
        if is_growth(row.job.workload) and row.is_whole and row.runs
    ]
    return sorted(found, key=lambda point: (point.tightness, point.cases))


def growth_sheet(outcomes: Iterable[Outcome]) -> Sheet:
    """A row per size and tightness."""
    title = "Growth, every pair eligible: from request bytes to proved plan"
    names = ("tight", "cases x agents")
    columns = ("pairs", "build", "solve + prove", "per case", "per pair", "peak", "proved")
    rows = tuple(
        (f"{row.job.tightness:g}", _shape(row.job.workload), *_cells(row))
        for row in solve_rows(outcomes)
        if is_growth(row.job.workload)
    )
    return Sheet(title, (*names, *columns), len(names), rows)


def _cells(row: Row[SolveFigures]) -> tuple[str, ...]:
    if not row.is_whole:
        return failed(7)
    point = _point(row)
    return (
        f"{point.pairs:,}",
        times(point.build),
        times(point.solve),
        time(point.total / point.cases),
        f"{point.total / max(point.pairs, 1) * 1e9:.0f} ns",
        megabytes(point.memory),
        "yes" if all(run.proved for run in row.runs) else "NO",
    )


def _point(row: Row[SolveFigures]) -> Point:
    return Point(
        tightness=row.job.tightness,
        cases=row.job.workload.cases,
        pairs=round(row.spread(lambda run: run.pairs).median),
        build=row.spread(lambda run: run.build),
        solve=row.spread(lambda run: run.solve),
        memory=row.spread(lambda run: run.memory).worst,
    )


def _shape(workload: Workload) -> str:
    return f"{workload.cases:,} x {workload.agents:,}"
