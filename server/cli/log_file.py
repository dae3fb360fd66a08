"""Reading a log on the command line: with a progress bar on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import Progress

from server.importing.errors import LogError


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, with a progress bar on the terminal. Raises LogError."""
    console = Console(stderr=True)
    try:
        with path.open("rb") as file, _bar(console) as progress:
            size = path.stat().st_size
            reading = progress.add_task(f"Reading {path.name}", total=size)
            yield progress.wrap_file(file, total=size, task_id=reading)
    except OSError as error:
        raise LogError(f"The log {path} cannot be read: {error.strerror}.") from error


def _bar(console: Console) -> Progress:
    """A progress bar that goes when it is done, and stays away from files and pipes."""
    return Progress(console=console, transient=True, disable=not console.is_terminal)
