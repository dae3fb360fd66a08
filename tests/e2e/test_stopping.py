"""A server ends cleanly when told, and leaves no process behind when killed."""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import HealthStub

from allotment.v1.assignment_service_pb2 import AssignResponse, AssignStreamRequest
from client import Unavailable
from client.status import error_of
from tests.e2e.serving import Server, plain_stub, scripted, small_server
from tests.server.processes.living import eventually, is_alive


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """Exists once a call has reached its solver process."""
    return tmp_path / "mark"


def calling(
    server: Server, script: str, mark: Path, threads: ThreadPoolExecutor
) -> Future[AssignResponse]:
    """A call that has reached its solver process."""
    answer = threads.submit(server.call, f"{script}:{mark}", 60)
    assert eventually(mark.exists)
    return answer


def none_left(pids: set[int]) -> bool:
    return eventually(lambda: not any(is_alive(pid) for pid in pids))


def test_a_running_call_is_finished_and_a_new_one_is_refused(mark: Path) -> None:
    with small_server() as server, ThreadPoolExecutor() as threads:
        solvers = server.solvers()
        answer = calling(server, "hold", mark, threads)
        server.signal(signal.SIGTERM)
        assert eventually(lambda: "draining" in server.log.read_text())
        with pytest.raises(Unavailable):
            server.call("echo")
        mark.unlink()

        assert answer.result().solve_stats.stages[0].name == "let go"
        assert server.process.wait(10) == 0
        assert none_left(solvers)


def test_a_call_that_outlasts_the_grace_period_is_ended(mark: Path) -> None:
    with small_server(grace=0.3) as server, ThreadPoolExecutor() as threads:
        solvers = server.solvers()
        answer = calling(server, "hopeless", mark, threads)
        server.signal(signal.SIGTERM)

        assert isinstance(answer.exception(10), Unavailable)
        assert "shutting down" in str(answer.exception())
        assert server.process.wait(10) == 0
        assert none_left(solvers)


def test_a_stream_that_is_still_being_sent_does_not_hold_up_the_end() -> None:
    release = threading.Event()

    def endless() -> Iterator[AssignStreamRequest]:
        yield AssignStreamRequest(part=scripted("echo"))
        release.wait(20)

    with small_server(grace=0.3, stream_patience=60) as server, plain_stub(server) as stub:
        solvers = server.solvers()
        call = stub.AssignStream(endless())
        time.sleep(0.2)
        server.signal(signal.SIGTERM)
        with pytest.raises(grpc.RpcError) as error:
            list(call)
        release.set()

        assert isinstance(error.value, grpc.Call)
        assert isinstance(error_of(error.value), Unavailable)
        assert server.process.wait(10) == 0
        assert none_left(solvers)


def test_a_stream_is_finished_before_the_server_ends(mark: Path) -> None:
    with small_server() as server, ThreadPoolExecutor() as threads, server.client() as client:
        answer = threads.submit(client.assign_stream, scripted(f"hold:{mark}"))
        assert eventually(mark.exists)
        server.signal(signal.SIGTERM)
        assert eventually(lambda: "draining" in server.log.read_text())
        mark.unlink()

        assert answer.result().solve_stats.stages[0].name == "let go"
        assert server.process.wait(10) == 0


def test_a_second_signal_ends_the_grace_period(mark: Path) -> None:
    with small_server(grace=60) as server, ThreadPoolExecutor() as threads:
        calling(server, "hopeless", mark, threads)
        server.signal(signal.SIGINT)
        assert eventually(lambda: "draining" in server.log.read_text())
        server.signal(signal.SIGINT)

        assert server.process.wait(10) == 0


def test_a_signal_before_the_processes_are_warm_is_heard() -> None:
    with small_server(is_awaited=False) as server:
        server.signal(signal.SIGTERM)

        assert server.process.wait(10) == 0


def test_watching_the_health_does_not_hold_up_the_end() -> None:
    with small_server(grace=60) as server, grpc.insecure_channel(server.address) as channel:
        watch = HealthStub(channel).Watch(HealthCheckRequest())  # type: ignore[attr-defined]
        seen = [next(watch).status]
        server.signal(signal.SIGTERM)
        seen += [answer.status for answer in watch]

        assert seen == [HealthCheckResponse.SERVING, HealthCheckResponse.NOT_SERVING]
        assert server.process.wait(10) == 0


def test_killed_with_9_it_leaves_nothing_that_a_solve_started(mark: Path) -> None:
    with small_server() as server, ThreadPoolExecutor() as threads:
        calling(server, "child", mark, threads)
        started = int(mark.read_text())
        server.signal(signal.SIGKILL)

        assert none_left({started})


def test_killed_with_9_it_leaves_no_process_not_even_a_stuck_one(mark: Path) -> None:
    with small_server() as server, ThreadPoolExecutor() as threads:
        solvers = server.solvers()
        answer = calling(server, "hopeless", mark, threads)
        server.signal(signal.SIGKILL)

        assert isinstance(answer.exception(10), Unavailable)
        assert len(solvers) == server.solver_count
        assert none_left(solvers)
