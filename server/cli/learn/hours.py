"""`allotment learn hours`: when agents and customers are active (S6)."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from server.cli.failure import told_plainly
from server.cli.log_file import opened
from server.importing.event_log import as_text, read_rows
from server.importing.events import EventReader
from server.importing.hours import activity_of
from server.importing.incidents import incidents_of
from server.importing.local_time import parse_moment, zone_named
from server.importing.mapping import load_mapping
from server.learning.activity import Kind, Moment, read_table
from server.learning.hours import HoursModel, Learning, learn_hours, save_hours
from server.learning.model_file import check_folder

DISTANT = datetime(9999, 1, 1, tzinfo=UTC)
DEFAULT = Learning()


def hours(
    history: Annotated[Path, typer.Option(help="CSV or CSV.gz: columns kind, id, time [, zone].")],
    out: Annotated[Path, typer.Option(help="Model to write, .json.")],
    zone: Annotated[str, typer.Option(help="IANA zone of the hours and of plain times.")] = "UTC",
    mapping: Annotated[
        str | None, typer.Option(help="The history is an event log: mapping file, or `servicenow`.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(help="Look at nothing later. [the last row's time]")
    ] = None,
    half_life: Annotated[
        float, typer.Option(min=0.1, help="Days after which activity counts half.")
    ] = DEFAULT.half_life / timedelta(days=1),
    threshold: Annotated[
        float, typer.Option(min=0.0, help="Active from this multiple of one's mean hour.")
    ] = DEFAULT.threshold,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Learn predicted hours of agents and activity windows of accounts."""
    with told_plainly():
        check_folder(out)
        local = zone_named(zone)
        until = None if at is None else parse_moment(at, local)
        with opened(history) as file:
            moments = _moments(file, local, mapping, until)
        model = learn_hours(moments, Learning(until, timedelta(days=half_life), threshold))
        checksum = save_hours(model, out)
    summary = _summary(model, out, checksum)
    if as_json:
        typer.echo(json.dumps(summary, indent=1))
    else:
        _show(summary)


def _moments(
    file: IO[bytes], zone: ZoneInfo, mapping: str | None, until: datetime | None
) -> list[Moment]:
    if mapping is None:
        return list(read_table(as_text(file), zone))
    log = load_mapping(mapping)
    seen = EventReader(log, zone, until or DISTANT).read(read_rows(as_text(file), log))
    return list(activity_of(seen.events, incidents_of(seen.events), zone))


def _summary(model: HoursModel, out: Path, checksum: str) -> dict[str, object]:
    return {
        "model": str(out),
        "sha256": checksum,
        "learned_until": model.learned_until.isoformat(),
        "agents": len(model.of(Kind.AGENT)),
        "accounts": len(model.of(Kind.ACCOUNT)),
        "without_hours": sum(not person.windows for person in model.people),
        "seen_too_seldom": model.skipped,
    }


def _show(summary: dict[str, object]) -> None:
    """Prints the summary as a table."""
    table = Table(title="Predicted hours", title_justify="left", show_header=False)
    for name, value in summary.items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)
