"""The `allotment` program."""

from importlib.metadata import version as installed_version

import typer

from server.cli import import_
from server.cli.generate import generate

app = typer.Typer(
    name="allotment",
    help="Assigns batches of cases to agents, and explains every decision.",
    no_args_is_help=True,
)
app.add_typer(import_.app)
app.command()(generate)


@app.callback()
def allotment() -> None:
    """Keeps the commands named even while there is only one."""


@app.command()
def version() -> None:
    """Print the version of allotment."""
    typer.echo(f"allotment {installed_version('allotment')}")


def main() -> None:
    """Entry point of the `allotment` program."""
    app()
