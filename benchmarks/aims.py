"""What the project wants to reach: each aim beside what was measured."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.cells import Sheet, megabytes, ratio, time, times
from benchmarks.figures import AssignFigures, LibraryFigures, PeerFigures, SolveFigures
from benchmarks.jobs import NEAR, Asked, Task
from benchmarks.rows import (
    Row,
    Spread,
    assign_rows,
    library_rows,
    near_rows,
    ours_beside,
    peer_rows,
    solve_rows,
)
from benchmarks.run import Outcome


@dataclass(frozen=True, slots=True)
class AssignAim:
    """Of whole answers over gRPC, explanations SUMMARY: at most so much."""

    workload: str
    what: str
    most: float
    figure: Callable[[AssignFigures], float]
    tell: Callable[[Spread], str] = times


@dataclass(frozen=True, slots=True)
class SolveAim:
    """Of build and solve: at most so much. needs_proof: of every level."""

    workload: str
    what: str
    most: float
    figure: Callable[[SolveFigures], float | None]
    tell: Callable[[Spread], str] = times
    needs_proof: bool = True


def _memory(spread: Spread) -> str:
    return megabytes(spread.worst)


def _percent(spread: Spread) -> str:
    return f"{100 * spread.worst:.2g} %"


ANSWERS = (
    AssignAim("tiny", "gRPC, p50", 0.003, lambda run: run.p50),
    AssignAim("tiny", "gRPC, p99", 0.010, lambda run: run.p99),
    AssignAim("team", "gRPC, p50", 0.060, lambda run: run.p50),
    AssignAim("enterprise", "gRPC, p50", 2.0, lambda run: run.p50),
    AssignAim("enterprise", "memory of the server", 1.5e9, lambda run: run.memory, _memory),
    AssignAim("enterprise-queues", "gRPC, p50", 2.0, lambda run: run.p50),
)
SOLVES = (
    SolveAim("enterprise", "solve + prove", 1.0, lambda run: run.solve),
    SolveAim("planet", "build, solve + prove", 60.0, lambda run: run.build + run.solve),
    SolveAim("planet", "memory", 12e9, lambda run: run.memory, _memory),
    SolveAim(
        "weighted-enterprise", "solve", 10.0, lambda run: run.solve, needs_proof=False
    ),
    SolveAim(
        "weighted-enterprise", "widest gap", 0.001, lambda run: run.gap, _percent, needs_proof=False
    ),
)  # fmt: skip
SOONER = 10.0
"""Times as soon as general solvers, with weights."""
RIVALS = ("highs", "cp-sat")
GAPS, GAP_SECONDS = ("gap1-", "gap2-", "gap3-", "gap4-", "gap5-", "gap6-"), 2.0
COLUMNS = ("workload", "tight", "what", "aim", "measured", "aim / measured")
NAMES = 3


def aims_sheet(asked: Asked, outcomes: Sequence[Outcome]) -> Sheet:
    """One row for each aim of which something was measured."""
    rows = (
        *_answers(assign_rows(outcomes)),
        *_solves(solve_rows(outcomes)),
        *_rivals(peer_rows(outcomes), asked.limit, "proof"),
        *_rivals(near_rows(outcomes), asked.limit, f"proof within {100 * NEAR:g} %"),
        *_library(library_rows(outcomes)),
    )
    title = "Aims: 1 or more in the last column is reached"
    return Sheet(title, COLUMNS, NAMES, rows)


def _answers(rows: Sequence[Row[AssignFigures]]) -> Iterator[tuple[str, ...]]:
    for aim in ANSWERS:
        for row in rows:
            if row.job.task is Task.CALL and row.job.workload.name == aim.workload:
                spread = row.spread(aim.figure) if row.is_whole else None
                yield _cells(row, aim, spread)


def _solves(rows: Sequence[Row[SolveFigures]]) -> Iterator[tuple[str, ...]]:
    for aim in SOLVES:
        for row in rows:
            if row.job.workload.name == aim.workload:
                yield _cells(row, aim, _solve_spread(row, aim))


def _solve_spread(row: Row[SolveFigures], aim: SolveAim) -> Spread | None:
    """None where something is not proved that should be, or not known."""
    told = [aim.figure(run) for run in row.runs if run.proved or not aim.needs_proof]
    known = [figure for figure in told if figure is not None]
    return Spread.of(known) if row.is_whole and len(known) == len(row.runs) else None


def _cells(
    row: Row[AssignFigures] | Row[SolveFigures], aim: AssignAim | SolveAim, spread: Spread | None
) -> tuple[str, ...]:
    """The cells of one row; the aim is told as its figures are."""
    names = (row.job.workload.name, f"{row.job.tightness:g}", aim.what)
    wanted = aim.tell(Spread(aim.most, aim.most))
    if spread is None:
        return (*names, wanted, "not reached", "")
    factor = ratio(aim.most / spread.median) if spread.median else "reached"
    return (*names, wanted, aim.tell(spread), factor)


def _rivals(rows: Sequence[Row[PeerFigures]], limit: float, what: str) -> Iterator[tuple[str, ...]]:
    """How much sooner ours proves than general solvers, with weights."""
    for row in rows:
        job = row.job
        if job.workload.name == "weighted-2k" and job.peer in RIVALS:
            names = (job.workload.name, f"{job.tightness:g}", f"{what} beside {job.peer}")
            measured, factor = _sooner(row, ours_beside(row, rows), limit)
            yield (*names, f"{SOONER:.0f} x sooner", measured, factor)


def _sooner(theirs: Row[PeerFigures], ours: Row[PeerFigures], limit: float) -> tuple[str, str]:
    """The median over the seeds that both finished; where they did not end, at least so much."""
    if not ours.runs or theirs.failure:
        return "not reached", ""
    if theirs.overran:
        least = limit / ours.spread(lambda run: run.seconds).median
        return f"> {ratio(least)} x", f"> {ratio(least / SOONER)}"
    pairs = zip(theirs.runs, ours.runs, strict=False)
    sooner = Spread.of(their.seconds / mine.seconds for their, mine in pairs).median
    return f"{ratio(sooner)} x", ratio(sooner / SOONER)


def _library(rows: Sequence[Row[LibraryFigures]]) -> Iterator[tuple[str, ...]]:
    """Published optima that ours reaches, and how long the small ones take with proof."""
    ours = [row for row in rows if row.job.peer == rows[0].job.peer]
    published = [row for row in ours if row.runs and row.runs[0].optimum is not None]
    if published:
        reached = sum(run.value == run.optimum for row in published for run in row.runs)
        told = f"{reached} of {len(published)}"
        factor = ratio(reached / len(published))
        yield "OR-Library", "", "published optima", "all", told, factor
    small = [row for row in ours if row.job.workload.name.startswith(GAPS)]
    if small:
        yield "OR-Library", "", "gap1 to gap6, slowest proof", time(GAP_SECONDS), *_slowest(small)


def _slowest(rows: Iterable[Row[LibraryFigures]]) -> tuple[str, str]:
    runs = [run for row in rows for run in row.runs]
    open_ = sum(run.gap != 0 for run in runs)
    if open_ or not runs:
        return f"{open_} not proved", ""
    slowest = max(run.seconds for run in runs)
    return time(slowest), ratio(GAP_SECONDS / slowest)
