"""`allotment simulate`: what a change would do, case by case."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from allotment.v1 import plan_pb2 as pb
from allotment.v1.assignment_service_pb2 import SimulateRequest, SimulateResponse
from client import Client
from server.answer import simulate as simulated
from server.cli.asking import check_model_is_ours, snapshot_with
from server.cli.failure import told_plainly
from server.translate.files import read_changes, written
from server.translate.losses import loss_of_levels
from server.what_if.here import Here


def simulate(
    snapshot: Annotated[Path, typer.Argument(help="Snapshot: .json, .yaml or .binpb.")],
    change: Annotated[
        list[Path] | None, typer.Option(help="File with `changes`; may be given again, in order.")
    ] = None,
    away: Annotated[
        list[str] | None, typer.Option(help="Agent who is away from now on; may be given again.")
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(help="Policy to use in place of the snapshot's own.")
    ] = None,
    skills_model: Annotated[
        Path | None, typer.Option(help="Skills model or ontology; not with --address.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="HOST:PORT of a server that is to solve. [here]")
    ] = None,
    rows: Annotated[int, typer.Option(help="Differences to print.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print SimulateResponse.")] = False,
) -> None:
    """Decide a snapshot with and without changes: 0 told, 2 wrong input."""
    with told_plainly():
        check_model_is_ours(skills_model, here=not address, way_out="Drop --skills-model.")
        question = SimulateRequest(snapshot=snapshot_with(snapshot, policy))
        for path in change or ():
            question.changes.extend(read_changes(path).changes)
        for agent_id in away or ():
            question.changes.add(away_agent_id=agent_id)
        response = _answer(question, skills_model, address)
    if as_json:
        typer.echo(written(response, ".json"), nl=False)
    else:
        show(Console(), response, rows)


def _answer(
    question: SimulateRequest, skills_model: Path | None, address: str | None
) -> SimulateResponse:
    if address is None:
        return Here(skills_model).answer(question, simulated)
    with Client(address) as client:
        return client.simulate(question)


def show(console: Console, response: SimulateResponse, rows: int) -> None:
    """Outcomes before and after, and the first cases that differ."""
    counts = Table(title="Cases by outcome", box=None, pad_edge=False)
    counts.add_column("outcome")
    for name in ("before", "after"):
        counts.add_column(name, justify="right")
    for one in response.outcomes:
        outcome = pb.Outcome.Name(one.outcome).removeprefix("OUTCOME_")
        counts.add_row(outcome, str(one.before), str(one.after))
    console.print(counts)
    if response.loss:
        words = loss_of_levels(response.loss, response.before.levels)
        console.print(f"What this does to the batch: {words}.")
    total = len(response.differences)
    title = f"Cases that differ (first {min(rows, total)} of {total})"
    table = Table(title=title, box=None, pad_edge=False)
    for name in ("case", "before", "after", "why"):
        table.add_column(name)
    for each in response.differences[:rows]:
        case_id = each.after.case_id or each.before.case_id
        before, after = each.before.agent_id or "-", each.after.agent_id or "-"
        table.add_row(case_id, before, after, each.sentence)
    console.print(table)
