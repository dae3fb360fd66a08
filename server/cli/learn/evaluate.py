"""`allotment learn evaluate`: how good it is, on cases that were not learned from."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from objectives.learning.agent_skills import skills_of
from objectives.learning.case_skills import Detector
from objectives.learning.evaluation import (
    HitRate,
    Quality,
    agent_hit_rates,
    quality,
    shuffled,
    split,
)
from objectives.learning.proposal import Wanted, propose
from objectives.learning.training import train
from server.cli.failure import told_plainly
from server.cli.learn import columns as named
from server.learning.labelled_file import read_labelled
from server.learning.ontology_file import read_ontology

app = typer.Typer(
    name="evaluate", help="Measure what was learned on unseen cases.", no_args_is_help=True
)

SINCE = "First moment to predict, ISO 8601; what was resolved before is learned from."


@app.command()
def skills(
    history: named.HistoryPath,
    ontology: Annotated[Path, typer.Option(help="Ontology: .yaml or .json.")],
    labelled: Annotated[Path, typer.Option(help="Texts by skill, .yaml: never trained on.")],
    text: named.Text = named.TEXT_DEFAULT,
    agent: named.Agent = named.DEFAULT.agent,
    time: named.Time = named.DEFAULT.time,
    skills_column: named.Skills = named.DEFAULT.skills,
    as_json: named.AsJson = False,
) -> None:
    """Precision and recall of detected skills, beside a control trained on shuffled labels."""
    console = Console(stderr=True)
    with told_plainly():
        known = read_ontology(ontology)
        texts = read_labelled(labelled)
        columns = named.columns(text, agent, time, skills_column)
        cases = named.read(console, history, columns).cases
        with console.status("Training ..."):
            model = train(known, cases)
            names = known.names
            given = [[names[at] for at in row] for row in skills_of(cases, Detector(known))]
            threshold = model.text.threshold if model.text else None
            control = train(known, shuffled(cases, given), threshold)
    rows = {
        "named skills only": quality(Detector(known), texts),
        "named and inferred": quality(model.detector, texts),
        "control: shuffled labels": quality(control.detector, texts),
    }
    if as_json:
        typer.echo(json.dumps(_quality_facts(rows, threshold), indent=1))
        return
    title = f"Threshold {threshold:.3f}, chosen on held-out cases of the history"
    table = Table("detector", "precision", "recall", "first is right", title=title)
    for name, row in rows.items():
        table.add_row(name, f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.first_rate:.3f}")
    Console().print(table)


@app.command()
def agents(
    history: named.HistoryPath,
    since: Annotated[str, typer.Option(help=SINCE)],
    until: Annotated[str | None, typer.Option(help="End of what is predicted. [none]")] = None,
    ontology: Annotated[
        Path | None, typer.Option(help="Ontology. [proposed from the earlier cases]")
    ] = None,
    text: named.Text = named.TEXT_DEFAULT,
    agent: named.Agent = named.DEFAULT.agent,
    time: named.Time = named.DEFAULT.time,
    group: named.Group = named.DEFAULT.group,
    most: Annotated[int, typer.Option(min=1, help="Most skills of a proposed ontology.")] = 400,
    text_model: Annotated[
        bool, typer.Option("--text-model", help="Infer skills from the text too; takes longer.")
    ] = False,
    as_json: named.AsJson = False,
) -> None:
    """How often who solved a case comes first, or among five: skills beside two baselines."""
    console = Console(stderr=True)
    with told_plainly():
        columns = named.columns(text, agent, time, named.DEFAULT.skills, group)
        parts = split(
            named.read(console, history, columns).cases,
            _moment("--since", since),
            _moment("--until", until) if until else None,
        )
        with console.status("Learning from the earlier cases ..."):
            known = read_ontology(ontology) if ontology else propose(parts.before, Wanted(most))
            detector = train(known, parts.before).detector if text_model else Detector(known)
            rates = agent_hit_rates(parts, detector)
    if as_json:
        learned = {"learned_from": len(parts.before), "skills": len(known.skills)}
        typer.echo(json.dumps({**learned, "methods": [asdict(rate) for rate in rates]}, indent=1))
        return
    _show_rates(rates, len(parts.before), len(known.skills))


def _moment(option: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{option} {text!r} is no time. Maybe 2016-03-25.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _quality_facts(rows: dict[str, Quality], threshold: float | None) -> dict[str, object]:
    return {
        "threshold": threshold,
        "detectors": {
            name: {
                **asdict(row),
                "precision": row.precision,
                "recall": row.recall,
                "first_rate": row.first_rate,
            }
            for name, row in rows.items()
        },
    }


def _show_rates(rates: Sequence[HitRate], learned_from: int, skill_count: int) -> None:
    title = (
        f"{rates[0].cases} cases predicted, learned from {learned_from} earlier ones, "
        f"{skill_count} skills"
    )
    table = Table("method", "first", "among five", title=title)
    for rate in rates:
        table.add_row(rate.method, f"{rate.first / rate.cases:.3f}", f"{rate.few / rate.cases:.3f}")
    Console().print(table)
