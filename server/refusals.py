"""Which error is told to callers as what: the one table of codes and reasons.

A refusal is plain data, so that it may cross the pipe from a solver process.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

from google.protobuf.message import DecodeError
from google.rpc import code_pb2

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
)
from solver.errors import FactsError, TooLargeError, UnsuitedError


@dataclass(frozen=True, slots=True)
class BadField:
    """One problem of a request."""

    path: str
    description: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that is not there: what kind of thing, and its id."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a caller is told instead of an answer."""

    code: int
    """Of google.rpc.Code: solver processes need not load gRPC for it."""
    reason: str
    """In capitals, stable: programs switch on it."""
    message: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Every value of the message that is not always the same."""
    bad_fields: tuple[BadField, ...] = ()
    rest: int = 0
    """Problems beyond those."""
    retry_after: timedelta | None = None
    resource: Resource | None = None


@runtime_checkable
class TellsRefusal(Protocol):
    """An error that brings what callers are told."""

    @property
    def refusal(self) -> Refusal:
        """The words of a solver process."""


def refusal_of(error: Exception) -> Refusal | None:
    """What callers are told of an error; None: it is a bug, and none of their business."""
    if isinstance(error, TellsRefusal):
        return error.refusal
    for kind, told in TABLE:
        if isinstance(error, kind):
            return told(error)
    return None


def internal(request_id: str) -> Refusal:
    """All that callers are told of a bug: where to look it up in the log."""
    return Refusal(
        code_pb2.INTERNAL,
        "INTERNAL",
        f"Something went wrong inside the server; its log has request id {request_id!r}.",
        {"request_id": request_id},
    )


def _invalid_request(error: InvalidRequest) -> Refusal:
    return Refusal(
        code_pb2.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        _counted(len(error.violations) + error.rest, "problem") + " in the request.",
        bad_fields=tuple(
            BadField(problem.path, problem.message, str(problem.reason))
            for problem in error.violations
        ),
        rest=error.rest,
    )


def _contradiction(error: FactsError) -> Refusal:
    return _invalid_as_a_whole(str(error))


def _not_a_request(_: DecodeError) -> Refusal:
    return _invalid_as_a_whole(
        "The body is not the request of this RPC.\nMaybe it was made with other protos."
    )


def _invalid_as_a_whole(message: str) -> Refusal:
    return Refusal(
        code_pb2.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        message,
        bad_fields=(BadField("", message),),
    )


def _not_honoured(error: NotHonoured) -> Refusal:
    return Refusal(
        code_pb2.UNIMPLEMENTED,
        "NOT_HONOURED",
        _counted(len(error.paths) + error.rest, "setting") + " not honoured by this version.",
        bad_fields=tuple(BadField(found.path, found.message) for found in error.paths),
        rest=error.rest,
    )


def _rpc_not_honoured(error: RpcNotHonoured) -> Refusal:
    return Refusal(
        code_pb2.UNIMPLEMENTED,
        "NOT_HONOURED",
        str(error),
        {"rpc": error.rpc},
        bad_fields=(BadField(error.rpc, str(error)),),
    )


def _counted(count: int, noun: str) -> str:
    return f"One {noun}" if count == 1 else f"{count} {noun}s"


def _request_id_reused(error: RequestIdReused) -> Refusal:
    return Refusal(
        code_pb2.INVALID_ARGUMENT,
        "REQUEST_ID_REUSED",
        str(error),
        {"request_id": error.request_id},
    )


def _over_limits(error: OverLimits) -> Refusal:
    return Refusal(
        code_pb2.INVALID_ARGUMENT,
        "TOO_LARGE",
        str(error),
        {name: str(value) for name, value in error.limits.items()},
    )


def _too_large(error: TooLargeError) -> Refusal:
    return Refusal(code_pb2.INVALID_ARGUMENT, "TOO_LARGE", str(error))


def _unsuited(error: UnsuitedError) -> Refusal:
    return Refusal(
        code_pb2.INVALID_ARGUMENT,
        "INVALID_REQUEST",
        str(error),
        bad_fields=(BadField("options.engine", str(error), "CONTRADICTION"),),
    )


def _not_found(error: NotFound) -> Refusal:
    return Refusal(
        code_pb2.NOT_FOUND,
        "NOT_FOUND",
        str(error),
        {"kind": error.kind, "name": error.name},
        resource=Resource(error.kind, error.name),
    )


def _busy(error: Busy) -> Refusal:
    return Refusal(
        code_pb2.RESOURCE_EXHAUSTED,
        "BUSY",
        str(error),
        {
            "waiting_count": str(error.waiting_count),
            "retry_after_seconds": f"{error.retry_after.total_seconds():.3f}",
        },
        retry_after=error.retry_after,
    )


def _overdue(_: Overdue) -> Refusal:
    return Refusal(
        code_pb2.DEADLINE_EXCEEDED,
        "DEADLINE_EXCEEDED",
        "The deadline passed before there was a batch.\nMaybe give the call more time.",
    )


def _stalled(error: StreamStalled) -> Refusal:
    seconds = f"{error.patience.total_seconds():g}"
    return Refusal(
        code_pb2.DEADLINE_EXCEEDED, "STREAM_STALLED", str(error), {"patience_seconds": seconds}
    )


def _stopping(_: Stopping) -> Refusal:
    return Refusal(
        code_pb2.UNAVAILABLE, "STOPPING", "The server is shutting down; try another one."
    )


def _no_worker(_: NoWorker) -> Refusal:
    return Refusal(
        code_pb2.UNAVAILABLE, "NO_SOLVER", "No solver process comes up; its log says why."
    )


TABLE: tuple[tuple[type[Exception], Callable[[Any], Refusal]], ...] = (
    (InvalidRequest, _invalid_request),
    (FactsError, _contradiction),
    (DecodeError, _not_a_request),
    (NotHonoured, _not_honoured),
    (RpcNotHonoured, _rpc_not_honoured),
    (RequestIdReused, _request_id_reused),
    (OverLimits, _over_limits),
    (NotFound, _not_found),
    (TooLargeError, _too_large),
    (UnsuitedError, _unsuited),
    (Busy, _busy),
    (Overdue, _overdue),
    (StreamStalled, _stalled),
    (Stopping, _stopping),
    (NoWorker, _no_worker),
)
"""The first line that fits tells; subclasses come before their bases."""
