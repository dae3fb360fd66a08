"""`allotment learn apply`: what was learned, written into a snapshot file."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.cli.failure import told_plainly
from server.learning.errors import LearningError
from server.learning.history import load_history
from server.learning.hours import load_hours
from server.learning.into_snapshot import add_history, add_hours
from server.translate.files import check_writable, read_request, write_message


def apply(
    snapshot: Annotated[Path, typer.Argument(help="Snapshot: .json, .yaml or .binpb.")],
    out: Annotated[Path, typer.Option(help="Snapshot to write.")],
    hours: Annotated[Path | None, typer.Option(help="Model of `learn hours`.")] = None,
    history: Annotated[Path | None, typer.Option(help="Model of `learn history`.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Write learned hours and histories into a snapshot; facts that are there win."""
    told: dict[str, dict[str, int]] = {}
    with told_plainly():
        check_writable(out)
        if hours is None and history is None:
            raise LearningError("There is nothing to apply.\nMaybe give --hours or --history.")
        request = read_request(snapshot)
        if hours is not None:
            model = load_hours(hours)
            _check_honest(request, hours, model.learned_until)
            told["hours"] = asdict(add_hours(request, model))
        if history is not None:
            learned = load_history(history)
            _check_honest(request, history, learned.learned_until)
            told["history"] = asdict(add_history(request, learned))
        write_message(request, out)
    if as_json:
        typer.echo(json.dumps({"snapshot": str(out), **told}, indent=1))
    else:
        for name, counts in told.items():
            words = ", ".join(f"{count} {what}" for what, count in counts.items())
            typer.echo(f"{name}: {words}")


def _check_honest(request: AssignRequest, path: Path, learned_until: datetime) -> None:
    """Refuses a model that knows what the snapshot cannot know yet."""
    if not request.HasField("snapshot_time"):
        return
    now = request.snapshot_time.ToDatetime(UTC)
    if learned_until > now:
        raise LearningError(
            f"{path} was learned until {learned_until.isoformat()}, after the snapshot at "
            f"{now.isoformat()}: it would tell the future.\n"
            f"Maybe learn it again with --at {now.isoformat()}."
        )
