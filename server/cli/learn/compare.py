"""`allotment learn compare`: a new model beside the one in use."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from server.cli.failure import told_plainly
from server.cli.learn.columns import AsJson
from server.learning.comparison import Comparison, compare_models
from server.translate.files import read_policy, read_request


def compare(
    old: Annotated[Path, typer.Argument(help="Model in use.")],
    new: Annotated[Path, typer.Argument(help="Model to use next.")],
    snapshot: Annotated[Path, typer.Argument(help="Recorded snapshot: .json, .yaml or .binpb.")],
    policy: Annotated[
        Path | None, typer.Option(help="Policy to use in place of the snapshot's own.")
    ] = None,
    rows: Annotated[int, typer.Option(min=0, help="Changed cases to print.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Decide a recorded snapshot with two skills models: what changes?"""
    with told_plainly():
        request = read_request(snapshot)
        if policy:
            request.policy.CopyFrom(read_policy(policy))
        with Console(stderr=True).status("Comparing ..."):
            comparison = compare_models(old, new, request)
    if as_json:
        typer.echo(json.dumps(comparison.as_dict(), indent=1))
    else:
        show_comparison(comparison, rows)


def show_comparison(comparison: Comparison, rows: int = 20) -> None:
    """Prints both sides, then the first cases that change."""
    console, old, new = Console(), comparison.old, comparison.new
    table = Table("", old.model_id, new.model_id, title=f"{comparison.cases} cases")
    for name in ("cases_with_topic", "topics", "assigned", "mean_match"):
        table.add_row(name.replace("_", " "), str(getattr(old, name)), str(getattr(new, name)))
    console.print(table)
    console.print(
        f"{comparison.other_topics} cases have other topics, "
        f"{comparison.other_agents} another agent."
    )
    changed = Table("case", "topics before", "topics after", "agent before", "agent after")
    for row in comparison.changed[:rows]:
        topics = (", ".join(row.old_topics), ", ".join(row.new_topics))
        changed.add_row(row.case_id, *topics, row.old_agent or "-", row.new_agent or "-")
    if comparison.changed and rows:
        console.print(changed)
