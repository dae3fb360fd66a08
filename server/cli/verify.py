"""`allotment verify`: whether an answer is right, by the independent checker."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from allotment.v1.assignment_service_pb2 import (
    AssignRequest,
    AssignResponse,
    VerifyCertificateResponse,
)
from allotment.v1.policy_pb2 import Policy
from client import Client
from server.cli.failure import told_plainly
from server.learning.skills_in_force import read_skills
from server.translate.files import read_policy, read_request, read_response, written
from server.translate.snapshot import BUILT_IN
from server.verification import verified

NOT_VERIFIED = 1
"""Exit code where something fails or is left unverified."""


def verify(
    request: Annotated[Path, typer.Argument(help="The request: .json, .yaml or .binpb.")],
    response: Annotated[Path, typer.Argument(help="Its response: .json, .yaml or .binpb.")],
    policy: Annotated[
        Path | None, typer.Option(help="The policy in force, where the request has none.")
    ] = None,
    skills_model: Annotated[
        Path | None, typer.Option(help="The skills model in force; not with --address.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="HOST:PORT of a server that is to look. [here]")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print VerifyCertificateResponse.")
    ] = False,
) -> None:
    """Check an answer against its request: 0 verified, 1 not, 2 cannot be read."""
    with told_plainly():
        if address and (policy or skills_model):
            raise typer.BadParameter(
                "A server has its own policy and skills model: drop --policy and --skills-model."
            )
        question, answer = read_request(request), read_response(response)
        if address:
            verdict = _remote(question, answer, address)
        else:
            in_force = read_policy(policy) if policy else BUILT_IN
            verdict = _local(question, answer, in_force, skills_model)
    if as_json:
        typer.echo(written(verdict, ".json"), nl=False)
    else:
        _show(Console(), verdict)
    if not verdict.verified:
        raise typer.Exit(NOT_VERIFIED)


def _local(
    request: AssignRequest, response: AssignResponse, policy: Policy, skills_model: Path | None
) -> VerifyCertificateResponse:
    skills = read_skills(skills_model) if skills_model else None
    return verified(request, response, policy, skills)


def _remote(
    request: AssignRequest, response: AssignResponse, address: str
) -> VerifyCertificateResponse:
    with Client(address) as client:
        return client.verify_certificate(request, response)


def _show(console: Console, verdict: VerifyCertificateResponse) -> None:
    """Failures, what is left open, and in short what was checked."""
    for failure in verdict.failures:
        console.print(Text(f"fails: {failure}", "red"))
    for gap in verdict.unverified:
        console.print(Text(f"not verified: {gap}", "yellow"))
    for condition in verdict.conditions if not verdict.failures else ():
        console.print(Text(f"checked: {condition}"))
    word, style = ("Verified", "bold green") if verdict.verified else ("Not verified", "bold red")
    levels = f"{len(verdict.proved_levels)} levels proved"
    console.print(Text(f"{word}: {verdict.pair_count:,} pairs looked at, {levels}.", style))
