"""`allotment recommend`: who suits one case, best first, and who is blocked by what."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import (
    Recommendation,
    RecommendRequest,
    RecommendResponse,
)
from client import Client
from server.cli.asking import WITH_LOCAL, check_model_is_ours, snapshot_with
from server.cli.assign import ADDRESS
from server.cli.bars import bar
from server.cli.failure import told_plainly
from server.cli.tables import percent
from server.translate.files import check_writable, write_message, written
from server.what_if.here import Here
from server.what_if.recommend import recommend as recommended

STDOUT = Path("-")
NOBODY = 1
"""Exit code where nobody could take the case."""


def recommend(
    snapshot: Annotated[Path, typer.Argument(help="Snapshot: .json, .yaml or .binpb.")],
    case: Annotated[str, typer.Argument(help="Id of the case.")],
    policy: Annotated[
        Path | None, typer.Option(help="Policy to use in place of the snapshot's own.")
    ] = None,
    skills_model: Annotated[
        Path | None, typer.Option(help="Skills model or ontology, with --local.")
    ] = None,
    address: Annotated[str, typer.Option(help="HOST:PORT of a running server.")] = ADDRESS,
    local: Annotated[bool, typer.Option("--local", help="Rank here, without a server.")] = False,
    rows: Annotated[int, typer.Option(min=1, max=500, help="Agents on a page.")] = 20,
    page: Annotated[str, typer.Option(help="Where to go on, as the page before says.")] = "",
    json: Annotated[
        Path | None, typer.Option(help="Write the response here; `-` prints it instead.")
    ] = None,
) -> None:
    """Rank all agents for one case: 0 somebody could take it, 1 nobody, 2 wrong input."""
    with told_plainly():
        check_model_is_ours(skills_model, here=local, way_out=WITH_LOCAL)
        if json and json != STDOUT:
            check_writable(json)
        question = RecommendRequest(
            snapshot=snapshot_with(snapshot, policy),
            case_id=case,
            page_size=rows,
            page_token=page,
        )
        response = _answer(question, skills_model, address if not local else None)
        if json and json != STDOUT:
            write_message(response, json)
    if json == STDOUT:
        typer.echo(written(response, ".json"), nl=False)
    else:
        show(Console(), case, response)
    if not response.eligible_agent_count:
        raise typer.Exit(NOBODY)


def _answer(
    question: RecommendRequest, skills_model: Path | None, address: str | None
) -> RecommendResponse:
    if address is None:
        return Here(skills_model).answer(question, recommended)
    with Client(address) as client:
        return client.recommend(question)


def show(console: Console, case: str, response: RecommendResponse) -> None:
    """The ranking as a table, and what hinders it."""
    free = f"{response.eligible_agent_count} of {response.agent_count} agents could take it"
    table = Table(title=f"Case {case}: {free}", box=None, pad_edge=False)
    for name in ("agent", "queue"):
        table.add_column(name)
    for name in ("bucket", "rank", "score"):
        table.add_column(name, justify="right")
    table.add_column("")
    table.add_column("fit, or what blocks", overflow="fold")
    for row in response.recommendations:
        table.add_row(*_cells(row), style="dim" if row.refusals else "")
    console.print(table)
    if response.set_aside:
        outcome = plan_pb2.Outcome.Name(response.set_aside).removeprefix("OUTCOME_")
        console.print(Text(f"Assign would not decide this case now: {outcome}.", "yellow"))
    if response.stop_cause:
        console.print(Text(f"Automatic assignment is stopped: {response.stop_cause}", "yellow"))
    if response.next_page_token:
        console.print(Text(f"More: --page {response.next_page_token}"))


def _cells(row: Recommendation) -> tuple[str, ...]:
    bucket = str(row.bucket) if row.bucket else "-"
    ppm = max(0, min(row.score, 10_000)) * 100
    return (
        row.agent_id, row.queue_id or "-", bucket, str(row.fallback_rank),
        percent(row.score), bar(ppm), row.sentence,
    )  # fmt: skip
