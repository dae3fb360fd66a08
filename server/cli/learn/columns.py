"""Options that name the history and its columns, the same for all commands."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from server.learning.history_file import Columns, HistoryFile, read_history

DEFAULT = Columns()

HistoryPath = Annotated[
    Path, typer.Option("--history", help="Resolved cases: .csv or .jsonl, also .gz.")
]
Text = Annotated[
    str, typer.Option("--text", help="Columns of the text, joined; those there are count.")
]
Agent = Annotated[str, typer.Option("--agent", help="Column of who solved the case.")]
Time = Annotated[str, typer.Option("--time", help="Column of when; ISO 8601, else UTC.")]
Skills = Annotated[
    str, typer.Option("--skills", help="Column of skills given by people, `;` between them.")
]
Group = Annotated[str, typer.Option("--group", help="Column of the group that solved the case.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]

TEXT_DEFAULT = ",".join(DEFAULT.text)


def columns(text: str, agent: str, time: str, skills: str, group: str = DEFAULT.group) -> Columns:
    """The columns as options name them."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    return Columns(names, agent, time, skills, group)


def read(console: Console, path: Path, named: Columns) -> HistoryFile:
    """The history; says on the console what was left out."""
    with console.status(f"Reading {path.name} ..."):
        history = read_history(path, named)
    if history.without_text:
        console.print(f"! {history.without_text} rows without a text were left out.")
    return history
