"""`allotment generate`: snapshots and event logs to try things on."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.instances import WORKLOADS, Order, OrderError, make_instance
from benchmarks.instances.incident_log import make_log, write_log
from server.cli.failure import told_plainly
from server.translate.files import check_writable, write_message

EVENTS = "events"
NAMES = [*(workload.name for workload in WORKLOADS), EVENTS]


def generate(
    cases: Annotated[int, typer.Option(help="Number of cases, or of incidents.")],
    agents: Annotated[int, typer.Option(help="Number of agents.")],
    out: Annotated[Path, typer.Option(help="File to write: .json, .binpb; events: .csv, .csv.gz.")],
    seed: Annotated[int, typer.Option(help="Seed: the same one gives the same bytes.")] = 1,
    workload: Annotated[str, typer.Option(help=f"One of: {', '.join(NAMES)}.")] = "team",
    tightness: Annotated[
        float, typer.Option(help="Sum of the rooms of the agents on duty / cases.")
    ] = 0.7,
    as_json: Annotated[bool, typer.Option("--json", help="Tell what was written as JSON.")] = False,
) -> None:
    """Write a generated snapshot, or a log of incidents for `allotment import incidents`."""
    with told_plainly():
        order = Order(cases=cases, agents=agents, seed=seed, tightness=tightness)
        with Console(stderr=True).status(f"Generating {workload} ..."):
            if workload == EVENTS:
                written = _write_events(order, out)
            else:
                written = _write_snapshot(workload, order, out)
    typer.echo(json.dumps({"workload": workload, **written}) if as_json else _told(written))


def _write_snapshot(workload: str, order: Order, out: Path) -> dict[str, str | int]:
    if workload not in NAMES:
        raise OrderError(f"There is no workload {workload!r}.\nMaybe one of: {', '.join(NAMES)}.")
    check_writable(out)
    request = make_instance(workload, order)
    write_message(request, out)
    return {"file": str(out), "cases": len(request.cases), "agents": len(request.agents)}


def _write_events(order: Order, out: Path) -> dict[str, str | int]:
    if not out.name.endswith((".csv", ".csv.gz")):
        raise OrderError(f"{out} is no name for an event log.\nMaybe {out.with_suffix('.csv')}.")
    stories = make_log(order)
    try:
        out.write_bytes(write_log(stories, zipped=out.suffix == ".gz"))
    except OSError as error:
        raise OrderError(f"{out} cannot be written: {error.strerror}.") from error
    events = sum(len(story.changes) for story in stories)
    return {"file": str(out), "incidents": len(stories), "events": events}


def _told(written: dict[str, str | int]) -> str:
    counts = ", ".join(f"{value:,} {name}" for name, value in written.items() if name != "file")
    lines = [f"{written['file']}: {counts}"]
    if "events" in written:
        lines.append(
            f"Next: allotment import incidents {written['file']} --mapping servicenow "
            '--at "2026-03-10 10:00" --zone Europe/Vienna --out snapshot.json'
        )
    return "\n".join(lines)
