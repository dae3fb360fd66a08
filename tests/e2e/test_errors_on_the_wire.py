"""What callers in any language can read of an error."""

import json
from collections.abc import Iterator
from uuid import UUID

import grpc
import pytest
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo

from client import InvalidRequest
from tests.e2e.details import detail
from tests.e2e.serving import Server, plain_stub, scripted, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def refused(server: Server, script: str, **metadata: str) -> grpc.Call:
    """The error of a plain call, with underscores of metadata names as dashes."""
    pairs = tuple((name.replace("_", "-"), value) for name, value in metadata.items())
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as error:
        stub.Assign(scripted(script), metadata=pairs)
    assert isinstance(error.value, grpc.Call)
    return error.value


@pytest.mark.parametrize("count", [1, 30, 1_000])
def test_a_plain_channel_reads_as_many_violations_as_fit(server: Server, count: int) -> None:
    call = refused(server, f"invalid:{count}")
    info, listed = detail(call, ErrorInfo), detail(call, BadRequest).field_violations

    assert call.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert (info.reason, info.domain) == ("INVALID_REQUEST", "allotment")
    assert info.metadata["violation_count"] == str(count)
    assert info.metadata["listed_count"] == str(len(listed))
    assert len(listed) == min(count, len(listed)) >= min(count, 30)
    assert listed[0].field == "cases[0].priority"


def test_a_plain_channel_reads_an_error_about_an_endless_value(server: Server) -> None:
    with plain_stub(server) as stub:
        stub.Assign(scripted("echo:one", "☃" * 10_000))
        with pytest.raises(grpc.RpcError) as error:
            stub.Assign(scripted("echo:two", "☃" * 10_000))

    assert isinstance(error.value, grpc.Call)
    assert detail(error.value, ErrorInfo).reason == "REQUEST_ID_REUSED"


def test_a_caller_that_can_read_more_gets_more(server: Server) -> None:
    with server.client() as client, pytest.raises(InvalidRequest) as error:
        client.assign(scripted("invalid:1000"))

    plain = detail(refused(server, "invalid:1000"), BadRequest).field_violations
    assert error.value.violation_count == 1_000
    assert 4 * len(plain) < len(error.value.violations) < 1_000


@pytest.mark.parametrize("said", ["-1", "many", "9" * 30, "²"])
def test_nonsense_about_what_a_caller_can_read_is_passed_over(server: Server, said: str) -> None:
    pairs = {"x_max_status_bytes": said} if said.isascii() else {}

    assert detail(refused(server, "invalid:1000", **pairs), BadRequest).field_violations


def test_the_callers_request_id_comes_back_and_is_in_the_log(server: Server) -> None:
    call = refused(server, "bug", x_request_id="night-42")

    assert dict(call.trailing_metadata())["x-request-id"] == "night-42"
    assert detail(call, ErrorInfo).metadata["request_id"] == "night-42"
    assert [line["code"] for line in logged_calls(server, "night-42")] == ["INTERNAL"]


@pytest.mark.parametrize("given", ["", "two words", "x" * 129, 'quote"'])
def test_a_request_id_that_could_spoil_the_log_is_replaced(server: Server, given: str) -> None:
    call = refused(server, "bug", x_request_id=given)

    made = detail(call, ErrorInfo).metadata["request_id"]
    assert str(UUID(made)) == made


def test_a_good_call_has_one_line_in_the_log_with_counts_and_no_text(server: Server) -> None:
    with plain_stub(server) as stub:
        _, call = stub.Assign.with_call(
            scripted("echo:my private words"), metadata=(("x-request-id", "good-1"),)
        )
    (line,) = logged_calls(server, "good-1")

    assert dict(call.trailing_metadata())["x-request-id"] == "good-1"
    assert (line["code"], line["case_count"], line["agent_count"]) == ("OK", 1, 0)
    assert line["method"] == "/allotment.v1.AssignmentService/Assign"
    assert {"duration_ms", "request_bytes", "response_bytes"} < line.keys()
    assert "private words" not in server.log.read_text()


def logged_calls(server: Server, request_id: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    own = [line for line in lines if line.get("request_id") == request_id]
    return [line for line in own if line["message"] == "call"]
