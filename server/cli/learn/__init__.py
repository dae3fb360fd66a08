"""`allotment learn`: models from history, and how well they learned."""

import typer

from server.cli.learn import evaluate
from server.cli.learn.apply import apply
from server.cli.learn.compare import compare
from server.cli.learn.history import history
from server.cli.learn.hours import hours
from server.cli.learn.ontology import ontology
from server.cli.learn.skills import skills

app = typer.Typer(name="learn", help="Learn models from history.", no_args_is_help=True)
app.command()(hours)
app.command()(history)
app.command()(apply)
app.command()(skills)
app.command()(ontology)
app.command()(compare)
app.add_typer(evaluate.app)
