"""Growth: what a case and a pair cost over sizes, every pair eligible."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from benchmarks.cells import Sheet, failed, megabytes, time, times
from benchmarks.figures import SolveFigures
from benchmarks.jobs import Job
from benchmarks.rows import Row, Spread, peer_rows, solve_rows
from benchmarks.run import Outcome
from benchmarks.workloads import GROWTH, Workload

KIND = "enterprise"
SIZES = (125, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
"""Cases; there is an agent for every five of them."""
CASES_PER_AGENT = 5


def growth_workloads(most_cases: int) -> tuple[Workload, ...]:
    """From small to so many cases."""
    return tuple(
        Workload(f"{GROWTH}{cases}", KIND, cases, cases // CASES_PER_AGENT)
        for cases in SIZES
        if cases <= most_cases
    )


@dataclass(frozen=True, slots=True)
class Point:
    """What one size took: seconds, the median over the seeds."""

    cases: int
    pairs: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One solver or stage over the sizes at one tightness, from small to large."""

    name: str
    tightness: float
    points: tuple[Point, ...]


STAGES: dict[str, Callable[[SolveFigures], float]] = {
    "allotment, in all": lambda run: run.build + run.solve,
    "allotment, solve + prove": lambda run: run.solve,
}
"""All levels; what other solvers are drawn by is the plain variant, build + solve."""


def curves_of(outcomes: Iterable[Outcome]) -> tuple[Curve, ...]:
    """What was measured of growth; sizes that failed are left out."""
    outcomes = list(outcomes)
    ours = [row for row in solve_rows(outcomes) if row.job.workload.is_growth and row.is_whole]
    pairs = {row.job.workload: round(row.spread(lambda run: run.pairs).median) for row in ours}
    times: dict[tuple[str, float], list[Point]] = {}
    for name, figure in STAGES.items():
        for row in ours:
            _add(times, name, row.job, pairs, row.spread(figure))
    for beside in peer_rows(outcomes):
        if beside.job.workload in pairs and beside.is_whole:
            name = f"{beside.job.peer}, plain"
            _add(times, name, beside.job, pairs, beside.spread(lambda run: run.seconds))
    return tuple(
        Curve(name, tightness, tuple(sorted(points, key=lambda point: point.cases)))
        for (name, tightness), points in times.items()
    )


def _add(
    times: dict[tuple[str, float], list[Point]],
    name: str,
    job: Job,
    pairs: Mapping[Workload, int],
    spread: Spread,
) -> None:
    point = Point(job.workload.cases, pairs[job.workload], spread.median)
    times.setdefault((name, job.tightness), []).append(point)


def growth_sheet(outcomes: Iterable[Outcome]) -> Sheet:
    """A row per size and tightness."""
    title = "Growth, every pair eligible: from request bytes to proved plan"
    names = ("tight", "cases x agents")
    columns = ("pairs", "build", "solve + prove", "per case", "per pair", "peak", "proved")
    rows = tuple(
        (f"{row.job.tightness:g}", _shape(row.job.workload), *_cells(row))
        for row in solve_rows(outcomes)
        if row.job.workload.is_growth
    )
    return Sheet(title, (*names, *columns), len(names), rows)


def _cells(row: Row[SolveFigures]) -> tuple[str, ...]:
    if not row.is_whole:
        return failed(7)
    pairs = round(row.spread(lambda run: run.pairs).median)
    total = row.spread(lambda run: run.build + run.solve).median
    return (
        f"{pairs:,}",
        times(row.spread(lambda run: run.build)),
        times(row.spread(lambda run: run.solve)),
        time(total / row.job.workload.cases),
        f"{total / max(pairs, 1) * 1e9:.0f} ns",
        megabytes(row.spread(lambda run: run.memory).worst),
        "yes" if all(run.proved for run in row.runs) else "NO",
    )


def _shape(workload: Workload) -> str:
    return f"{workload.cases:,} x {workload.agents:,}"
