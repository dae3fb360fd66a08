"""The tables of a result, as plain text cells: for the terminal and for Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.figures import AssignFigures, FitFigures, PeerFigures, SolveFigures
from benchmarks.jobs import Asked, Task
from benchmarks.peers import LEVELS, OURS
from benchmarks.rows import (
    Row,
    Spread,
    assign_rows,
    fit_rows,
    ours_beside,
    peer_rows,
    solve_rows,
)
from benchmarks.run import Outcome

WHERE = {Task.ASSIGN: "in process", Task.CALL: "gRPC"}
STAGES = ("translate", "compile", "solve", "explain")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. The first `name_count` columns are words, the others are numbers."""

    title: str
    columns: tuple[str, ...]
    name_count: int
    rows: tuple[tuple[str, ...], ...]


def sheets_of(asked: Asked, outcomes: Sequence[Outcome]) -> tuple[Sheet, ...]:
    """All tables that have rows."""
    sheets = (
        _solves(outcomes), _assigns(outcomes), _fits(outcomes), _peers(asked, outcomes)
    )  # fmt: skip
    return tuple(sheet for sheet in sheets if sheet.rows)


def _solves(outcomes: Sequence[Outcome]) -> Sheet:
    title = "Build (request bytes to problem), and solve + prove; a fresh process each"
    names = ("workload", "tight", "cases x agents")
    columns = ("pairs", "served", "build", "solve + prove", "peak", "proved")
    rows = tuple((*_names(row), _shape(row), *_solve(row)) for row in solve_rows(outcomes))
    return Sheet(title, (*names, *columns), len(names), rows)


def _solve(row: Row[SolveFigures]) -> tuple[str, ...]:
    if not row.is_whole:
        return _failed(6)
    return (
        f"{row.spread(lambda run: run.pairs).median:,.0f}",
        f"{row.spread(lambda run: run.served).median:,.0f}",
        _times(row.spread(lambda run: run.build)),
        _times(row.spread(lambda run: run.solve)),
        _bytes(row.spread(lambda run: run.memory).worst),
        "yes" if all(run.proved for run in row.runs) else "NO",
    )


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
        return _failed(5 + len(STAGES))
    stages = [Spread.of(run.stages[stage] for run in row.runs) for stage in STAGES]
    return (
        str(sum(run.calls for run in row.runs)),
        _times(row.spread(lambda run: run.p50)),
        _times(row.spread(lambda run: run.p99)),
        _processor(row),
        *(_time(stage.median) for stage in stages),
        _bytes(row.spread(lambda run: run.memory).worst),
    )


def _processor(row: Row[AssignFigures]) -> str:
    """Empty where another process solves."""
    told = [run.processor for run in row.runs if run.processor is not None]
    return _times(Spread.of(told)) if told else ""


def _fits(outcomes: Sequence[Outcome]) -> Sheet:
    title = "Fit of every pair from raw facts, in blocks on one core; nobody holds the pairs"
    names = ("workload", "cases x agents")
    columns = ("pairs", "pillars", "all pairs", "processor", "per pair", "extra memory", "mean fit")
    rows = tuple((row.job.workload.name, _shape(row), *_fit(row)) for row in fit_rows(outcomes))
    return Sheet(title, (*names, *columns), len(names), rows)


def _fit(row: Row[FitFigures]) -> tuple[str, ...]:
    if not row.is_whole:
        return _failed(7)
    each = row.spread(lambda run: run.processor / run.pairs)
    return (
        f"{row.spread(lambda run: run.pairs).median:,.0f}",
        _times(row.spread(lambda run: run.gather)),
        _times(row.spread(lambda run: run.blocks)),
        _times(row.spread(lambda run: run.processor)),
        f"{each.median * 1e9:.1f} ns",
        _bytes(row.spread(lambda run: run.memory).worst),
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


def _peer(row: Row[PeerFigures], ours: Row[PeerFigures], limit: float) -> tuple[str, ...]:
    """The cells of one solver beside ours."""
    if row.failure or not ours.runs:
        return _failed(5)
    if row.overran:
        least = limit / ours.spread(lambda run: run.seconds).median
        return (f"> {limit:.0f} s", f"> {least:.0f}", "", "", "")
    pairs = list(zip(row.runs, ours.runs, strict=False))
    ratio = Spread.of(theirs.seconds / mine.seconds for theirs, mine in pairs).median
    return (
        _times(row.spread(lambda run: run.seconds)),
        f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}",
        *(_reached(row) if row.job.peer == OURS else _beside(pairs)),
        _bytes(row.spread(lambda run: run.memory).worst),
    )


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


def _failed(count: int) -> tuple[str, ...]:
    return ("failed", *[""] * (count - 1))


def _times(spread: Spread) -> str:
    """Median, and the worst in brackets."""
    unit, name = _unit(spread.median)
    if spread.median == spread.worst:
        return _time(spread.median)
    return f"{_digits(spread.median / unit)} ({_digits(spread.worst / unit)}) {name}"


def _time(seconds: float) -> str:
    unit, name = _unit(seconds)
    return f"{_digits(seconds / unit)} {name}"


def _unit(seconds: float) -> tuple[float, str]:
    return (1.0, "s") if seconds >= 1 else (1e-3, "ms")


def _digits(value: float) -> str:
    """Three digits, or as many as there are before the point."""
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def _bytes(count: float) -> str:
    return f"{count / 1e6:,.0f} MB"
