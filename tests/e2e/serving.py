"""A server in its own process, and callers of it."""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import grpc

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.assignment_service_pb2_grpc import AssignmentServiceStub
from client import NEVER, Client
from tests.architecture.house import ROOT
from tests.server.processes.living import children, eventually, is_alive

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    solver_count: int

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def solvers(self) -> set[int]:
        """Ids of its solver processes."""
        return children(self.process.pid)

    def is_whole(self) -> bool:
        """Whether it has all its solver processes."""
        return len(self.solvers()) == self.solver_count

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def client(self) -> Client:
        """A client that does not retry."""
        return Client(self.address, retry=NEVER)

    def call(self, script: str, seconds: float = 10) -> AssignResponse:
        """One call of a client of its own."""
        with self.client() as client:
            return client.assign(scripted(script), timedelta(seconds=seconds))


def scripted(script: str, request_id: str = "") -> AssignRequest:
    """A request that makes tests/server/scripted.py do something."""
    request = AssignRequest(request_id=request_id)
    request.cases.add(case_id=script)
    return request


@contextmanager
def serving(*, is_awaited: bool = True, **settings: object) -> Iterator[Server]:
    """Starts a server on a free port; ends it, and asserts that no process is left."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        process = _started(settings, log)
        try:
            server = _announced(process, log, settings)
            if is_awaited:
                with server.client() as client:
                    client.wait_until_ready(MINUTE)
            yield server
            solvers = server.solvers()
        finally:
            process.kill()
            process.communicate()
    assert eventually(lambda: not any(is_alive(pid) for pid in solvers)), "solvers left behind"


def small_server(*, is_awaited: bool = True, **settings: object) -> AbstractContextManager[Server]:
    """A server that starts sooner: with a single solver process."""
    return serving(is_awaited=is_awaited, max_concurrent_solves=1, spare_solvers=0, **settings)


@contextmanager
def plain_stub(server: Server) -> Iterator[AssignmentServiceStub]:
    """What a caller without our client has: a channel with gRPC's defaults."""
    with grpc.insecure_channel(server.address) as channel:
        yield AssignmentServiceStub(channel)


def _started(settings: dict[str, object], log: Path) -> subprocess.Popen[str]:
    told = json.dumps({"address": "127.0.0.1:0"} | settings)
    with log.open("w") as stderr:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.start", told],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )


def _announced(process: subprocess.Popen[str], log: Path, settings: dict[str, object]) -> Server:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, log.read_text()
    solves, spare = settings.get("max_concurrent_solves", 2), settings.get("spare_solvers", 1)
    assert isinstance(solves, int)
    assert isinstance(spare, int)
    return Server(process, json.loads(line)["port"], log, solves + spare)
