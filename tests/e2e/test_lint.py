"""LintPolicy through a real server."""

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.rpc.error_details_pb2 import BadRequest
from typer.testing import CliRunner

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1.policy_pb2 import Policy
from client import TooLarge
from server.cli import app
from server.main import ANSWER
from server.translate.files import write_message
from tests.e2e.details import detail
from tests.e2e.serving import Server, plain_stub, serving
from tests.server.lint.linted import checks_of, policy_of, snapshot_of

BAD = policy_of(time_zone="Wien", drain_groups=[{"queue_ids": ["x"]}])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(answer=ANSWER, max_agents=3) as running:
        yield running


def test_K2_findings_come_back_and_errors_are_findings_too(server: Server) -> None:
    """A policy that Assign would refuse is no reason to refuse the call."""
    with server.client() as client:
        response = client.lint_policy(BAD)

    errors = [
        finding.field
        for finding in response.findings
        if finding.severity == wire.LintFinding.SEVERITY_ERROR
    ]
    assert errors == ["time_zone", "drain_groups[0].queue_ids[0]"]


def test_K2_the_server_finds_what_is_found_here(server: Server) -> None:
    policy, snapshot = policy_of(), snapshot_of("g", "idle")

    with server.client() as client:
        response = client.lint_policy(policy, snapshot)

    assert {finding.check for finding in response.findings} == checks_of(policy, snapshot)


@pytest.mark.parametrize(
    ("raw_request", "field"),
    [
        pytest.param(b"", "policy", id="no policy"),
        pytest.param(b"\x92\x7d\x01x", "(field 2002)", id="a field of a newer contract"),
    ],
)
def test_K2_what_is_no_question_is_refused(server: Server, raw_request: bytes, field: str) -> None:
    """With the field that is wrong."""
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as caught:
        stub.LintPolicy(wire.LintPolicyRequest.FromString(raw_request))

    assert isinstance(caught.value, grpc.Call)
    assert detail(caught.value, BadRequest).field_violations[0].field == field


def test_K2_a_snapshot_that_is_too_large_is_refused(server: Server) -> None:
    """The limits of Assign hold here too."""
    with server.client() as client, pytest.raises(TooLarge, match="4 agents"):
        client.lint_policy(policy_of(), snapshot_of("a", "b", "c", "d"))


def test_K2_the_program_asks_a_server(server: Server, tmp_path: Path) -> None:
    """Exit code 1, as here."""
    write_message(BAD, tmp_path / "p.yaml")

    answer = CliRunner().invoke(
        app, ["lint", str(tmp_path / "p.yaml"), "--address", server.address]
    )

    assert answer.exit_code == 1
    assert "Europe/Vienna" in answer.stdout


def test_K2_assign_goes_on_beside_it(server: Server) -> None:
    """The same processes answer both."""
    with server.client() as client:
        client.lint_policy(Policy())
        assert client.assign(snapshot_of("g")).batch.batch_id
