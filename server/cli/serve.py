"""`allotment serve`."""

from pathlib import Path
from typing import Annotated

import typer

from server.config import read_config
from server.errors import ConfigError


def serve(
    address: Annotated[
        str | None, typer.Option(help="HOST:PORT; port 0 takes a free one. [127.0.0.1:50051]")
    ] = None,
    tls_certificate: Annotated[
        Path | None, typer.Option(help="PEM file with the certificate chain. [no TLS]")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(help="PEM file with its key.")] = None,
    tls_client_ca: Annotated[
        Path | None,
        typer.Option(help="PEM file with authorities of client certificates. [none asked for]"),
    ] = None,
    policy_file: Annotated[
        Path | None,
        typer.Option(help="Policy of requests that bring none; may change. [built-in default]"),
    ] = None,
    skills_model: Annotated[
        Path | None,
        typer.Option(help="Model of `learn skills`, or an ontology; may change. [none]"),
    ] = None,
    max_concurrent_solves: Annotated[
        int | None, typer.Option(help="Calls that solve at a time. [2]")
    ] = None,
    max_waiting: Annotated[
        int | None, typer.Option(help="Calls that wait for them; others are told BUSY. [16]")
    ] = None,
    spare_solvers: Annotated[
        int | None, typer.Option(help="Warm processes beside them, for fallbacks. [1]")
    ] = None,
    max_cases: Annotated[
        int | None, typer.Option(help="Most cases in one request. [100000]")
    ] = None,
    max_agents: Annotated[
        int | None, typer.Option(help="Most agents in one request. [10000]")
    ] = None,
    max_message_bytes: Annotated[
        int | None, typer.Option(help="Biggest message, both ways. [134217728]")
    ] = None,
    max_stream_bytes: Annotated[
        int | None,
        typer.Option(help="Biggest request of AssignStream, all chunks together. [1073741824]"),
    ] = None,
    stream_patience: Annotated[
        float | None,
        typer.Option(help="Longest wait in seconds for the next message of a stream. [30]"),
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(help="Seconds for a solve whose request names none. [30]")
    ] = None,
    max_time_limit: Annotated[
        float | None, typer.Option(help="Most seconds that a request may want. [600]")
    ] = None,
    remembered_answers: Annotated[
        int | None, typer.Option(help="Answers kept by request id. [10000]")
    ] = None,
    remembered_bytes: Annotated[
        int | None, typer.Option(help="Bytes of answers kept. [268435456]")
    ] = None,
    grace: Annotated[
        float | None, typer.Option(help="Seconds for running calls when told to stop. [30]")
    ] = None,
) -> None:
    """Answer gRPC calls until SIGTERM or Ctrl-C.

    Every option can be set by a variable too: ALLOTMENT_MAX_WAITING=4.
    """
    given = locals()
    from server.main import run  # not for --help

    try:
        run(read_config(given))
    except ConfigError as error:
        typer.echo(error, err=True)
        raise typer.Exit(2) from error
