"""What commands that bring a snapshot, here or to a server, have in common."""

from pathlib import Path

import typer

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.translate.files import read_policy, read_request

WITH_LOCAL = "--skills-model goes with --local; a server takes its own by serve --skills-model."


def snapshot_with(snapshot: Path, policy: Path | None) -> AssignRequest:
    """The snapshot of a file, with the policy of another one in place of its own."""
    request = read_request(snapshot)
    if policy:
        request.policy.CopyFrom(read_policy(policy))
    return request


def check_model_is_ours(skills_model: Path | None, *, here: bool, way_out: str) -> None:
    """Raises BadParameter where a model is named and a server, which has its own, is asked."""
    if skills_model and not here:
        raise typer.BadParameter(f"A server has its own skills model. {way_out}")
