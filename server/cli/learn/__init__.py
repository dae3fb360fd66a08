"""`allotment learn`: models from history."""

import typer

from server.cli.learn.hours import hours

app = typer.Typer(name="learn", help="Learn models from history.", no_args_is_help=True)
app.command()(hours)


@app.callback()
def learn() -> None:
    """Keeps the commands named even while there is only one."""
