"""The tables of a result, as plain text cells: for the terminal and for Markdown."""

from collections.abc import Sequence

from benchmarks.aims import aims_sheet
from benchmarks.cells import Sheet, failed, megabytes, proof, ratio, time, times
from benchmarks.figures import AssignFigures, FitFigures, PeerFigures, SolveFigures
from benchmarks.growth import growth_sheet
from benchmarks.jobs import NEAR, Asked, Task
from benchmarks.own_sheets import engine_sheet, library_sheet
from benchmarks.peers import LEVELS, OURS
from benchmarks.rows import (
    Row,
    Spread,
    assign_rows,
    fit_rows,
    near_rows,
    ours_beside,
    peer_rows,
    solve_rows,
)
from benchmarks.run import Outcome

WHERE = {Task.ASSIGN: "in process", Task.CALL: "gRPC"}
STAGES = ("translate", "compile", "solve", "explain")


def sheets_of(asked: Asked, outcomes: Sequence[Outcome]) -> tuple[Sheet, ...]:
    """All tables that have rows."""
    sheets = (
        aims_sheet(asked, outcomes),
        _solves(outcomes),
        _assigns(outcomes),
        _fits(outcomes),
        _peers(asked, outcomes),
        _nears(asked, outcomes),
        engine_sheet(asked, outcomes),
        library_sheet(asked, outcomes),
        growth_sheet(outcomes),
    )
    return tuple(sheet for sheet in sheets if sheet.rows)


def _solves(outcomes: Sequence[Outcome]) -> Sheet:
    title = "Build (request bytes to problem), and solve + prove; a fresh process each"
    names = ("workload", "tight", "cases x agents")
    columns = ("pairs", "served", "build", "solve + prove", "peak", "proved")
    found = [row for row in solve_rows(outcomes) if not row.job.workload.is_growth]
    rows = tuple((*_names(row), _shape(row), *_solve(row)) for row in found)
    return Sheet(title, (*names, *columns), len(names), rows)


def _solve(row: Row[SolveFigures]) -> tuple[str, ...]:
    if not row.is_whole:
        return failed(6)
    return (
        f"{row.spread(lambda run: run.pairs).median:,.0f}",
        f"{row.spread(lambda run: run.served).median:,.0f}",
        times(row.spread(lambda run: run.build)),
        times(row.spread(lambda run: run.solve)),
        megabytes(row.spread(lambda run: run.memory).worst),
        _proved(row),
    )


def _proved(row: Row[SolveFigures]) -> str:
    """`yes`, or the widest gap with its level."""
    open_ = [run for run in row.runs if not run.proved]
    if not open_:
        return "yes"
    if any(run.gap is None for run in open_):
        return "NO"
    widest = max(open_, key=lambda run: run.gap or 0.0)
    return f"{proof(widest.gap)} of {widest.unproved}"


def _assigns(outcomes: Sequence[Outcome]) -> Sheet:
    title = "Assign, start to end, warm; stages as the answers tell them"
    names = ("workload", "tight", "where")
    columns = ("calls", "p50", "p99", "processor", *STAGES, "peak")
    rows = tuple(
        (*_names(row), WHERE[row.job.task], *_assign(row)) for row in assign_rows(outcomes)
    )
    return Sheet(title, (*names, *columns), len(names), rows)


def _assign(row: Row[AssignFigures]) -> tuple[str, ...]:
    if not row.is_whole:
        return failed(5 + len(STAGES))
    stages = [Spread.of(run.stages[stage] for run in row.runs) for stage in STAGES]
    return (
        str(sum(run.calls for run in row.runs)),
        times(row.spread(lambda run: run.p50)),
        times(row.spread(lambda run: run.p99)),
        _processor(row),
        *(time(stage.median) for stage in stages),
        megabytes(row.spread(lambda run: run.memory).worst),
    )


def _processor(row: Row[AssignFigures]) -> str:
    """Empty where another process solves."""
    told = [run.processor for run in row.runs if run.processor is not None]
    return times(Spread.of(told)) if told else ""


def _fits(outcomes: Sequence[Outcome]) -> Sheet:
    title = "Fit of every pair from raw facts, in blocks on one core; nobody holds the pairs"
    names = ("workload", "cases x agents")
    columns = ("pairs", "pillars", "all pairs", "processor", "per pair", "extra memory", "mean fit")
    rows = tuple((row.job.workload.name, _shape(row), *_fit(row)) for row in fit_rows(outcomes))
    return Sheet(title, (*names, *columns), len(names), rows)


def _fit(row: Row[FitFigures]) -> tuple[str, ...]:
    if not row.is_whole:
        return failed(7)
    each = row.spread(lambda run: run.processor / run.pairs)
    return (
        f"{row.spread(lambda run: run.pairs).median:,.0f}",
        times(row.spread(lambda run: run.gather)),
        times(row.spread(lambda run: run.blocks)),
        times(row.spread(lambda run: run.processor)),
        f"{each.median * 1e9:.1f} ns",
        megabytes(row.spread(lambda run: run.memory).worst),
        f"{row.spread(lambda run: run.mean).median / 1e4:.3f}",
    )


def _peers(asked: Asked, outcomes: Sequence[Outcome]) -> Sheet:
    title = "Solvers on the plain variant: build + solve, ours with its proof"
    names = ("workload", "tight", "solver", "solves")
    columns = ("time", "x ours", "served", "fit", "peak")
    found = peer_rows(outcomes)
    rows = tuple(
        (
            *_names(row),
            row.job.peer,
            _levels(row.job.peer),
            *_peer(row, ours_beside(row, found), asked.limit),
        )
        for row in found
    )
    return Sheet(title, (*names, *columns), len(names), rows)


def _nears(asked: Asked, outcomes: Sequence[Outcome]) -> Sheet:
    title = f"Solvers on the plain variant until their fit is proved within {100 * NEAR:g} %"
    names = ("workload", "tight", "solver")
    columns = ("time", "x ours", "served", "fit", "peak", "gap")
    found = near_rows(outcomes)
    rows = tuple(
        (*_names(row), row.job.peer, *_peer(row, ours_beside(row, found), asked.limit), _gap(row))
        for row in found
    )
    return Sheet(title, (*names, *columns), len(names), rows)


def _gap(row: Row[PeerFigures]) -> str:
    """The widest."""
    return proof(row.spread(lambda run: run.gap).worst) if row.is_whole else ""


def _peer(row: Row[PeerFigures], ours: Row[PeerFigures], limit: float) -> tuple[str, ...]:
    """The cells of one solver beside ours."""
    if row.failure:
        return failed(5)
    if row.overran:
        least = limit / ours.spread(lambda run: run.seconds).median if ours.runs else None
        return (f"> {limit:.0f} s", "" if least is None else f"> {ratio(least)}", "", "", "")
    pairs = list(zip(row.runs, ours.runs, strict=False))
    return (
        times(row.spread(lambda run: run.seconds)),
        _beside_ours(row, pairs, limit),
        *(_beside(pairs) if pairs and row.job.peer != OURS else _reached(row)),
        megabytes(row.spread(lambda run: run.memory).worst),
    )


def _beside_ours(
    row: Row[PeerFigures], pairs: Sequence[tuple[PeerFigures, PeerFigures]], limit: float
) -> str:
    """Their time / ours; at most so much where ours did not end in time."""
    if pairs:
        return ratio(Spread.of(theirs.seconds / mine.seconds for theirs, mine in pairs).median)
    return f"< {ratio(row.spread(lambda run: run.seconds).median / limit)}"


def _levels(peer: str) -> str:
    return ", ".join(LEVELS[peer]) or "none"


def _reached(row: Row[PeerFigures]) -> tuple[str, str]:
    """Our own served and fit (in units of 1e-4)."""
    served, fit = row.spread(lambda run: run.served), row.spread(lambda run: run.fit)
    return f"{served.median:,.0f}", f"{fit.median:,.0f}"


def _beside(pairs: Sequence[tuple[PeerFigures, PeerFigures]]) -> tuple[str, str]:
    """Served and fit of a solver compared with ours: `equal`, or the median difference."""
    served = [_change(theirs.served, mine.served) for theirs, mine in pairs]
    fit = [_change(theirs.fit, mine.fit) for theirs, mine in pairs]
    return _compared(served), _compared(fit)


def _change(theirs: int, mine: int) -> float:
    """Exactly 0.0 for equal values only."""
    return (theirs - mine) / max(mine, 1)


def _compared(changes: Sequence[float]) -> str:
    if not any(changes):
        return "equal"
    return f"{100 * Spread.of(changes).median:+.2f} %"


def _names(row: Row[SolveFigures] | Row[AssignFigures] | Row[PeerFigures]) -> tuple[str, str]:
    return row.job.workload.name, f"{row.job.tightness:g}"


def _shape(row: Row[SolveFigures] | Row[FitFigures]) -> str:
    workload = row.job.workload
    return f"{workload.cases:,} x {workload.agents:,}"
