"""How a command tells that it cannot do what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from solver.errors import AllotmentError

USAGE = 2
"""Exit code where what was asked for is wrong."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns an error of ours into its message and exit code 2, without a traceback."""
    try:
        yield
    except AllotmentError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        raise typer.Exit(USAGE) from error
