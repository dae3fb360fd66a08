"""AssignStream through a real server: the same answer as Assign, for whatever size."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from typer.testing import CliRunner, Result

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2_grpc import AssignmentServiceStub
from benchmarks.instances import Order, make_instance
from client import (
    Client,
    DeadlineExceeded,
    Internal,
    InvalidRequest,
    NotHonoured,
    RequestIdReused,
    TooLarge,
)
from server.cli import app
from server.main import ANSWER
from server.translate.files import read_response, write_message
from server.what_if.check import check
from tests.answering import SETTINGS
from tests.e2e.details import detail
from tests.e2e.serving import Server, plain_stub, scripted, serving
from tests.referee.instances.requests import random_request
from tests.server.processes.living import eventually, is_alive
from tests.server.stuck import ANSWER as STUCK

TEAM = make_instance("team", Order(cases=300, agents=60, seed=4))
SMALL_MESSAGE = 60_000
"""Far less than the request or the answer of that team."""


def asked() -> wire.AssignRequest:
    """The team, whose cases are told at some length."""
    request = wire.AssignRequest()
    request.CopyFrom(TEAM)
    for case in request.cases:
        case.description = "x" * 400
    return request


def raw(message: Message) -> bytes:
    return message.SerializeToString(deterministic=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(answer=ANSWER) as running:
        yield running


@pytest.fixture(scope="module")
def narrow() -> Iterator[Server]:
    """A server of small messages, and of not many bytes in all."""
    with serving(
        answer=ANSWER, max_message_bytes=SMALL_MESSAGE, max_stream_bytes=2_000_000
    ) as running:
        yield running


def assert_same(one: wire.AssignResponse, other: wire.AssignResponse) -> None:
    """In all that is not of the clock, byte for byte."""
    for response in (one, other):
        response.ClearField("solve_stats")
    assert raw(one) == raw(other)


def test_the_streamed_answer_is_that_of_assign_byte_for_byte(server: Server) -> None:
    """Random snapshots, and a team with certificate, full explanations and baselines."""
    full = wire.EXPLANATION_DEPTH_FULL
    requests = [random_request(seed) for seed in range(6)]
    requests.append(make_instance("team", Order(cases=40, agents=12, seed=4)))
    options = wire.AssignOptions(certificate=True, explanation_depth=full, baseline=True)
    requests[-1].options.MergeFrom(options)
    with server.client() as client:
        for request in requests:
            request.request_id = ""
            assert_same(client.assign_stream(request), client.assign(request))


def test_beyond_one_message_both_ways(narrow: Server, server: Server) -> None:
    """Client and server have the same limit; neither the request nor the answer fits."""
    request = asked()
    with Client(narrow.address, max_message_bytes=SMALL_MESSAGE) as client:
        with pytest.raises(TooLarge) as caught:
            client.assign(request)
        streamed = client.assign_stream(request)
    with server.client() as client:
        whole = client.assign(request)

    assert caught.value.one_message
    assert whole.ByteSize() > 2 * SMALL_MESSAGE < request.ByteSize()
    assert_same(streamed, whole)


def test_a_request_that_was_only_checked_has_no_batch(server: Server) -> None:
    request = asked()
    request.mode = wire.ASSIGN_MODE_VALIDATE_ONLY
    with server.client() as client:
        assert not client.assign_stream(request).HasField("batch")


def test_explanations_come_in_chunks_and_the_rest_last(server: Server) -> None:
    chunk = wire.AssignStreamRequest(part=make_instance("team", Order(cases=1_200, agents=40)))
    with plain_stub(server) as stub:
        steps = list(stub.AssignStream(iter([chunk])))

    kinds = [step.WhichOneof("step") for step in steps]
    assert kinds[0] == "progress"
    assert kinds[-1] == "rest"
    rows = [len(step.explanations.explanations) for step in steps if step.HasField("explanations")]
    assert sum(rows) == 1_200
    assert max(rows) <= 500
    assert kinds[-2 - len(rows)] == "batch"
    assert all(step.ByteSize() < 1_100_000 for step in steps)


def test_what_is_wrong_is_named_by_its_path_in_the_whole_request(server: Server) -> None:
    request = asked()
    request.cases[250].created_time.seconds = -(2**60)
    unhonoured = asked()
    unhonoured.policy_id = "p"
    with Client(server.address, max_message_bytes=SMALL_MESSAGE) as client:
        with pytest.raises(InvalidRequest) as invalid:
            client.assign_stream(request)
        with pytest.raises(NotHonoured) as caught:
            client.assign_stream(unhonoured)

    assert invalid.value.violations[0].path == "cases[250].created_time"
    assert caught.value.paths == ("policy_id",)


@pytest.mark.parametrize(
    ("late", "code", "path"),
    [
        pytest.param(
            wire.AssignStreamRequest(part=wire.AssignRequest(mode=wire.ASSIGN_MODE_SOLVE)),
            grpc.StatusCode.INVALID_ARGUMENT,
            "chunks[1].part.mode",
            id="a scalar field that comes late",
        ),
        pytest.param(
            wire.AssignStreamRequest.FromString(b"\x92\x7d\x01x"),
            grpc.StatusCode.UNIMPLEMENTED,
            "chunks[1].(field 2002)",
            id="a newer contract",
        ),
        pytest.param(
            wire.AssignStreamRequest(part=wire.AssignRequest.FromString(b"\x92\x7d\x01x")),
            grpc.StatusCode.UNIMPLEMENTED,
            "(field 2002)",
            id="a newer contract inside",
        ),
    ],
)
def test_a_bad_chunk_is_refused(
    server: Server, late: wire.AssignStreamRequest, code: grpc.StatusCode, path: str
) -> None:
    chunks = [wire.AssignStreamRequest(part=asked()), late]
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as caught:
        list(stub.AssignStream(iter(chunks)))

    assert isinstance(caught.value, grpc.Call)
    assert caught.value.code() == code
    (violation,) = detail(caught.value, BadRequest).field_violations
    assert violation.field == path


def test_more_bytes_than_the_operator_allows_are_refused_by_name(narrow: Server) -> None:
    request = asked()
    for number in range(300):
        request.cases[number].description = "x" * 9_000
    client = Client(narrow.address, max_message_bytes=SMALL_MESSAGE)
    with client, pytest.raises(TooLarge, match="max-stream-bytes") as caught:
        client.assign_stream(request)

    assert caught.value.limits == {"max_stream_bytes": 2_000_000}
    assert not caught.value.one_message


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_program_goes_in_chunks_where_it_must_or_shall(
    narrow: Server, server: Server, tmp_path: Path
) -> None:
    """The request fits into a message of the first server, the answer does not."""
    paths = [tmp_path / name for name in ("team.json", "narrow.json", "wide.json", "plain.json")]
    write_message(TEAM, paths[0])
    words = "assign", paths[0], "--address"
    assert run(*words, narrow.address, "--json", paths[1]).exit_code == 0
    assert run(*words, server.address, "--stream", "--json", paths[2]).exit_code == 0
    assert run(*words, server.address, "--json", paths[3]).exit_code == 0

    first, *others = map(read_response, paths[1:])
    assert first.ByteSize() > SMALL_MESSAGE
    for other in others:
        assert_same(first, other)
    assert "AssignStream" in narrow.log.read_text()
    assert run(*words, "127.0.0.1:1", "--stream").exit_code == 3


@pytest.fixture(scope="module")
def scarce() -> Iterator[Server]:
    """A scripted server with one slot, no place to wait, and little patience."""
    with serving(
        max_concurrent_solves=1, max_waiting=0, stream_patience=1, max_cases=1_000
    ) as running:
        yield running


@pytest.fixture(autouse=True)
def answers_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever happens to a stream, the same server answers the next call."""
    yield
    if "scarce" in request.fixturenames:
        running: Server = request.getfixturevalue("scarce")
        assert running.call("echo:still there").solve_stats.stages[0].name == "still there"
        assert eventually(running.is_whole), "solver processes are missing or left behind"


def streamed(server: Server, script: str, seconds: float = 10, **fields: str) -> str:
    """What a scripted server answers to a stream."""
    with server.client() as client:
        response = client.assign_stream(
            scripted(script, **fields), timeout=timedelta(seconds=seconds)
        )
    return response.solve_stats.stages[0].name


def test_more_than_128_megabytes_pass_in_chunks(scarce: Server) -> None:
    """Both ways, with the limits that gRPC has by default for us."""
    request = scripted("echo:through")
    for _ in range(140):
        request.cases.add(description="x" * 1_000_000)
    with scarce.client() as client:
        response = client.assign_stream(request)

    assert response.solve_stats.stages[0].name == "through"


def test_a_caller_who_sends_nothing_holds_no_slot(scarce: Server) -> None:
    """Neither without a deadline, where patience ends it, nor with one."""
    release = threading.Event()

    def silent() -> Iterator[wire.AssignStreamRequest]:
        yield wire.AssignStreamRequest(part=scripted("echo"))
        release.wait(20)

    with plain_stub(scarce) as stub:
        call = stub.AssignStream(silent())
        time.sleep(0.2)
        assert streamed(scarce, "echo:meanwhile") == "meanwhile"
        with pytest.raises(grpc.RpcError) as stalled:
            list(call)
        with pytest.raises(grpc.RpcError) as overdue:
            list(stub.AssignStream(silent(), timeout=0.3))
        release.set()

    assert isinstance(stalled.value, grpc.Call)
    assert isinstance(overdue.value, grpc.Call)
    assert stalled.value.code() == overdue.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED
    info = detail(stalled.value, ErrorInfo)
    assert (info.reason, info.metadata["patience_seconds"]) == ("STREAM_STALLED", "1")


def test_a_caller_who_takes_nothing_is_sent_away(scarce: Server) -> None:
    """His answer is too big to wait somewhere on the way."""
    chunk = wire.AssignStreamRequest(part=scripted("big:60000000"))
    with grpc.insecure_channel(
        scarce.address, options=[("grpc.max_receive_message_length", 100_000_000)]
    ) as channel:
        call = AssignmentServiceStub(channel).AssignStream(iter([chunk]))
        ended = '"code": "DEADLINE_EXCEEDED"'
        before = scarce.log.read_text().count(ended)
        assert eventually(lambda: scarce.log.read_text().count(ended) > before)
        with pytest.raises(grpc.RpcError) as error:
            list(call)

    assert isinstance(error.value, grpc.Call)


def test_rows_are_counted_while_they_come(scarce: Server) -> None:
    """The refusal does not wait for the end of the stream."""
    release = threading.Event()

    def endless() -> Iterator[wire.AssignStreamRequest]:
        part = wire.AssignRequest()
        for _ in range(600):
            part.cases.add()
        yield wire.AssignStreamRequest(part=part)
        yield wire.AssignStreamRequest(part=part)
        release.wait(20)

    with plain_stub(scarce) as stub, pytest.raises(grpc.RpcError) as caught:
        list(stub.AssignStream(endless()))
    release.set()

    assert isinstance(caught.value, grpc.Call)
    info = detail(caught.value, ErrorInfo)
    assert (info.reason, info.metadata["case_count"]) == ("TOO_LARGE", "1200")


def test_a_cancelled_stream_stops_its_solve(scarce: Server, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    chunk = wire.AssignStreamRequest(part=scripted(f"hopeless:{mark}"))
    with plain_stub(scarce) as stub:
        call = stub.AssignStream(iter([chunk]))
        assert eventually(mark.exists)
        solver = int(mark.read_text())
        call.cancel()

    assert eventually(lambda: not is_alive(solver))


def test_a_stuck_solve_is_ended_and_the_fallback_streams_in_time(scarce: Server) -> None:
    with scarce.client() as client:
        response = client.assign_stream(scripted("stuck"), timeout=timedelta(seconds=5))

    assert response.batch.termination == plan_pb2.TERMINATION_FALLBACK


def test_without_any_batch_a_stream_ends_at_its_deadline(scarce: Server) -> None:
    with pytest.raises(DeadlineExceeded, match="before there was a batch"):
        streamed(scarce, "hopeless", seconds=1)


def test_a_busy_server_says_so_before_it_reads(scarce: Server, tmp_path: Path) -> None:
    mark, release = tmp_path / "hold", threading.Event()

    def never() -> Iterator[wire.AssignStreamRequest]:
        release.wait(20)
        yield wire.AssignStreamRequest()

    with ThreadPoolExecutor() as threads, plain_stub(scarce) as stub:
        holding = threads.submit(streamed, scarce, f"hold:{mark}")
        assert eventually(mark.exists)
        with pytest.raises(grpc.RpcError) as caught:
            list(stub.AssignStream(never()))
        release.set()
        mark.unlink()
        assert holding.result() == "let go"

    assert isinstance(caught.value, grpc.Call)
    assert detail(caught.value, ErrorInfo).reason == "BUSY"
    assert detail(caught.value, RetryInfo).retry_delay.ToTimedelta() > timedelta()


def test_a_stream_is_remembered_by_its_request_id_as_a_call_is(
    scarce: Server, tmp_path: Path
) -> None:
    """One solve for both, and the very same bytes; another body is refused."""
    calls, request_id = tmp_path / "calls", str(uuid4())
    request = scripted(f"count:{calls}", request_id)
    with scarce.client() as client:
        answers = [client.assign_stream(request), client.assign(request)]
        answers.append(client.assign_stream(request))
        with pytest.raises(RequestIdReused):
            client.assign_stream(scripted("echo", request_id))

    assert len(calls.read_text().splitlines()) == 1
    assert len({raw(answer) for answer in answers}) == 1


def test_of_a_bug_a_stream_hears_only_where_to_look(scarce: Server) -> None:
    with pytest.raises(Internal) as error:
        streamed(scarce, "bug")

    assert error.value.request_id in scarce.log.read_text()
    assert "secret" not in str(error.value)


def test_a_stream_has_its_line_in_the_log(scarce: Server) -> None:
    streamed(scarce, "echo:logged")
    line = next(
        line for line in reversed(scarce.log.read_text().splitlines()) if "AssignStream" in line
    )
    for fact in ('"code": "OK"', '"case_count": 1', '"chunk_count": 1', '"response_bytes"'):
        assert fact in line


@pytest.fixture(scope="module")
def stuck() -> Iterator[Server]:
    """A server whose engine tells of a plan, and gets stuck."""
    with serving(answer=STUCK) as running:
        yield running


def test_plans_on_the_way_are_told_and_hold(stuck: Server) -> None:
    """Every one keeps to all rules, and has the values that it tells."""
    request = make_instance("team", Order(cases=60, agents=12, seed=3))
    request.cases[0].subject = "spin"
    request.options.time_limit.FromMilliseconds(1_500)
    progress: list[wire.SolveProgress] = []
    batches: list[plan_pb2.Batch] = []
    with stuck.client() as client:
        response = client.assign_stream(request, progress.append, batches.append)

    assert [one.stage for one in progress][:2] == ["waiting", "solving"]
    told = [one for one in progress if one.levels]
    assert batches
    assert [list(one.levels) for one in told] == [list(one.levels) for one in batches]
    for batch in batches:
        question = wire.CheckRequest(snapshot=request)
        for row in batch.assignments:
            question.assignments.add(
                case_id=row.case_id, agent_id=row.agent_id, queue_id=row.queue_id
            )
        found = check(raw(question), SETTINGS)
        assert list(found.violations) == []
        assert [level.value for level in found.levels] == [level.value for level in batch.levels]
        assert not batch.batch_id
        assert batch.assigned_count == len(batch.assignments)
    assert response.batch.batch_id
    assert [level.value for level in response.batch.levels] == [
        level.value for level in batches[-1].levels
    ]
