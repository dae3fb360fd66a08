"""`allotment bench`: how fast, how much memory, compared with whom."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks.jobs import Asked, Job, jobs_of
from benchmarks.peers import PEERS, installed_peers
from benchmarks.report import SECTION, Report, check_files, put_into, report_of
from benchmarks.run import Outcome, outcomes_of
from benchmarks.sheets import Sheet
from benchmarks.workloads import WORKLOADS, workloads_named
from server.cli.failure import told_plainly

FAILED = 1
"""Exit code where a job broke off, or an exact solver came to another value than ours."""

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

FILE_WIDTH = 120
"""Characters in a line where there is no terminal."""

NAMES = ", ".join(workload.name for workload in WORKLOADS)
RARE = ", ".join(workload.name for workload in WORKLOADS if not workload.usual)


def bench(
    workloads: Annotated[
        list[str] | None, typer.Argument(help=f"Some of: {NAMES}. [all but {RARE}]")
    ] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Measure other solvers on the same snapshots.")
    ] = False,
    seeds: Annotated[int, typer.Option(min=1, help="Snapshots per row.")] = 3,
    tightness: Annotated[
        list[float] | None,
        typer.Option(help="Sum of the agents' rooms / cases; may be repeated. [0.7 and 1.3]"),
    ] = None,
    calls: Annotated[int, typer.Option(min=1, help="Most calls of Assign per snapshot.")] = 50,
    limit: Annotated[float, typer.Option(min=0.1, help="Seconds that a solver gets.")] = 120.0,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write every figure to this file.")
    ] = None,
    readme: Annotated[
        Path | None, typer.Option(help="Put the tables between the markers of this Markdown file.")
    ] = None,
    section: Annotated[
        str, typer.Option(help="Which markers: <!-- SECTION --> and <!-- end of SECTION -->.")
    ] = SECTION,
) -> None:
    """Measure, and print the tables. Ctrl-C prints what is finished."""
    with told_plainly():
        check_files(json_file, readme, section)
        asked = Asked(
            workloads=workloads_named(workloads or ()),
            tightness=tuple(tightness or (0.7, 1.3)),
            seeds=seeds,
            calls=calls,
            peers=installed_peers() if peers else (),
            limit=limit,
        )
        outcomes, interrupted = _measured(asked)
    report = report_of(asked, outcomes, _notes(peers=peers, interrupted=interrupted))
    _show(_console(), report)
    if json_file:
        json_file.write_text(json.dumps(report.as_json(), indent=1), encoding="utf-8")
    if readme:
        put_into(readme, report, section)
    if interrupted or report.problems:
        raise typer.Exit(INTERRUPTED if interrupted else FAILED)


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


def _notes(*, peers: bool, interrupted: bool) -> list[str]:
    """What to know about a run: peers that cannot be measured here, and whether it is whole."""
    notes = [
        f"{name} is left out: its library is not installed.\nMaybe: pip install 'allotment[pulp]'."
        for name in PEERS
        if peers and name not in installed_peers()
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
