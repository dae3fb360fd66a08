"""`allotment bench`: how fast, how much memory, compared with whom."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.against import FAIL_OVER, compared
from benchmarks.cells import Sheet
from benchmarks.growth import curves_of, growth_workloads
from benchmarks.jobs import Asked, Job, jobs_of
from benchmarks.machine import surroundings
from benchmarks.own import workloads_of
from benchmarks.peers import OURS, PEERS, installed_peers
from benchmarks.plots import plot_growth
from benchmarks.presets import FULL, SHORT, USUAL, Preset
from benchmarks.report import Report, check_files, put_into, runs_of
from benchmarks.report_file import read_runs
from benchmarks.run import Outcome, outcomes_of
from benchmarks.workloads import WORKLOADS, Workload
from server.cli.failure import told_plainly

FAILED = 1
"""Exit code where a job broke off, solvers contradict each other, or something became slower."""

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

FILE_WIDTH = 160
"""Characters in a line where there is no terminal."""

GROWTH = 20_000
"""Most cases of the growth plot where no preset says so."""

NAMES = ", ".join(workload.name for workload in WORKLOADS)
RARE = ", ".join(workload.name for workload in WORKLOADS if not workload.usual)


def bench(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help=f"Some of: {NAMES}; a snapshot of yours (.json, .yaml, .binpb): all engines on "
            f"it; a folder of OR-Library instances. \\[all but {RARE}]"
        ),
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="The short form: minutes.")] = False,
    full: Annotated[bool, typer.Option("--full", help="The full form: hours.")] = False,
    growth: Annotated[
        bool, typer.Option("--growth", help="Time per case and per pair over sizes.")
    ] = False,
    peers: Annotated[
        bool, typer.Option("--peers", help="Measure other solvers on the same snapshots.")
    ] = False,
    seeds: Annotated[
        int | None, typer.Option(min=1, help=f"Snapshots per row. [{USUAL.seeds}]")
    ] = None,
    tightness: Annotated[
        list[float] | None,
        typer.Option(help="Sum of the agents' rooms / cases; may be repeated. [0.7 and 1.3]"),
    ] = None,
    calls: Annotated[
        int | None, typer.Option(min=1, help=f"Most calls of Assign per snapshot. [{USUAL.calls}]")
    ] = None,
    limit: Annotated[
        float | None,
        typer.Option(min=0.1, help=f"Seconds that a solver gets. [{USUAL.limit:g}]"),
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Compare with an earlier run that --json wrote.")
    ] = None,
    fail_over: Annotated[
        float,
        typer.Option(min=1.0, help="Exit with 1 where the run is surely so many times as slow."),
    ] = FAIL_OVER,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write every figure to this file.")
    ] = None,
    readme: Annotated[
        Path | None, typer.Option(help="Put the tables between the markers of this Markdown file.")
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(
            help="Which markers: <!-- SECTION --> and <!-- end of SECTION -->. "
            f"[{USUAL.section!r}, {SHORT.section!r} or {FULL.section!r}]"
        ),
    ] = None,
    plots: Annotated[
        Path | None, typer.Option(help="Folder for the plot of growth. Needs the extra bench.")
    ] = None,
) -> None:
    """Measure, and print the tables. Ctrl-C prints what is finished."""
    if short and full:
        raise typer.BadParameter("--short and --full exclude each other.")
    preset = FULL if full else SHORT if short else USUAL
    section = section or preset.section
    with told_plainly():
        check_files(json_file, readme, section, plots)
        earlier = read_runs(against) if against else []
        asked = Asked(
            workloads=_workloads(what or [], preset, growth=growth),
            tightness=tuple(tightness or (0.7, 1.3)),
            seeds=seeds or preset.seeds,
            calls=calls or preset.calls,
            peers=installed_peers() if peers or full or short else (),
            limit=limit or preset.limit,
            detail_pairs=preset.detail_pairs,
            wide_peers=installed_peers() if peers or full else (OURS,),
        )
        outcomes, interrupted = _measured(asked)
    now = tuple(compared(earlier, runs_of(outcomes)))
    drawn = _drawn(outcomes, plots, section)
    notes = _notes(asked, interrupted=interrupted)
    if against and not now:
        notes.append(f"Nothing of this run was measured in {against} too.")
    report = Report(
        asked, tuple(outcomes), surroundings(), tuple(notes), now, fail_over, drawn
    )  # fmt: skip
    _show(_console(), report)
    if json_file:
        json_file.write_text(json.dumps(report.as_json(), indent=1), encoding="utf-8")
    if readme:
        put_into(readme, report, section)
    if interrupted or report.problems:
        raise typer.Exit(INTERRUPTED if interrupted else FAILED)


def _workloads(what: Sequence[str], preset: Preset, *, growth: bool) -> tuple[Workload, ...]:
    """What is named, what the preset adds, and the sizes of growth; else the usual ones."""
    sizes = growth_workloads(preset.growth or (GROWTH if growth else 0))
    words = (*preset.workloads, *what)
    return (*(workloads_of(words) if words or not sizes else ()), *sizes)


def _drawn(outcomes: Sequence[Outcome], folder: Path | None, section: str) -> tuple[Path, ...]:
    """The plots that were drawn."""
    curves = curves_of(outcomes)
    if not folder or not curves:
        return ()
    path = folder / f"growth-{section.replace(' ', '-')}.png"
    plot_growth(curves, surroundings(), path)
    return (path,)


def _measured(asked: Asked) -> tuple[list[Outcome], bool]:
    """The outcomes, and whether Ctrl-C cut them short."""
    finished: list[Outcome] = []
    try:
        with _progress(len(jobs_of(asked))) as starting:
            for outcome in outcomes_of(asked, starting):
                finished.append(outcome)  # noqa: PERF402 - Ctrl-C must not lose them
    except KeyboardInterrupt:
        return finished, True
    return finished, False


@contextmanager
def _progress(job_count: int) -> Iterator[Callable[[Job], None]]:
    """A bar on a terminal, else a line per job, on standard error."""
    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    done = count()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task("", total=job_count)

        def starting(job: Job) -> None:
            progress.update(bar, completed=next(done), description=job.words)
            if not console.is_terminal:
                console.print(job.words, highlight=False)

        yield starting


def _notes(asked: Asked, *, interrupted: bool) -> list[str]:
    """What to know about a run: peers that cannot be measured here, and whether it is whole."""
    notes = [
        f"{name} is left out: its library is not installed.\nMaybe: pip install 'allotment[pulp]'."
        for name in PEERS
        if asked.peers and name not in asked.peers
    ]
    return [*notes, "Ctrl-C ended this run; what was finished is here."] if interrupted else notes


def _console() -> Console:
    """Standard output; a file or a pipe is as wide as the tables need."""
    console = Console()
    return console if console.is_terminal else Console(width=FILE_WIDTH)


def _show(console: Console, report: Report) -> None:
    """Prints the tables, the notes, and what went wrong."""
    for sheet in report.sheets:
        console.print(_table(sheet))
    for note in report.notes:
        console.print(note, style="yellow", highlight=False, markup=False)
    for problem in report.problems:
        console.print(problem, style="red", highlight=False, markup=False)


def _table(sheet: Sheet) -> Table:
    table = Table(title=sheet.title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for place, name in enumerate(sheet.columns):
        words = place < sheet.name_count
        table.add_column(name, justify="left" if words else "right", no_wrap=True)
    for cells in sheet.rows:
        table.add_row(*cells)
    return table
