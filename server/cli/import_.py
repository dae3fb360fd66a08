"""`allotment import`: snapshots from the logs of other systems."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from server.cli.failure import told_plainly
from server.cli.log_file import opened
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
        with opened(events) as file:
            request, summary = import_incidents(read_rows(as_text(file), order.mapping), order)
        write_message(request, out)
    if as_json:
        typer.echo(json.dumps({"snapshot": str(out), **asdict(summary)}, indent=1))
    else:
        _show(summary, out)


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
