"""`allotment assign`: one snapshot in, the batch out."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from allotment.v1 import assignment_service_pb2 as wire
from client import Client, TooLarge
from server.cli.asking import WITH_LOCAL, check_model_is_ours, snapshot_with
from server.cli.failure import told_plainly
from server.cli.on_the_way import told_on_the_way
from server.cli.tables import show_response
from server.local import answered_here
from server.stream.progress import progress_to_proto
from server.translate.files import check_writable, write_message, written
from solver.engines.mip_solver import MipSolver

ADDRESS = "127.0.0.1:50051"
STDOUT = Path("-")
SPARE_SECONDS = 30.0
"""What the whole call gets beside the solve."""

Show = Callable[[wire.SolveProgress], None]
"""Tells people how far a solve is."""


class EngineName(StrEnum):
    """Engines that this version has."""

    AUTO = "auto"
    FLOW = "flow"
    WEIGHTED = "weighted"
    MIP = "mip"
    PULP = "pulp"
    SEQUENTIAL = "sequential"
    ROUND_ROBIN = "round_robin"


def assign(
    snapshot: Annotated[Path, typer.Argument(help="Snapshot: .json, .yaml or .binpb.")],
    policy: Annotated[
        Path | None, typer.Option(help="Policy to use in place of the snapshot's own.")
    ] = None,
    skills_model: Annotated[
        Path | None, typer.Option(help="Skills model or ontology, with --local.")
    ] = None,
    address: Annotated[str, typer.Option(help="HOST:PORT of a running server.")] = ADDRESS,
    stream: Annotated[
        bool,
        typer.Option(
            "--stream", help="Send it in chunks and hear of plans on the way. [what is too large]"
        ),
    ] = False,
    local: Annotated[bool, typer.Option("--local", help="Solve here, without a server.")] = False,
    engine: Annotated[EngineName, typer.Option(help="Who solves.")] = EngineName.AUTO,
    mip_solver: Annotated[
        MipSolver | None, typer.Option(help="Solver behind the engine mip. [highs]")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(help="Seconds for the solve. [the server's: 30]")
    ] = None,
    precheck: Annotated[
        bool,
        typer.Option("--precheck", help="Solve nothing: tell what nobody may take, and why."),
    ] = False,
    certificate: Annotated[
        bool, typer.Option("--certificate", help="Ask for the prices that prove the batch.")
    ] = False,
    json: Annotated[
        Path | None, typer.Option(help="Write the response here; `-` prints it instead.")
    ] = None,
    rows: Annotated[int, typer.Option(help="Assignments to print.")] = 20,
    samples: Annotated[int, typer.Option(help="Explanations to print.")] = 4,
) -> None:
    """Decide one snapshot: who takes which case, why, and the proof."""
    with told_plainly():
        check_model_is_ours(skills_model, here=local, way_out=WITH_LOCAL)
        if json and json != STDOUT:
            check_writable(json)
        request = snapshot_with(snapshot, policy)
        _choose(request, engine, mip_solver, time_limit)
        request.options.certificate = request.options.certificate or certificate
        if precheck:
            request.mode = wire.ASSIGN_MODE_PRECHECK_ONLY
        with told_on_the_way(len(request.cases), ends_at_ctrl_c=local) as show:
            if local:
                response = _local(request, skills_model, show)
            else:
                response = _remote(request, address, show, in_chunks=stream)
        if json and json != STDOUT:
            write_message(response, json)
    if json == STDOUT:
        typer.echo(written(response, ".json"))
    else:
        show_response(Console(), response, rows=rows, samples=samples)


def _choose(
    request: wire.AssignRequest,
    engine: EngineName,
    mip_solver: MipSolver | None,
    time_limit: float | None,
) -> None:
    """Who solves, and for how many seconds at most."""
    options = request.options
    options.engine = wire.Engine.Value(f"ENGINE_{engine.value.upper()}")
    if mip_solver:
        options.mip_solver = wire.MipSolver.Value(f"MIP_SOLVER_{mip_solver.name}")
    if time_limit is not None:
        options.time_limit.FromTimedelta(timedelta(seconds=time_limit))


def _local(
    request: wire.AssignRequest, skills_model: Path | None, show: Show
) -> wire.AssignResponse:
    """The response of a solver process of our own."""
    answered = answered_here(request, skills_model, lambda news: show(progress_to_proto(news)))
    raw = asyncio.run(answered)
    return wire.AssignResponse.FromString(raw)


def _remote(
    request: wire.AssignRequest, address: str, show: Show, *, in_chunks: bool
) -> wire.AssignResponse:
    """The response of a running server; in chunks where a message is too large, too."""
    limit = request.options.time_limit.ToTimedelta() or timedelta(seconds=30)
    timeout = 2 * limit + timedelta(seconds=SPARE_SECONDS)
    with Client(address) as client:
        if not in_chunks:
            try:
                return client.assign(request, timeout)
            except TooLarge as error:
                if not error.one_message:
                    raise
        return client.assign_stream(request, show, timeout=timeout)
