"""Every error that callers may hear of has its code and reason."""

from datetime import timedelta

import pytest
from google.protobuf.message import DecodeError
from google.rpc import code_pb2

from server import errors
from server.errors import (
    Busy,
    InvalidRequest,
    NotFound,
    NotHonoured,
    NoWorker,
    Overdue,
    OverLimits,
    RequestIdReused,
    RpcNotHonoured,
    Stopping,
    StreamStalled,
    WorkerCrashed,
    WorkerDied,
)
from server.processes.errors import RefusedThere
from server.refusals import Refusal, refusal_of
from server.unimplemented import Unhonoured
from server.violations import Fault, Violation
from solver.errors import AllotmentError, FactsError, SolveError, TooLargeError, UnsuitedError

THERE = Refusal(code_pb2.NOT_FOUND, "SOMEWHERE", "")

TOLD: list[tuple[Exception, int, str]] = [
    (
        InvalidRequest([Violation("cases[0]", "", "wrong", Fault.OUT_OF_RANGE)]),
        code_pb2.INVALID_ARGUMENT,
        "INVALID_REQUEST",
    ),
    (FactsError("contradiction"), code_pb2.INVALID_ARGUMENT, "INVALID_REQUEST"),
    (DecodeError(), code_pb2.INVALID_ARGUMENT, "INVALID_REQUEST"),
    (NotHonoured([Unhonoured("policy_id")]), code_pb2.UNIMPLEMENTED, "NOT_HONOURED"),
    (RpcNotHonoured("Explain"), code_pb2.UNIMPLEMENTED, "NOT_HONOURED"),
    (NotFound("case", "c1", "There is no case 'c1'."), code_pb2.NOT_FOUND, "NOT_FOUND"),
    (RequestIdReused("id"), code_pb2.INVALID_ARGUMENT, "REQUEST_ID_REUSED"),
    (OverLimits("too many", {"max_cases": 1}), code_pb2.INVALID_ARGUMENT, "TOO_LARGE"),
    (TooLargeError("too big"), code_pb2.INVALID_ARGUMENT, "TOO_LARGE"),
    (UnsuitedError("not this one"), code_pb2.INVALID_ARGUMENT, "INVALID_REQUEST"),
    (Busy(timedelta(seconds=1), 3), code_pb2.RESOURCE_EXHAUSTED, "BUSY"),
    (Overdue(), code_pb2.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED"),
    (
        StreamStalled(timedelta(seconds=1), "No chunk came"),
        code_pb2.DEADLINE_EXCEEDED,
        "STREAM_STALLED",
    ),
    (Stopping(), code_pb2.UNAVAILABLE, "STOPPING"),
    (NoWorker(), code_pb2.UNAVAILABLE, "NO_SOLVER"),
    (RefusedThere(THERE), code_pb2.NOT_FOUND, "SOMEWHERE"),
]

BUGS: list[Exception] = [
    RuntimeError("text of a case"),
    SolveError("no plan"),
    WorkerDied("gone"),
    WorkerCrashed("trace"),
]


@pytest.mark.parametrize(("error", "code", "reason"), TOLD, ids=lambda x: type(x).__name__)
def test_what_callers_are_told(error: Exception, code: int, reason: str) -> None:
    refusal = refusal_of(error)

    assert refusal is not None
    assert (refusal.code, refusal.reason) == (code, reason)


@pytest.mark.parametrize("error", BUGS, ids=lambda error: type(error).__name__)
def test_what_callers_are_not_told(error: Exception) -> None:
    assert refusal_of(error) is None


def test_every_error_of_a_call_is_one_or_the_other() -> None:
    leaves = _tree(errors.RequestError) | _tree(errors.CallError)
    covered = {type(error) for error, *_ in TOLD} | {type(error) for error in BUGS}

    assert leaves - covered == {errors.RequestError, errors.CallError}


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = [line.split()[0] for line in (errors.__doc__ or "").splitlines()[2:] if line.strip()]
    defined = {
        kind.__name__ for kind in _tree(AllotmentError) if kind.__module__ == "server.errors"
    }

    assert set(drawn) == defined | {"AllotmentError"}


def _tree(kind: type[Exception]) -> set[type[Exception]]:
    return {kind}.union(*(_tree(child) for child in kind.__subclasses__()))
