"""A request in chunks, for AssignStream: scalar fields first, then rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from google.protobuf.message import Message

from allotment.v1.assignment_service_pb2 import AssignRequest

from .errors import TooLarge

CHUNK_BYTES = 4 * 1024 * 1024
"""Bytes of a chunk with more than one row; gRPC's usual limit for a message."""

PART = b"\x0a"
"""Tag of `AssignStreamRequest.part`: field 1, with a length."""
FRAME = 6
"""Bytes of the tag and the length at most."""

_NO_CUT = (
    "A single row, or all that is no row, has {} bytes; one message takes {}, and chunks are cut "
    "between rows.\nMaybe raise max_message_bytes, here and in the server."
)


def body_of(request: AssignRequest, request_id: str) -> tuple[bytes, bytes]:
    """The serialised scalar fields, and the serialised rows. One after the other they are the
    request, in the same bytes for Assign and AssignStream. request_id: where it has none."""
    rows = AssignRequest()
    head: Message = AssignRequest(request_id=request_id)
    head.MergeFrom(request)
    for field, value in request.ListFields():
        if field.is_repeated:
            head.ClearField(field.name)
            getattr(rows, field.name).MergeFrom(value)
    return head.SerializeToString(deterministic=True), rows.SerializeToString(deterministic=True)


@dataclass(frozen=True, slots=True)
class Chunks:
    """Serialised AssignStreamRequests: the scalar fields with the first rows, then other rows.

    ends: of the rows of each chunk, in bytes.
    """

    head: bytes
    rows: bytes
    ends: tuple[int, ...]

    @staticmethod
    def of(head: bytes, rows: bytes, most: int) -> "Chunks":
        """Chunks of at most so many bytes. Raises TooLarge for a row that does not fit."""
        full, ends = min(most - FRAME, CHUNK_BYTES), list[int]()
        start, size, largest = 0, len(head), len(head)
        for end in _row_ends(rows):
            if size and size + end - start > full:
                ends.append(start)
                size = 0
            size += end - start
            largest, start = max(largest, end - start), end
        if largest > most - FRAME:
            raise TooLarge(_NO_CUT.format(largest, most), {"max_message_bytes": most})
        return Chunks(head, rows, (*ends, start))

    def __iter__(self) -> Iterator[bytes]:
        """One after the other."""
        head, start, rows = self.head, 0, memoryview(self.rows)
        for end in self.ends:
            yield PART + _varint(len(head) + end - start) + head + rows[start:end]
            head, start = b"", end


def _row_ends(raw: bytes) -> Iterator[int]:
    """Where each row ends: it is a tag, a length, and so many bytes."""
    at = 0
    while at < len(raw):
        _, length_at = _read_varint(raw, at)
        length, inside_at = _read_varint(raw, length_at)
        at = inside_at + length
        yield at


def _read_varint(raw: bytes, at: int) -> tuple[int, int]:
    """A number, and where it ends."""
    value = shift = 0
    while raw[at] >= 0x80:
        value |= (raw[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | raw[at] << shift, at + 1


def _varint(value: int) -> bytes:
    written = bytearray()
    while value >= 0x80:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
