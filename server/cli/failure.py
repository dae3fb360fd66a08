"""How a command tells that it cannot do what was asked: no traceback, and an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

import client
from server.errors import CallError
from solver.errors import AllotmentError

USAGE = 2
"""Exit code where what was asked for is wrong."""

UNREACHABLE = 3
"""Exit code where the server cannot be reached, is too busy, or the deadline passed."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns an error of ours into its message and an exit code."""
    try:
        yield
    except (AllotmentError, client.AllotmentError) as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED)
        unreachable = isinstance(error, CallError | client.CallError)
        raise typer.Exit(UNREACHABLE if unreachable else USAGE) from error
