"""Refusal -> google.rpc.Status, in one place and never bigger than the caller can read.

A status travels in the trailing metadata. Peers take 8 KB of it unless told
otherwise (grpc-java counts the base64 form); a bigger one is not cut but makes
the whole call fail with an unreadable error. So a status lists as many
violations as fit and says how many there are. Callers that can read more say
so with `x-max-status-bytes`, as our own client does.
"""

from collections.abc import Iterator, Sequence

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, ResourceInfo, RetryInfo
from google.rpc.status_pb2 import Status

from server.refusals import BadField, Refusal

DOMAIN = "allotment"

PLAIN_STATUS_BYTES = 4_608
"""Becomes 6 KB in base64; with the message beside it, it stays below 8 KB."""

MOST_STATUS_BYTES = 1_048_576
"""More is not sent, whatever the caller can read."""

FRAME_BYTES = 64
"""What packing a detail adds: the name of its type and lengths."""

ROW_BYTES = 4
"""What a row of a list adds."""

TEXT_LENGTH = 400
"""Longest text of a detail, in characters."""

MESSAGE_BYTES = 1_200
"""Longest message: it travels a second time, as grpc-message, which takes %E2%98%83 for a ☃."""


def status_of(refusal: Refusal, max_bytes: int = PLAIN_STATUS_BYTES) -> Status:
    """The status of a refusal, at most `max_bytes` long."""
    listed = _fitting(refusal.bad_fields, max_bytes - _size_without_fields(refusal))
    status = Status(code=refusal.code, message=_message(refusal, len(listed)))
    status.details.extend(_any(detail) for detail in _details(refusal, listed))
    return status


def packed(status: Status) -> tuple[str, str | bytes]:
    """The status as gRPC carries it, in the trailing metadata."""
    return "grpc-status-details-bin", status.SerializeToString()


def code_of(status: Status) -> grpc.StatusCode:
    """The gRPC code of a status."""
    return next(code for code in grpc.StatusCode if code.value[0] == status.code)


def _details(refusal: Refusal, listed: Sequence[BadRequest.FieldViolation]) -> Iterator[Message]:
    """Each kind of detail at most once."""
    yield _error_info(refusal, len(listed))
    if listed:
        yield BadRequest(field_violations=listed)
    if refusal.retry_after is not None:
        retry = RetryInfo()
        retry.retry_delay.FromTimedelta(refusal.retry_after)
        yield retry
    if refusal.resource is not None:
        name = _shortened(refusal.resource.name)
        yield ResourceInfo(resource_type=refusal.resource.kind, resource_name=name)


def _error_info(refusal: Refusal, listed_count: int) -> ErrorInfo:
    info = ErrorInfo(reason=refusal.reason, domain=DOMAIN)
    for name, value in sorted(refusal.metadata.items()):
        info.metadata[name] = _shortened(value)
    if refusal.bad_fields:
        info.metadata["violation_count"] = str(_violation_count(refusal))
        info.metadata["listed_count"] = str(listed_count)
    return info


def _message(refusal: Refusal, listed_count: int) -> str:
    message = _cut(refusal.message)
    if listed_count == _violation_count(refusal):
        return message
    return f"{message} The first {listed_count} are listed."


def _violation_count(refusal: Refusal) -> int:
    return len(refusal.bad_fields) + refusal.rest


def _size_without_fields(refusal: Refusal) -> int:
    """Bytes of everything else, with room for what packing and counting add."""
    info = _error_info(refusal, _violation_count(refusal))
    message = _message(refusal, _violation_count(refusal) - 1).encode()
    name = refusal.resource.name if refusal.resource else ""
    return int(info.ByteSize()) + len(message) + len(_shortened(name).encode()) + 4 * FRAME_BYTES


def _fitting(bad_fields: Sequence[BadField], max_bytes: int) -> list[BadRequest.FieldViolation]:
    """The first fields that fit into so many bytes, at least one."""
    listed: list[BadRequest.FieldViolation] = []
    size = 0
    for bad in bad_fields:
        row = BadRequest.FieldViolation(
            field=_shortened(bad.path),
            description=_shortened(bad.description),
            reason=bad.reason,
        )
        size += row.ByteSize() + ROW_BYTES
        if listed and size > max_bytes:
            break
        listed.append(row)
    return listed


def _shortened(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"


def _cut(message: str) -> str:
    """As much of the message as its limit lets through."""
    size = 0
    for index, character in enumerate(message):
        size += 1 if character != "%" and " " <= character <= "~" else 3 * len(character.encode())
        if size > MESSAGE_BYTES:
            return message[:index] + "…"
    return message


def _any(detail: Message) -> Any:
    wrapped = Any()
    wrapped.Pack(detail)
    return wrapped
