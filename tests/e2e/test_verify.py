"""Certificates through a real server and the program: asked for, the same everywhere, checked."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest
from typer.testing import CliRunner, Result

from allotment.v1 import assignment_service_pb2 as wire
from benchmarks.instances import Order, make_instance
from client import TooLarge
from server.answer import respond
from server.cli import app
from server.main import ANSWER
from server.processes.messages import WorkerSettings
from server.translate.files import read_response, write_message
from solver.compile import HELD_PAIRS
from tests.answering import SETTINGS
from tests.e2e.details import detail
from tests.e2e.serving import Server, plain_stub, serving
from tests.referee.instances.dice import Dice

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(answer=ANSWER, max_cases=2_000) as running:
        yield running


def certified(cases: int, agents: int, kind: str = "team") -> wire.AssignRequest:
    """A snapshot, of a team by default, that asks for a certificate."""
    request = wire.AssignRequest()
    request.CopyFrom(make_instance(kind, Order(cases=cases, agents=agents, seed=3)))
    request.options.certificate = True
    return request


TEAM = certified(60, 12)
LARGE = certified(900, 170)
"""Beyond what is held pair by pair."""


def turned(request: wire.AssignRequest) -> wire.AssignRequest:
    """The same with its rows in another order."""
    assert not request.scores
    other, dice = wire.AssignRequest(), Dice(5)
    other.CopyFrom(request)
    for name in ("cases", "agents", "accounts"):
        other.ClearField(name)
    other.cases.extend(dice.shuffled(list(request.cases)))
    other.agents.extend(dice.shuffled(list(request.agents)))
    other.accounts.extend(dice.shuffled(list(request.accounts)))
    return other


def here(request: wire.AssignRequest) -> wire.AssignResponse:
    """The answer of this process."""
    return respond(request, WorkerSettings(SETTINGS.received_time, MINUTE, MINUTE))


def there(server: Server, request: wire.AssignRequest) -> wire.AssignResponse:
    """The answer of the server."""
    with server.client() as client:
        return client.assign(request, MINUTE)


def raw(messages: "list[Message]") -> list[bytes]:
    return [one.SerializeToString(deterministic=True) for one in messages]


def promised(response: wire.AssignResponse) -> list[bytes]:
    """All that must be the same, byte by byte (03, AssignResponse)."""
    return raw([response.batch, response.certificate, *response.explanations])


@pytest.mark.parametrize("request_", [TEAM, LARGE], ids=["held", "factored"])
def test_the_same_bytes_here_and_there_whatever_the_order_of_rows(
    server: Server, request_: wire.AssignRequest
) -> None:
    """Batch, explanations and certificate, from this process and from the server's."""
    one = here(request_)
    assert (one.solve_stats.allowed_pair_count > HELD_PAIRS) == (request_ is LARGE)
    _check_same_bytes(server, request_, one)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["enterprise", "enterprise-queues"])
def test_the_same_bytes_of_ten_thousand_cases(kind: str) -> None:
    """As above, at the size of an enterprise."""
    request = certified(10_000, 2_000, kind)
    with serving(answer=ANSWER) as roomy:
        _check_same_bytes(roomy, request, here(request))


def _check_same_bytes(
    server: Server, request: wire.AssignRequest, one: wire.AssignResponse
) -> None:
    assert one.certificate.nodes
    assert promised(here(turned(request))) == promised(one)
    assert promised(there(server, request)) == promised(one)
    assert promised(there(server, turned(request))) == promised(one)


@pytest.mark.parametrize("request_", [TEAM, LARGE], ids=["held", "factored"])
def test_the_server_verifies_what_it_answers(server: Server, request_: wire.AssignRequest) -> None:
    response = there(server, request_)
    with server.client() as client:
        verdict = client.verify_certificate(request_, response, MINUTE)
    assert verdict.verified, list(verdict.failures)
    assert verdict.pair_count == response.solve_stats.allowed_pair_count
    assert list(verdict.proved_levels) == [level.name for level in response.certificate.levels]
    assert len(verdict.conditions) == 6


def test_the_rows_of_the_request_may_come_in_another_order(server: Server) -> None:
    with server.client() as client:
        assert client.verify_certificate(turned(TEAM), here(TEAM)).verified


def test_what_fails_comes_back_and_is_no_error(server: Server) -> None:
    response = here(TEAM)
    response.certificate.nodes[0].prices[3] += 1
    with server.client() as client:
        verdict = client.verify_certificate(TEAM, response)
    assert not verdict.verified
    assert verdict.failures


def with_unknown_field() -> wire.VerifyCertificateRequest:
    response = here(TEAM)
    response.batch.MergeFromString(b"\x92\x7d\x01x")
    return wire.VerifyCertificateRequest(request=TEAM, response=response)


def nothing() -> wire.VerifyCertificateRequest:
    return wire.VerifyCertificateRequest()


def without_response() -> wire.VerifyCertificateRequest:
    return wire.VerifyCertificateRequest(request=TEAM)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        pytest.param(nothing, "request", id="nothing"),
        pytest.param(without_response, "response", id="no response"),
        pytest.param(with_unknown_field, "response", id="a response of a newer contract"),
    ],
)
def test_what_is_no_question_is_refused(server: Server, question: object, field: str) -> None:
    """With the field that is wrong."""
    assert callable(question)
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as caught:
        stub.VerifyCertificate(question())
    assert isinstance(caught.value, grpc.Call)
    assert detail(caught.value, BadRequest).field_violations[0].field == field


def test_a_request_that_is_too_large_is_refused(server: Server) -> None:
    """The limits of Assign hold here too."""
    request = wire.AssignRequest()
    for place in range(2_001):
        request.cases.add(case_id=f"c{place}")
    with server.client() as client, pytest.raises(TooLarge, match="2001 cases"):
        client.verify_certificate(request, wire.AssignResponse())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def files(tmp_path: Path, server: Server) -> tuple[Path, Path]:
    """A request, and the answer that `allotment assign --certificate` wrote."""
    request, response = tmp_path / "team.json", tmp_path / "answer.json"
    plain = certified(60, 12)
    plain.options.ClearField("certificate")
    write_message(plain, request)
    done = run(
        "assign", request, "--address", server.address, "--certificate", "--json", response
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "prove 11 of 11 levels" in " ".join(done.output.split())
    return request, response


def test_the_program_verifies_an_answer(files: tuple[Path, Path], server: Server) -> None:
    """Here and through a server: exit code 0, and a summary."""
    for more in ((), ("--address", server.address)):
        done = run("verify", *files, *more)
        assert done.exit_code == 0, done.output
        assert "Verified: " in done.stdout
        assert "pairs looked at, 11 levels proved." in " ".join(done.stdout.split())


def test_the_program_names_what_fails(files: tuple[Path, Path]) -> None:
    """Exit code 1."""
    request, path = files
    response = read_response(path)
    response.certificate.levels[0].value += 1
    write_message(response, path)
    done = run("verify", request, path)
    assert done.exit_code == 1
    assert "fails: " in done.stdout
    assert "coverage(1)" in done.stdout
    told = run("verify", request, path, "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["failures"]


def test_the_program_tells_what_it_could_not_verify(files: tuple[Path, Path]) -> None:
    """Without a certificate nothing fails, but it is not verified either: exit code 1."""
    request, path = files
    response = read_response(path)
    response.ClearField("certificate")
    write_message(response, path)
    done = run("verify", request, path)
    assert done.exit_code == 1
    assert "not verified: there is no certificate" in done.stdout
    assert "fails: " not in done.stdout


def test_the_program_tells_wrong_input_from_a_wrong_answer(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    """Exit code 2 for files that cannot be read, 3 without a server."""
    request, path = files
    assert run("verify", request, tmp_path / "none.json").exit_code == 2
    assert run("verify", request, request).exit_code == 2
    assert run("verify", request, path, "--address", "127.0.0.1:1").exit_code == 3
    assert run("verify", request, path, "--address", "x:1", "--policy", request).exit_code == 2


def test_another_skills_model_is_no_verdict(files: tuple[Path, Path]) -> None:
    """The answer may well be right, with the model that it was made with: exit code 2."""
    request, path = files
    response = read_response(path)
    response.batch.skills_model_id = "m1"
    write_message(response, path)
    done = run("verify", request, path)
    assert done.exit_code == 2
    assert "'m1'" in done.output


def test_another_policy_than_the_one_in_force_is_told(files: tuple[Path, Path]) -> None:
    """The request had the policy; without it, it is another one."""
    request, path = files
    bare = certified(60, 12)
    bare.ClearField("policy")
    bare.options.ClearField("certificate")
    write_message(bare, request)
    done = run("verify", request, path)
    assert done.exit_code == 1
    assert "under another policy" in " ".join(done.stdout.split())
