"""The `allotment` program."""

import typer

from server.cli import import_, learn, report
from server.cli.assign import assign
from server.cli.bench import bench
from server.cli.check import check
from server.cli.demo import demo
from server.cli.explain import explain
from server.cli.generate import generate
from server.cli.lint import lint
from server.cli.recommend import recommend
from server.cli.serve import serve
from server.cli.simulate import simulate
from server.cli.verify import verify
from server.version import VERSION

app = typer.Typer(
    name="allotment",
    help="Assigns batches of cases to agents, and explains every decision.",
    no_args_is_help=True,
)
app.command()(demo)
app.command()(serve)
app.command()(assign)
app.command()(explain)
app.command()(verify)
app.command()(recommend)
app.command()(check)
app.command()(simulate)
app.command()(lint)
app.command()(generate)
app.command()(bench)
app.add_typer(import_.app)
app.add_typer(learn.app)
app.add_typer(report.app)


@app.command()
def version() -> None:
    """Print the version of allotment."""
    typer.echo(f"allotment {VERSION}")


def main() -> None:
    """Entry point of the `allotment` program."""
    app()
