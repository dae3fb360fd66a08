"""`allotment import`: snapshots from the logs of other systems."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from server.cli.failure import told_plainly
from server.importing.errors import LogError
from server.importing.event_log import as_text, read_rows
from server.importing.limits import AssumedLimits
from server.importing.local_time import parse_moment, zone_named
from server.importing.mapping import load_mapping
from server.importing.snapshot import ImportOrder, import_incidents
from server.importing.summary import Summary
from server.translate.files import check_writable, write_message

app = typer.Typer(
    name="import", help="Make a snapshot from the log of another system.", no_args_is_help=True
)

DEFAULT_LIMITS = AssumedLimits()


@app.callback()
def import_() -> None:
    """Keeps the commands named even while there is only one."""


@app.command()
def incidents(
    events: Annotated[Path, typer.Argument(help="Event log, CSV or CSV.gz.", metavar="EVENTS")],
    mapping: Annotated[str, typer.Option(help="Mapping file, or `servicenow`.")],
    at: Annotated[str, typer.Option(help="Moment, such as `2016-03-15 10:00`.")],
    zone: Annotated[str, typer.Option(help="IANA zone of the times in the log.")],
    out: Annotated[Path, typer.Option(help="Snapshot to write, .json or .binpb.")],
    backlog_limit: Annotated[
        int, typer.Option(min=0, help="Cases that an agent may hold.")
    ] = DEFAULT_LIMITS.backlog,
    hourly_limit: Annotated[
        int, typer.Option(min=0, help="New cases of an agent in 8 hours.")
    ] = DEFAULT_LIMITS.hourly,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Write the snapshot of an incident log as it stood at a moment."""
    with told_plainly():
        check_writable(out)
        local_zone = zone_named(zone)
        order = ImportOrder(
            mapping=load_mapping(mapping),
            zone=local_zone,
            at=parse_moment(at, local_zone),
            limits=AssumedLimits(backlog=backlog_limit, hourly=hourly_limit),
        )
        with _opened(events) as file:
            request, summary = import_incidents(read_rows(as_text(file), order.mapping), order)
        write_message(request, out)
    if as_json:
        typer.echo(json.dumps({"snapshot": str(out), **asdict(summary)}, indent=1))
    else:
        _show(summary, out)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, with a progress bar on the terminal. Raises LogError."""
    console = Console(stderr=True)
    try:
        with path.open("rb") as file, _bar(console) as progress:
            size = path.stat().st_size
            reading = progress.add_task(f"Reading {path.name}", total=size)
            yield progress.wrap_file(file, total=size, task_id=reading)
    except OSError as error:
        raise LogError(f"The log {path} cannot be read: {error.strerror}.") from error


def _bar(console: Console) -> Progress:
    """A progress bar that goes when it is done, and stays away from files and pipes."""
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _show(summary: Summary, out: Path) -> None:
    """Prints the counts as a table and the assumptions below."""
    table = Table(title=f"Snapshot of {summary.snapshot_time}", title_justify="left")
    table.add_column(str(out))
    table.add_column("count", justify="right")
    for name, count in asdict(summary.counts).items():
        table.add_row(name.replace("_", " "), f"{count:,}")
    console = Console()
    console.print(table)
    console.print("Assumed:")
    for sentence in summary.assumptions:
        console.print(f"- {sentence}", highlight=False)
    for sentence in summary.warnings:
        console.print(f"! {sentence}", style="yellow", highlight=False)
