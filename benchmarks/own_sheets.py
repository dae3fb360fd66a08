"""Tables of the caller's own snapshots and of OR-Library instances."""

from collections.abc import Sequence

from benchmarks.cells import Sheet, failed, megabytes, proof, ratio, time
from benchmarks.contenders import AUTO
from benchmarks.figures import EngineFigures, LibraryFigures
from benchmarks.jobs import Asked
from benchmarks.rows import Row, engine_rows, library_rows
from benchmarks.run import Outcome


def engine_sheet(asked: Asked, outcomes: Sequence[Outcome]) -> Sheet:
    """Our engines on the caller's snapshots."""
    title = "Engines on your snapshot, all levels: problem to checked plan"
    names = ("snapshot", "cases x agents", "engine")
    columns = ("time", "x auto", "served", "levels beside auto's", "proved", "peak")
    found = engine_rows(outcomes)
    rows = tuple((*_names(row), *_engine(row, _auto(row, found), asked.limit)) for row in found)
    return Sheet(title, (*names, *columns), len(names), rows)


def library_sheet(asked: Asked, outcomes: Sequence[Outcome]) -> Sheet:
    """Solvers on instances of the OR-Library; what a general solver proves is its own word."""
    title = "OR-Library: build + solve, in the numbers of the files"
    names = ("instance", "jobs x agents", "solver")
    columns = ("time", "value", "published", "proved", "peak")
    rows = []
    for row in library_rows(outcomes):
        if row.failure:
            cells = failed(5)
        elif row.overran:
            cells = (f"> {asked.limit:.0f} s", "", "", "", "")
        else:
            (run,) = row.runs
            told = ["none" if value is None else f"{value:,}" for value in (run.value, run.optimum)]
            cells = (time(run.seconds), *told, proof(run.gap), megabytes(run.memory))
        rows.append((*_names(row), *cells))
    return Sheet(title, (*names, *columns), len(names), tuple(rows))


def _auto(row: Row[EngineFigures], rows: Sequence[Row[EngineFigures]]) -> EngineFigures | None:
    """What `auto` made of the same snapshot."""
    return next(
        (
            auto.runs[0]
            for auto in rows
            if auto.runs and (auto.job.peer, auto.job.workload) == (AUTO, row.job.workload)
        ),
        None,
    )


def _engine(row: Row[EngineFigures], auto: EngineFigures | None, limit: float) -> tuple[str, ...]:
    if row.failure:
        return failed(6)
    if row.overran:
        return (f"> {limit:.0f} s", "", "", "", "", "")
    (run,) = row.runs
    if run.refusal:
        return ("cannot", "", "", "", "", "")
    return (
        time(run.seconds),
        ratio(run.seconds / auto.seconds) if auto else "",
        f"{run.served:,}",
        _difference(run, auto) if auto else "",
        _first_gap(run),
        megabytes(run.memory),
    )


def _difference(run: EngineFigures, auto: EngineFigures) -> str:
    """`equal`, or the first level that differs, and by how much: -1 % is worse by so much."""
    for mine, best in zip(run.levels, auto.levels, strict=False):
        if mine.cost != best.cost:
            return f"{mine.name} {_worse(mine.cost, best.cost)}"
    return "equal"


def _worse(cost: int, best: int) -> str:
    if not best:
        return f"{-cost:+,}"
    return f"{100 * (best - cost) / abs(best):+.2g} %"


def _first_gap(run: EngineFigures) -> str:
    """`yes`, or the gap of the first level without a proof."""
    open_ = next((level for level in run.levels if level.gap != 0), None)
    if open_ is None or open_.gap is None:
        return "yes" if open_ is None else "NO"
    return f"{proof(open_.gap)} of {open_.name}"


def _names(row: Row[EngineFigures] | Row[LibraryFigures]) -> tuple[str, str, str]:
    workload = row.job.workload
    return workload.name, f"{workload.cases:,} x {workload.agents:,}", row.job.peer
