"""`allotment lint`: a policy read for mistakes, and for what is perhaps not meant."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from allotment.v1.assignment_service_pb2 import AssignRequest, LintFinding, LintPolicyResponse
from allotment.v1.policy_pb2 import Policy
from client import Client
from objectives.learning.skills_model import SkillsModel
from server.cli.asking import check_model_is_ours
from server.cli.failure import told_plainly
from server.cli.findings import show_findings
from server.learning.skills_in_force import read_skills
from server.lint import lint as lint_here
from server.lint.answer import response_of
from server.translate.files import lines_in, read_policy, read_request, written

FAILED = 1
"""Exit code where a finding is an error."""

FILE_WIDTH = 140
"""Characters in a line where there is no terminal."""


def lint(
    policy: Annotated[Path, typer.Argument(help="Policy: .yaml, .json or .binpb.")],
    snapshot: Annotated[
        Path | None, typer.Option(help="Snapshot that the checks may look at.")
    ] = None,
    skills_model: Annotated[
        Path | None, typer.Option(help="Skills model or ontology; not with --address.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="HOST:PORT of a server that is to look. [here]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print LintPolicyResponse.")] = False,
) -> None:
    """Read a policy for mistakes: 0 none, 1 with errors, 2 cannot be read."""
    with told_plainly():
        message = read_policy(policy)
        facts = read_request(snapshot) if snapshot else None
        check_model_is_ours(skills_model, here=not address, way_out="Drop --skills-model.")
        skills = read_skills(skills_model) if skills_model else None
        response = _remote(message, facts, address) if address else _local(message, facts, skills)
    if as_json:
        typer.echo(written(response, ".json"), nl=False)
    else:
        fields = [finding.field for finding in response.findings]
        show_findings(_console(), policy, response, lines_in(policy, fields))
    if any(each.severity == LintFinding.SEVERITY_ERROR for each in response.findings):
        raise typer.Exit(FAILED)


def _console() -> Console:
    """Standard output; a file or a pipe is as wide as a filter with its carets."""
    console = Console()
    return console if console.is_terminal else Console(width=FILE_WIDTH)


def _local(
    policy: Policy, snapshot: AssignRequest | None, skills: SkillsModel | None
) -> LintPolicyResponse:
    return response_of(lint_here(policy, snapshot, datetime.now(UTC), skills))


def _remote(policy: Policy, snapshot: AssignRequest | None, address: str) -> LintPolicyResponse:
    with Client(address) as client:
        return client.lint_policy(policy, snapshot)
