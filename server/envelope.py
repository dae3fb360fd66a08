"""What the serving process reads of a request: the little it needs to run the call.

The whole request is parsed in the solver process. Here rows are only counted:
1 ms for 100,000 cases of 140 bytes, where parsing them takes 18 ms and more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, cast

from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor import Descriptor
from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto

from allotment.v1.assignment_service_pb2 import (
    AssignOptions,
    AssignRequest,
    LintPolicyRequest,
    RecommendRequest,
    VerifyCertificateRequest,
)


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


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of an outside class, with the number that it has in the real message."""

    name: str
    kind: FieldDescriptorProto.Type.ValueType
    label: FieldDescriptorProto.Label.ValueType = FieldDescriptorProto.LABEL_OPTIONAL


def _outside_class(message: Descriptor, fields: Iterable[_Field]) -> Any:
    """A message class with the same field numbers as a message, but only some fields."""
    name = f"Outside{message.name}"
    file = FileDescriptorProto(name=f"allotment/server/{name}.proto", syntax="proto3")
    file.package = "allotment.server"
    file.dependency.append(message.file.name)
    outside = file.message_type.add(name=name)
    for wanted in fields:
        there = message.fields_by_name[wanted.name]
        field = outside.field.add(
            name=wanted.name, number=there.number, type=wanted.kind, label=wanted.label
        )
        if wanted.kind == FieldDescriptorProto.TYPE_MESSAGE and there.message_type is not None:
            field.type_name = f".{there.message_type.full_name}"
    pool = descriptor_pool.Default()
    built = pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(built.message_types_by_name[name])


_BYTES = FieldDescriptorProto.TYPE_BYTES
_REPEATED = FieldDescriptorProto.LABEL_REPEATED
_OUTSIDE = _outside_class(
    AssignRequest.DESCRIPTOR,
    (
        _Field("request_id", FieldDescriptorProto.TYPE_STRING),
        _Field("cases", _BYTES, _REPEATED),
        _Field("agents", _BYTES, _REPEATED),
        _Field("options", FieldDescriptorProto.TYPE_MESSAGE),
    ),
)
_WITH_POLICY = _outside_class(LintPolicyRequest.DESCRIPTOR, [_Field("snapshot", _BYTES, _REPEATED)])
_WITH_SNAPSHOT = _outside_class(
    RecommendRequest.DESCRIPTOR, [_Field("snapshot", _BYTES, _REPEATED)]
)
_WITH_REQUEST = _outside_class(
    VerifyCertificateRequest.DESCRIPTOR, [_Field("request", _BYTES, _REPEATED)]
)
