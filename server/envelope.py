"""What the serving process reads of a request: the little it needs to run the call.

The whole request is parsed in the solver process. Here rows are only counted:
1 ms for 100,000 cases of 140 bytes, where parsing them takes 18 ms and more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, cast

from allotment.v1.assignment_service_pb2 import (
    AssignOptions,
    AssignRequest,
    LintPolicyRequest,
    RecommendRequest,
    VerifyCertificateRequest,
)
from server.outside import BYTES, MESSAGE, REPEATED, TEXT, Field, outside_class


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request from outside."""

    request_id: str
    """Empty: not to be remembered."""
    time_limit: timedelta | None
    """As sent; None: unset, or not a positive time (the solver process says so)."""
    case_count: int
    agent_count: int


def read_envelope(raw_request: bytes) -> Envelope:
    """Reads a serialised AssignRequest; raises DecodeError where it is none."""
    outside = cast("_Outside", _OUTSIDE.FromString(raw_request))
    return Envelope(
        request_id=outside.request_id,
        time_limit=_time_limit(outside.options),
        case_count=len(outside.cases),
        agent_count=len(outside.agents),
    )


def policy_snapshot_inside(raw_request: bytes) -> bytes:
    """The serialised snapshot of a LintPolicyRequest; empty where there is none.

    Parts that come one after the other are one message, so they are joined.
    """
    return b"".join(cast("_WithSnapshot", _WITH_POLICY.FromString(raw_request)).snapshot)


def snapshot_inside(raw_request: bytes) -> bytes:
    """The same of a RecommendRequest, CheckRequest, SimulateRequest or ExplainRequest: their
    first field."""
    return b"".join(cast("_WithSnapshot", _WITH_SNAPSHOT.FromString(raw_request)).snapshot)


def request_inside(raw_request: bytes) -> bytes:
    """The same of a VerifyCertificateRequest and the request that was answered."""
    return b"".join(cast("_WithRequest", _WITH_REQUEST.FromString(raw_request)).request)


def _time_limit(options: AssignOptions) -> timedelta | None:
    """None also where the Duration is beyond what Python's timedelta holds."""
    if not options.HasField("time_limit"):
        return None
    try:
        limit = options.time_limit.ToTimedelta()
    except (ValueError, OverflowError):
        return None
    return limit if limit > timedelta() else None


class _Outside(Protocol):
    """An AssignRequest whose rows are left as bytes."""

    @property
    def request_id(self) -> str: ...
    @property
    def cases(self) -> Sequence[bytes]: ...
    @property
    def agents(self) -> Sequence[bytes]: ...
    @property
    def options(self) -> AssignOptions: ...


class _WithSnapshot(Protocol):
    """A question whose snapshot is left as bytes."""

    @property
    def snapshot(self) -> Sequence[bytes]: ...


class _WithRequest(Protocol):
    """A VerifyCertificateRequest whose request is left as bytes."""

    @property
    def request(self) -> Sequence[bytes]: ...


_OUTSIDE = outside_class(
    AssignRequest.DESCRIPTOR,
    (
        Field("request_id", TEXT),
        Field("cases", BYTES, REPEATED),
        Field("agents", BYTES, REPEATED),
        Field("options", MESSAGE),
    ),
)
_WITH_POLICY = outside_class(LintPolicyRequest.DESCRIPTOR, [Field("snapshot", BYTES, REPEATED)])
_WITH_SNAPSHOT = outside_class(RecommendRequest.DESCRIPTOR, [Field("snapshot", BYTES, REPEATED)])
_WITH_REQUEST = outside_class(
    VerifyCertificateRequest.DESCRIPTOR, [Field("request", BYTES, REPEATED)]
)
