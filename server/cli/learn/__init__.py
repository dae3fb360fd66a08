"""`allotment learn`: what history teaches, and how well it was learned."""

import typer

from server.cli.learn import evaluate
from server.cli.learn.compare import compare
from server.cli.learn.ontology import ontology
from server.cli.learn.skills import skills

app = typer.Typer(
    name="learn", help="Learn from the history of resolved cases.", no_args_is_help=True
)
app.command()(skills)
app.command()(ontology)
app.command()(compare)
app.add_typer(evaluate.app)
