"""`allotment check`: what a plan of one's own breaks, and what it loses against the optimum."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from allotment.v1 import plan_pb2 as pb
from allotment.v1.assignment_service_pb2 import CheckRequest, CheckResponse, PlannedAssignment
from client import Client
from server.cli.asking import check_model_is_ours, snapshot_with
from server.cli.failure import told_plainly
from server.translate.files import read_plan, written
from server.what_if.check import check as checked
from server.what_if.here import Here

BROKEN = 1
"""Exit code where the plan breaks a rule."""


def check(
    snapshot: Annotated[Path, typer.Argument(help="Snapshot: .json, .yaml or .binpb.")],
    plan: Annotated[Path, typer.Argument(help="Plan: `assignments`, a batch, or an answer.")],
    policy: Annotated[
        Path | None, typer.Option(help="Policy to use in place of the snapshot's own.")
    ] = None,
    skills_model: Annotated[
        Path | None, typer.Option(help="Skills model or ontology; not with --address.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="HOST:PORT of a server that is to look. [here]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print CheckResponse.")] = False,
) -> None:
    """Check a plan of your own: 0 it holds, 1 it breaks a rule, 2 cannot be read."""
    with told_plainly():
        check_model_is_ours(skills_model, here=not address, way_out="Drop --skills-model.")
        facts = snapshot_with(snapshot, policy)
        question = CheckRequest(snapshot=facts, assignments=_rows(plan))
        response = _answer(question, skills_model, address)
    if as_json:
        typer.echo(written(response, ".json"), nl=False)
    else:
        show(Console(), response)
    if response.violations:
        raise typer.Exit(BROKEN)


def _rows(path: Path) -> list[PlannedAssignment]:
    """Whoever the plan gives a case to, or leaves it with."""
    plan = read_plan(path)
    if isinstance(plan, CheckRequest):
        return list(plan.assignments)
    return [
        PlannedAssignment(
            case_id=row.case_id,
            agent_id=row.agent_id,
            queue_id=row.queue_id,
            over_limits=row.via == pb.VIA_RR_FALLBACK,
        )
        for row in plan.assignments
        if row.agent_id
    ]


def _answer(
    question: CheckRequest, skills_model: Path | None, address: str | None
) -> CheckResponse:
    if address is None:
        return Here(skills_model).answer(question, checked)
    with Client(address) as client:
        return client.check(question)


def show(console: Console, response: CheckResponse) -> None:
    """What is broken, or what each level loses."""
    for violation in response.violations:
        console.print(Text(violation.sentence, "red"))
    if response.violations:
        count = len(response.violations)
        console.print(Text(f"The plan does not hold: {count} violations.", "bold red"))
        return
    table = Table(title="The plan against the optimum", box=None, pad_edge=False)
    table.add_column("level")
    for name in ("plan", "optimum", "loses"):
        table.add_column(name, justify="right")
    rows = zip(response.levels, response.optimal_levels, response.regret, strict=True)
    for mine, best, loss in rows:
        style = "yellow" if loss > 0 else ""
        table.add_row(_name(mine), f"{mine.value:,}", f"{best.value:,}", f"{loss:,}", style=style)
    console.print(table)
    first = next((loss for loss in response.regret if loss), 0)
    console.print(_verdict(first, all(level.proved for level in response.optimal_levels)))


def _verdict(first: int, proved: bool) -> Text:
    if first > 0:
        return Text("The plan holds, and a better one is known.", "yellow")
    word = "none is better" if proved else "no better one was found in time"
    return Text(f"The plan holds, and {word}.", "bold green")


def _name(level: pb.Level) -> str:
    kind = pb.Level.Kind.Name(level.kind).removeprefix("KIND_").lower()
    named = (str(level.drain_group or ""), level.priority, level.band)
    return " ".join([kind, *filter(None, named)])
