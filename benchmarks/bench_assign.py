"""Measures whole answers: translate, compile, solve, explain; in process and over gRPC."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from time import perf_counter, process_time
from typing import TypeVar

import grpc

from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.assignment_service_pb2_grpc import AssignmentServiceStub
from benchmarks.figures import AssignFigures, medians, peak_memory, percentile
from benchmarks.instances.moments import NOW
from benchmarks.process_tree import watched
from server.answer import answer
from server.processes.garbage import leave_garbage
from server.processes.messages import WorkerSettings

T = TypeVar("T")

WARM_UP = 3
"""Calls that are not counted; but no more than are."""
TIME = timedelta(minutes=10)
SETTINGS = WorkerSettings(received_time=NOW, time_limit=TIME, time_left=TIME)
SERVER = (sys.executable, "-c", "from server.cli import main; main()", "serve")
FREE_PORT = "127.0.0.1:0"
MESSAGE_BYTES = 128 * 1024 * 1024
PATIENCE = 10.0


def answer_here(raw_request: bytes, calls: int) -> AssignFigures:
    """Answers a request again and again, from bytes to bytes."""
    leave_garbage()
    raw_responses, times = _repeated(lambda: answer(raw_request, SETTINGS), calls)
    responses = [AssignResponse.FromString(raw) for raw in raw_responses]
    return _figures(responses, times, statistics.median(times.processor), peak_memory())


def answer_there(raw_request: bytes, calls: int) -> AssignFigures:
    """Asks a server of our own again and again, from message to message."""
    request = AssignRequest.FromString(raw_request)
    with _server() as (process, address), _channel(address) as channel, watched(process) as tree:
        assign = AssignmentServiceStub(channel).Assign
        responses, times = _repeated(lambda: assign(request, wait_for_ready=True), calls)
    told = max(response.solve_stats.peak_memory_bytes for response in responses)
    return _figures(responses, times, None, max(told, tree.peak))


@dataclass(frozen=True, slots=True)
class _Times:
    """What the counted calls took, by the clock and of the processor."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def _repeated(call: Callable[[], T], calls: int) -> tuple[list[T], _Times]:
    """What the counted calls gave, and how long each took."""
    for _ in range(min(WARM_UP, calls)):
        call()
    results, times = [], _Times()
    for _ in range(calls):
        start, used = perf_counter(), process_time()
        results.append(call())
        times.clock.append(perf_counter() - start)
        times.processor.append(process_time() - used)
    return results, times


def _figures(
    responses: Sequence[AssignResponse], times: _Times, processor: float | None, memory: int
) -> AssignFigures:
    return AssignFigures(
        p50=statistics.median(times.clock),
        p99=percentile(times.clock, 99),
        processor=processor,
        calls=len(times.clock),
        stages=medians([_stages(response) for response in responses]),
        memory=memory,
        proved=all(
            response.batch.termination == plan_pb2.TERMINATION_OPTIMAL for response in responses
        ),
    )


def _stages(response: AssignResponse) -> dict[str, float]:
    return {
        stage.name: stage.duration.ToTimedelta().total_seconds()
        for stage in response.solve_stats.stages
    }


@contextmanager
def _server() -> Iterator[tuple[int, str]]:
    """A server on a free port; its process and its address."""
    command = [*SERVER, "--address", FREE_PORT]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            yield process.pid, f"{told['host']}:{told['port']}"
            process.terminate()
            with suppress(subprocess.TimeoutExpired):  # what was measured stands
                process.wait(PATIENCE)
        finally:
            process.kill()


def _channel(address: str) -> grpc.Channel:
    options = [
        ("grpc.max_receive_message_length", MESSAGE_BYTES),
        ("grpc.max_send_message_length", MESSAGE_BYTES),
    ]
    return grpc.insecure_channel(address, options=options)
