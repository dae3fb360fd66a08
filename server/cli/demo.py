"""`allotment demo`: a real server, a real call, and what comes out of it."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.instances import Order, make_instance
from client import Client, Unavailable
from server.cli.failure import told_plainly
from server.cli.tables import show_response

START_SECONDS = 60.0
STOP_SECONDS = 30.0


def demo(
    cases: Annotated[int, typer.Option(help="Number of cases.")] = 300,
    agents: Annotated[int, typer.Option(help="Number of agents.")] = 60,
    seed: Annotated[int, typer.Option(help="Seed of the generated team.")] = 1,
) -> None:
    """Start a server, send it a generated team's snapshot, print the batch, stop it."""
    console = Console()
    with told_plainly():
        request = make_instance("team", Order(cases=cases, agents=agents, seed=seed))
        with running_server() as address:
            console.print(f"A server listens on [bold]{address}[/bold].")
            with Client(address) as client:
                client.wait_until_ready(timedelta(seconds=START_SECONDS))
                start = time.perf_counter()
                response = client.assign(request)
                spent = time.perf_counter() - start
        console.print(f"Assign answered {cases} cases and {agents} agents in {spent:.2f} s.")
        show_response(console, response, rows=12, samples=4)
        console.print("The server has stopped. Next: allotment --help, and README.md.")


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a server of our own, which is drained and stopped at the end."""
    command = [sys.executable, "-m", "server.cli", "serve", "--address", "127.0.0.1:0"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield _announced(process)
        finally:
            process.terminate()
            _finished(process)


def _announced(process: "subprocess.Popen[str]") -> str:
    """The address in the server's first line."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise Unavailable(f"The server did not start:\n{_finished(process)}")
    place = json.loads(line)
    return f"{place['host']}:{place['port']}"


def _finished(process: "subprocess.Popen[str]") -> str:
    """Waits for the end; what the server still logged."""
    try:
        return process.communicate(timeout=STOP_SECONDS)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[1]
