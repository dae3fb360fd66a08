"""`allotment learn`: models from history."""

import typer

from server.cli.learn.apply import apply
from server.cli.learn.history import history
from server.cli.learn.hours import hours

app = typer.Typer(name="learn", help="Learn models from history.", no_args_is_help=True)
app.command()(hours)
app.command()(history)
app.command()(apply)
