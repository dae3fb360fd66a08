"""Ports, messages, encryption, health and reflection."""

import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from client import Client, Closed, Tls, Unavailable
from tests.e2e.serving import MINUTE, Server, scripted, serving, small_server
from tests.server.processes.living import eventually


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def test_more_calls_than_slots_are_all_answered_to_their_own_callers(server: Server) -> None:
    words = [f"word {number}" for number in range(12)]

    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda word: server.call(f"echo:{word}"), words))

    assert [answer.solve_stats.stages[0].name for answer in answers] == words


def test_two_calls_solve_at_the_same_time_in_processes_of_their_own(
    server: Server, tmp_path: Path
) -> None:
    marks = [tmp_path / "one", tmp_path / "two"]
    with ThreadPoolExecutor() as threads:
        answers = [threads.submit(server.call, f"hold:{mark}") for mark in marks]
        assert eventually(lambda: all(mark.exists() for mark in marks))
        for mark in marks:
            mark.unlink()

    assert len({answer.result().batch.batch_id for answer in answers}) == 2


def test_messages_of_100_megabytes_pass_both_ways(server: Server) -> None:
    request = scripted("big:100000000")
    request.cases.add(description="x" * 100_000_000)

    with server.client() as client:
        response = client.assign(request)

    assert len(response.solve_stats.stages[0].name) == 100_000_000


def test_the_health_is_serving_for_all_and_for_the_service(server: Server) -> None:
    with server.client() as client:
        assert client.is_serving()


def test_reflection_lists_the_services(server: Server) -> None:
    with grpc.insecure_channel(server.address) as channel:
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        (answer,) = stub.ServerReflectionInfo(  # type: ignore[operator]
            iter([reflection_pb2.ServerReflectionRequest(list_services="")])
        )

    assert {service.name for service in answer.list_services_response.service} == {
        "allotment.v1.AssignmentService",
        "grpc.health.v1.Health",
        "grpc.reflection.v1alpha.ServerReflection",
    }


def test_a_server_does_not_share_the_port_of_another(server: Server) -> None:
    second = small_server(address=server.address)

    with pytest.raises(AssertionError, match="another program"), second:
        pass


def test_a_closed_client_says_so(server: Server, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    client = server.client()
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(client.assign, scripted(f"hold:{mark}"))
        assert eventually(mark.exists)
        client.close()
        with pytest.raises(Closed):
            answer.result()
    with pytest.raises(Closed):
        client.assign(scripted("echo"))


def test_a_server_whose_solver_processes_cannot_start_says_why_and_ends() -> None:
    with small_server(is_awaited=False, answer="server.nowhere:answer") as server:
        assert server.process.wait(10) == 1
        log = server.log.read_text()

    assert "The solver processes cannot start" in log
    assert "No module named 'server.nowhere'" in log
    assert "Event loop is closed" not in log


def test_a_client_without_a_server_says_unavailable() -> None:
    with Client("127.0.0.1:1") as client:
        with pytest.raises(Unavailable):
            client.assign(scripted("echo"), timedelta(seconds=2))
        with pytest.raises(Unavailable, match="not ready"):
            client.wait_until_ready(timedelta(seconds=0.2))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for localhost that signs itself, and its key."""
    folder = tmp_path_factory.mktemp("keys")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    return folder


def test_with_mutual_tls_only_clients_with_a_certificate_are_answered(keys: Path) -> None:
    cert, key = keys / "cert.pem", keys / "key.pem"
    files = {"tls_certificate": str(cert), "tls_key": str(key), "tls_client_ca": str(cert)}

    with small_server(is_awaited=False, **files) as server:
        with Client(server.address, tls=Tls(cert, cert, key)) as known:
            known.wait_until_ready(MINUTE)
            assert known.assign(scripted("echo:hi")).solve_stats.stages[0].name == "hi"
        for tls in (None, Tls(cert)):
            with Client(server.address, tls=tls) as unknown, pytest.raises(Unavailable):
                unknown.assign(scripted("echo"), timedelta(seconds=1))


def test_with_tls_alone_the_server_may_be_reached_from_anywhere(keys: Path) -> None:
    cert, key = str(keys / "cert.pem"), str(keys / "key.pem")

    with (
        small_server(
            is_awaited=False, address="0.0.0.0:0", tls_certificate=cert, tls_key=key
        ) as server,
        Client(server.address, tls=Tls(keys / "cert.pem")) as client,
    ):
        client.wait_until_ready(MINUTE)
        assert client.assign(scripted("echo:hi")).solve_stats.stages[0].name == "hi"
        server.signal(signal.SIGTERM)

        assert server.process.wait(10) == 0
