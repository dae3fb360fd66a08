"""What gRPC raises -> what this package raises: every code and reason, in one place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import grpc
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from grpc_status import rpc_status

from .errors import (
    AccessDenied,
    AllotmentError,
    Busy,
    DeadlineExceeded,
    Internal,
    InvalidRequest,
    NotFound,
    NotHonoured,
    RequestIdReused,
    TooLarge,
    Unavailable,
    UnknownAnswer,
    Violation,
)

STREAM = (
    "Maybe raise max_message_bytes here and in the server; a snapshot for Assign may go in chunks, "
    "by `assign_stream` (AssignStream)."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What came back instead of an answer."""

    code: grpc.StatusCode
    message: str
    reason: str = ""
    """Empty: gRPC itself says so, not the server."""
    metadata: dict[str, str] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()
    retry_after: timedelta | None = None


def error_of(error: grpc.RpcError) -> AllotmentError:
    """The error of this package that says the same."""
    return raised(told_by(error))


def raised(told: Told) -> AllotmentError:
    """The error for a reason, else for a code; every code has one."""
    by_reason = BY_REASON.get(told.reason)
    if by_reason is not None:
        return by_reason(told)
    return BY_CODE.get(told.code, _unknown)(told)


def told_by(error: grpc.RpcError) -> Told:
    """Reads code, message and details."""
    if not isinstance(error, grpc.Call):
        return Told(grpc.StatusCode.UNKNOWN, str(error))
    code, message = error.code(), error.details() or ""
    status = rpc_status.from_call(error)
    if status is None:
        return Told(code, message)
    info, bad, retry = ErrorInfo(), BadRequest(), RetryInfo()
    for detail in status.details:
        for known in (info, bad, retry):
            if detail.Is(known.DESCRIPTOR):
                detail.Unpack(known)
    return Told(
        code,
        message,
        info.reason,
        dict(info.metadata),
        tuple(Violation(row.field, row.description, row.reason) for row in bad.field_violations),
        retry.retry_delay.ToTimedelta() if retry.HasField("retry_delay") else None,
    )


def _invalid_request(told: Told) -> AllotmentError:
    count = told.metadata.get("violation_count", "")
    known = int(count) if count.isdecimal() else len(told.violations)
    return InvalidRequest(told.message, told.violations, known)


def _not_honoured(told: Told) -> AllotmentError:
    return NotHonoured(told.message, told.violations)


def _request_id_reused(told: Told) -> AllotmentError:
    return RequestIdReused(told.message)


def _too_many_rows(told: Told) -> AllotmentError:
    numbers = {name: int(value) for name, value in told.metadata.items() if value.isdecimal()}
    return TooLarge(told.message, numbers)


def _too_many_bytes(told: Told) -> AllotmentError:
    """gRPC itself says so, here or there; a proxy may use the same code for other things."""
    if "larger than max" not in told.message:
        return _unknown(told)
    text = f"The message is too large: {told.message}\n{STREAM}"
    return TooLarge(text, {}, one_message=True)


def _busy(told: Told) -> AllotmentError:
    return Busy(told.message, told.retry_after or timedelta(seconds=1))


def _internal(told: Told) -> AllotmentError:
    return Internal(told.message, told.metadata.get("request_id", ""))


def _unknown(told: Told) -> AllotmentError:
    return UnknownAnswer(told.message, told.code.name, told.reason)


BY_REASON: dict[str, Callable[[Told], AllotmentError]] = {
    "INVALID_REQUEST": _invalid_request,
    "NOT_HONOURED": _not_honoured,
    "REQUEST_ID_REUSED": _request_id_reused,
    "TOO_LARGE": _too_many_rows,
    "BUSY": _busy,
}

BY_CODE: dict[grpc.StatusCode, Callable[[Told], AllotmentError]] = {
    grpc.StatusCode.INVALID_ARGUMENT: _invalid_request,
    grpc.StatusCode.UNIMPLEMENTED: _not_honoured,
    grpc.StatusCode.NOT_FOUND: lambda told: NotFound(told.message),
    grpc.StatusCode.RESOURCE_EXHAUSTED: _too_many_bytes,
    grpc.StatusCode.UNAUTHENTICATED: lambda told: AccessDenied(told.message),
    grpc.StatusCode.PERMISSION_DENIED: lambda told: AccessDenied(told.message),
    grpc.StatusCode.UNAVAILABLE: lambda told: Unavailable(told.message),
    grpc.StatusCode.DEADLINE_EXCEEDED: lambda told: DeadlineExceeded(told.message),
    # The client did not cancel: a server that stops cuts off calls in this way.
    grpc.StatusCode.CANCELLED: lambda told: Unavailable(told.message),
    grpc.StatusCode.INTERNAL: _internal,
}
