"""`allotment learn history`: what accounts and agents did together (S8)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from server.cli.failure import told_plainly
from server.cli.log_file import opened
from server.importing.event_log import as_text, read_rows
from server.importing.events import Event, EventReader
from server.importing.local_time import parse_moment, zone_named
from server.importing.mapping import load_mapping
from server.importing.resolutions import resolved_cases
from server.learning.errors import HistoryError
from server.learning.history import HistoryModel, learn_history, save_history
from server.learning.model_file import check_folder

DISTANT = datetime(9999, 1, 1, tzinfo=UTC)


def history(
    events: Annotated[Path, typer.Option(help="Event log, CSV or CSV.gz.")],
    out: Annotated[Path, typer.Option(help="Model to write, .json.")],
    mapping: Annotated[str, typer.Option(help="Mapping file, or `servicenow`.")] = "servicenow",
    zone: Annotated[str, typer.Option(help="IANA zone of the times in the log.")] = "UTC",
    at: Annotated[
        str | None, typer.Option(help="Look at nothing later. [the last event's time]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Learn the customer history of accounts and agents from resolved cases."""
    with told_plainly():
        check_folder(out)
        local = zone_named(zone)
        until = None if at is None else parse_moment(at, local)
        log = load_mapping(mapping)
        with opened(events) as file:
            reader = EventReader(log, local, until or DISTANT)
            seen = reader.read(read_rows(as_text(file), log)).events
        model = learn_history(resolved_cases(seen), until or _last(seen))
        checksum = save_history(model, out)
    summary = _summary(model, out, checksum)
    if as_json:
        typer.echo(json.dumps(summary, indent=1))
    else:
        _show(summary)


def _last(events: tuple[Event, ...]) -> datetime:
    if not events:
        raise HistoryError("The log tells of no event so far.\nMaybe give a later --at.")
    return events[-1].time


def _summary(model: HistoryModel, out: Path, checksum: str) -> dict[str, object]:
    return {
        "model": str(out),
        "sha256": checksum,
        "learned_until": model.learned_until.isoformat(),
        "accounts": len(model.accounts),
        "agents": len({agent.agent_id for account in model.accounts for agent in account.agents}),
        "meetings": sum(len(account.agents) for account in model.accounts),
        "resolved_cases": sum(account.cases for account in model.accounts),
    }


def _show(summary: dict[str, object]) -> None:
    """Prints the summary as a table."""
    table = Table(title="Customer history", title_justify="left", show_header=False)
    for name, value in summary.items():
        table.add_row(name.replace("_", " "), str(value))
    Console().print(table)
