"""Same request id, same answer, once; another body is an error (promise 4)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from allotment.v1.assignment_service_pb2 import AssignResponse
from client import Internal, RequestIdReused
from tests.e2e.serving import Server, scripted, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A file with one line per solve."""
    return tmp_path / "calls"


def call(server: Server, script: str, request_id: str) -> AssignResponse:
    with server.client() as client:
        return client.assign(scripted(script, request_id), timedelta(seconds=10))


def solve_count(calls: Path) -> int:
    return len(calls.read_text().splitlines())


def test_the_same_request_gets_the_same_bytes_without_a_second_solve(
    server: Server, calls: Path
) -> None:
    request_id = str(uuid4())

    answers = [call(server, f"count:{calls}", request_id) for _ in range(3)]

    assert solve_count(calls) == 1
    assert len({answer.SerializeToString() for answer in answers}) == 1


def test_another_body_is_refused(server: Server) -> None:
    request_id = str(uuid4())
    call(server, "echo:one", request_id)

    with pytest.raises(RequestIdReused, match=request_id):
        call(server, "echo:two", request_id)


def test_calls_at_the_same_time_share_one_solve(server: Server, calls: Path) -> None:
    request_id = str(uuid4())
    with ThreadPoolExecutor() as threads:
        answers = list(threads.map(lambda _: call(server, f"count:{calls}", request_id), range(4)))

    assert solve_count(calls) == 1
    assert len({answer.SerializeToString() for answer in answers}) == 1


def test_an_error_is_not_remembered(server: Server, calls: Path) -> None:
    request_id = str(uuid4())
    for _ in range(2):
        with pytest.raises(Internal):
            call(server, f"count-bug:{calls}", request_id)

    assert solve_count(calls) == 2


def test_without_an_id_every_request_is_solved(server: Server, calls: Path) -> None:
    for _ in range(2):
        server.call(f"count:{calls}")

    assert solve_count(calls) == 2
