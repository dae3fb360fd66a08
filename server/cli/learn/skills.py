"""`allotment learn skills`: a model of who can do what, and of what cases are about."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from objectives.learning.skills_model import SkillsModel
from objectives.learning.training import train
from server.cli.failure import told_plainly
from server.cli.learn import columns as named
from server.cli.learn.compare import show_comparison
from server.learning.comparison import compare_models
from server.learning.history_file import HistoryFile
from server.learning.model_file import check_folder
from server.learning.ontology_file import read_ontology
from server.learning.skills_file import write_model
from server.translate.files import read_request


def skills(
    history: named.HistoryPath,
    ontology: Annotated[Path, typer.Option(help="Ontology: .yaml or .json.")],
    out: Annotated[Path, typer.Option(help="Model to write.")],
    text: named.Text = named.TEXT_DEFAULT,
    agent: named.Agent = named.DEFAULT.agent,
    time: named.Time = named.DEFAULT.time,
    skills_column: named.Skills = named.DEFAULT.skills,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Least confidence that counts. [best on held-out cases]"),
    ] = None,
    compare_with: Annotated[
        Path | None, typer.Option(help="Model in use, to compare the new one with.")
    ] = None,
    snapshot: Annotated[
        Path | None, typer.Option(help="Recorded snapshot for --compare-with.")
    ] = None,
    as_json: named.AsJson = False,
) -> None:
    """Train a model of skills from resolved cases."""
    console = Console(stderr=True)
    if (compare_with is None) != (snapshot is None):
        raise typer.BadParameter("--compare-with and --snapshot come together.")
    with told_plainly():
        check_folder(out)
        request = read_request(snapshot) if snapshot else None
        known = read_ontology(ontology)
        chosen = named.columns(text, agent, time, skills_column)
        file = named.read(console, history, chosen)
        with console.status("Training ...") as status:
            model = train(
                known, file.cases, threshold, lambda step: status.update(f"Training: {step} ...")
            )
        model_id = write_model(model, out)
        comparison = None
        if compare_with and request:
            with console.status("Comparing ..."):
                comparison = compare_models(compare_with, out, request)
    facts = _facts(model, file, model_id, out)
    if as_json:
        told = facts if comparison is None else {**facts, "comparison": comparison.as_dict()}
        typer.echo(json.dumps(told, indent=1))
        return
    for name, value in facts.items():
        Console().print(f"{name.replace('_', ' '):<18}{value}", highlight=False)
    if comparison is not None:
        show_comparison(comparison)


def _facts(model: SkillsModel, file: HistoryFile, model_id: str, out: Path) -> dict[str, object]:
    times = [case.time for case in file.cases if case.time]
    return {
        "model": str(out),
        "model_id": model_id,
        "cases": len(file.cases),
        "left_out": file.without_text,
        "agents": len(model.profiles.resolved),
        "skills": len(model.ontology.skills),
        "skills_learned": sum(count > 0 for count in model.profiles.with_skill),
        "threshold": round(model.text.threshold, 4) if model.text else None,
        "first_time": min(times).isoformat() if times else None,
        "last_time": max(times).isoformat() if times else None,
    }
