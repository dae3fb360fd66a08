"""A server with one slot and no place to wait."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo
from grpc_status import rpc_status

from client import Busy, Client, Retry
from tests.e2e.serving import Server, plain_stub, scripted, serving
from tests.server.processes.living import eventually


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(max_concurrent_solves=1, max_waiting=0, spare_solvers=0) as running:
        yield running


@pytest.fixture
def hold(server: Server, tmp_path: Path) -> Iterator[Path]:
    """A file as long as which exists the slot is taken."""
    mark = tmp_path / "hold"
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(server.call, f"hold:{mark}")
        assert eventually(mark.exists)
        yield mark
        mark.unlink(missing_ok=True)
        assert answer.result().solve_stats.stages[0].name == "let go"


@pytest.mark.usefixtures("hold")
def test_one_call_too_many_is_told_when_to_come_again(server: Server) -> None:
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as error:
        stub.Assign(scripted("echo"))
    assert isinstance(error.value, grpc.Call)
    status = rpc_status.from_call(error.value)
    assert status is not None
    info, retry = ErrorInfo(), RetryInfo()
    assert status.details[0].Unpack(info)
    assert status.details[1].Unpack(retry)

    assert status.code == grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]
    assert (info.reason, info.domain, info.metadata["waiting_count"]) == ("BUSY", "allotment", "0")
    assert timedelta() < retry.retry_delay.ToTimedelta() < timedelta(seconds=60)


@pytest.mark.usefixtures("hold")
def test_our_client_says_busy_when_it_may_not_retry(server: Server) -> None:
    with pytest.raises(Busy) as error:
        server.call("echo")

    assert error.value.retry_after > timedelta()


def test_our_client_comes_again_and_is_answered(server: Server, hold: Path) -> None:
    with Client(server.address, retry=Retry(attempts=20)) as client, ThreadPoolExecutor() as soon:
        answer = soon.submit(client.assign, scripted("echo:at last"))
        hold.unlink()

        assert answer.result().solve_stats.stages[0].name == "at last"
