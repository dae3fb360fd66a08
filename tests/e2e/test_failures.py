"""After every kind of failure the same server answers the next call, with all its processes."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import grpc
import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.plan_pb2 import TERMINATION_FALLBACK
from client import Client, DeadlineExceeded, Internal, InvalidRequest, TooLarge
from tests.e2e.serving import Server, plain_stub, scripted, serving
from tests.server.processes.living import eventually, is_alive


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(max_cases=1_000, max_message_bytes=1_000_000) as running:
        yield running


@pytest.fixture(autouse=True)
def answers_afterwards(server: Server) -> Iterator[None]:
    """What every test here is about."""
    yield
    assert server.call("echo:still there").solve_stats.stages[0].name == "still there"
    assert eventually(server.is_whole), "solver processes are missing or left behind"


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """Where a solver process writes its id when it has got its call."""
    return tmp_path / "mark"


def marked(mark: Path) -> int:
    """The id, once it is there."""
    assert eventually(mark.exists)
    return int(mark.read_text())


def test_a_stuck_solve_is_ended_and_the_fallback_answers_in_time(server: Server) -> None:
    response = server.call("stuck", seconds=3)

    assert response.batch.termination == TERMINATION_FALLBACK
    assert response.batch.engine == "sequential"


def test_a_time_limit_ends_a_stuck_solve_without_any_deadline(server: Server) -> None:
    request = scripted("stuck")
    request.options.time_limit.FromMilliseconds(10)

    with plain_stub(server) as stub:
        response = stub.Assign(request)

    assert response.batch.termination == TERMINATION_FALLBACK


def test_without_any_batch_the_server_says_so_before_the_deadline(server: Server) -> None:
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as error:
        stub.Assign(scripted("hopeless"), timeout=3)

    assert isinstance(error.value, grpc.Call)
    assert error.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED
    assert "before there was a batch" in (error.value.details() or "")


def test_what_comes_before_the_solve_is_not_ended_for_a_fallback(server: Server) -> None:
    """It would have to do the same again."""
    response = server.call("slow:4.5", seconds=6)

    assert response.batch.engine == "as asked"


def test_a_deadline_that_is_too_short_for_anything(server: Server) -> None:
    with pytest.raises(DeadlineExceeded):
        server.call("sleep:0.2", seconds=0.02)


def test_a_cancelled_call_stops_its_solve(server: Server, mark: Path) -> None:
    with plain_stub(server) as stub:
        call = stub.Assign.future(scripted(f"hopeless:{mark}"))
        solver = marked(mark)
        call.cancel()

    assert eventually(lambda: not is_alive(solver))


def test_what_a_solve_started_ends_with_it(server: Server, mark: Path) -> None:
    with plain_stub(server) as stub:
        call = stub.Assign.future(scripted(f"child:{mark}"))
        started = marked(mark)
        call.cancel()

    assert eventually(lambda: not is_alive(started))


def test_a_call_survives_the_kill_of_every_solver_process(server: Server, mark: Path) -> None:
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(server.call, f"hold:{mark}")
        solver = marked(mark)
        idle = server.solvers() - {solver}
        for pid in idle:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not any(is_alive(pid) for pid in idle))
        os.kill(solver, signal.SIGKILL)
        assert eventually(lambda: marked(mark) != solver)
        mark.unlink()

        assert int(answer.result().batch.batch_id) not in idle | {solver}


def test_other_calls_do_not_notice_the_death_of_a_process(server: Server, mark: Path) -> None:
    with ThreadPoolExecutor() as threads:
        quiet = threads.submit(server.call, f"hold:{mark}")
        marked(mark)
        with pytest.raises(Internal):
            server.call("die")
        mark.unlink()

        assert quiet.result().solve_stats.stages[0].name == "let go"


@pytest.mark.parametrize("script", ["bug", "die"])
def test_of_a_bug_callers_hear_only_where_to_look(server: Server, script: str) -> None:
    with pytest.raises(Internal) as error:
        server.call(script)

    assert error.value.request_id in server.log.read_text()
    assert "secret" not in str(error.value)
    assert "Traceback" not in str(error.value)
    assert "a secret text" not in _log_without_source_lines(server)


def test_wrong_values_are_named(server: Server) -> None:
    with pytest.raises(InvalidRequest) as error:
        server.call("invalid:2")

    assert [violation.path for violation in error.value.violations] == [
        "cases[0].priority",
        "cases[1].priority",
    ]


def test_bytes_that_are_no_request_are_refused(server: Server) -> None:
    with grpc.insecure_channel(server.address) as channel:
        assign: grpc.UnaryUnaryMultiCallable[bytes, bytes]
        assign = channel.unary_unary("/allotment.v1.AssignmentService/Assign")
        with pytest.raises(grpc.RpcError) as error:
            assign(b"\xff\xff\xff")

    assert isinstance(error.value, grpc.Call)
    assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_too_many_rows_are_refused_with_the_limits(server: Server) -> None:
    request = AssignRequest()
    for _ in range(1_001):
        request.cases.add()

    with server.client() as client, pytest.raises(TooLarge) as error:
        client.assign(request)

    assert error.value.limits == {
        "case_count": 1_001,
        "agent_count": 0,
        "max_cases": 1_000,
        "max_agents": 10_000,
    }


def test_more_time_than_the_server_gives_is_refused(server: Server) -> None:
    request = scripted("echo")
    request.options.time_limit.FromSeconds(601)

    with server.client() as client, pytest.raises(TooLarge, match="time_limit") as error:
        client.assign(request)

    assert error.value.limits == {"max_time_limit_seconds": 600}


def test_a_request_over_the_clients_limit_is_not_even_sent(server: Server) -> None:
    client = Client(server.address, max_message_bytes=1_000)

    with client, pytest.raises(TooLarge, match="AssignStream") as error:
        client.assign(scripted("echo:" + "x" * 1_000))

    assert error.value.limits == {"max_message_bytes": 1_000}


def test_a_request_over_the_servers_limit_is_a_clear_error_too(server: Server) -> None:
    with server.client() as client, pytest.raises(TooLarge, match="AssignStream") as error:
        client.assign(scripted("echo:" + "x" * 2_000_000))

    assert error.value.one_message


def test_an_answer_over_the_limit_is_a_clear_error_too(server: Server) -> None:
    with server.client() as client, pytest.raises(TooLarge, match="larger than max"):
        client.assign(scripted("big:2000000"), timedelta(seconds=5))


def test_an_rpc_of_a_newer_contract_is_not_honoured(server: Server) -> None:
    with grpc.insecure_channel(server.address) as channel:
        forecast: grpc.UnaryUnaryMultiCallable[bytes, bytes]
        forecast = channel.unary_unary("/allotment.v1.AssignmentService/Forecast")
        with pytest.raises(grpc.RpcError) as error:
            forecast(b"")

    assert isinstance(error.value, grpc.Call)
    assert error.value.code() == grpc.StatusCode.UNIMPLEMENTED


def _log_without_source_lines(server: Server) -> str:
    """The log without the source that a trace quotes, where our script raises."""
    return server.log.read_text().replace('RuntimeError(\\"a secret text\\")', "")
