"""`allotment learn ontology`: a proposal for people to edit."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from objectives.learning.proposal import Wanted, propose
from server.cli.failure import told_plainly
from server.cli.learn import columns as named
from server.errors import FileError
from server.learning.model_file import check_folder
from server.learning.ontology_file import ontology_text

DEFAULT = Wanted()


def ontology(
    history: named.HistoryPath,
    out: Annotated[Path, typer.Option(help="Ontology to write, .yaml.")],
    text: named.Text = named.TEXT_DEFAULT,
    agent: named.Agent = named.DEFAULT.agent,
    most: Annotated[int, typer.Option(min=1, help="Most skills to propose.")] = DEFAULT.most,
    least: Annotated[int, typer.Option(min=1, help="Cases that a word must be in.")] = (
        DEFAULT.least
    ),
    as_json: named.AsJson = False,
) -> None:
    """Propose an ontology: the words of the history that tell agents apart."""
    with told_plainly():
        check_folder(out)
        columns = named.columns(text, agent, named.DEFAULT.time, named.DEFAULT.skills)
        file = named.read(Console(stderr=True), history, columns)
        proposed = propose(file.cases, Wanted(most, least))
        try:
            out.write_text(ontology_text(proposed), encoding="utf-8")
        except OSError as error:
            raise FileError(f"{out} cannot be written: {error.strerror}.") from error
    facts = {"ontology": str(out), "cases": len(file.cases), "skills": len(proposed.skills)}
    if as_json:
        typer.echo(json.dumps(facts, indent=1))
    else:
        typer.echo(
            f"{out}: {len(proposed.skills)} skills proposed from {len(file.cases)} cases.\n"
            "Read it before use: give skills better names, join what is one, drop what is none."
        )
