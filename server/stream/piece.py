"""One chunk of a streamed request, read from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from google.protobuf.message import Message
from google.protobuf.unknown_fields import UnknownFieldSet

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignStreamRequest
from server.errors import NotHonoured
from server.outside import BYTES, REPEATED, Field, outside_class
from server.unimplemented import Unhonoured, find_unknown
from server.violations import Bounded

ROWS = tuple(field.name for field in AssignRequest.DESCRIPTOR.fields if field.is_repeated)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a request. scalars: names of fields that it sets beside its rows."""

    raw: bytes
    case_count: int
    agent_count: int
    scalars: tuple[str, ...]


def read_piece(raw_chunk: bytes, at: str) -> Piece:
    """Reads a serialised AssignStreamRequest. at: its path.

    Raises DecodeError where it is none, NotHonoured for fields of a newer contract beside the
    part; those in the part are for whoever reads the whole request.
    """
    chunk = cast("_Chunk", _CHUNK.FromString(raw_chunk))
    unknown: Bounded[Unhonoured] = Bounded()
    find_unknown(cast(Message, chunk), at, unknown)
    if unknown:
        raise NotHonoured(unknown.first, unknown.rest)
    raw = b"".join(chunk.part)
    rows = cast("_Rows", _ROWS.FromString(raw))
    return Piece(raw, len(rows.cases), len(rows.agents), _scalars(cast(Message, rows)))


def _scalars(rows: Message) -> tuple[str, ...]:
    """The fields that rows do not have, by number."""
    others = UnknownFieldSet(rows)
    numbers = sorted({others[place].field_number for place in range(len(others))})
    known = AssignRequest.DESCRIPTOR.fields_by_number
    return tuple(known[number].name for number in numbers if number in known)


class _Chunk(Protocol):
    """An AssignStreamRequest whose part is left as bytes: several are one message."""

    @property
    def part(self) -> Sequence[bytes]: ...


class _Rows(Protocol):
    """An AssignRequest of which only rows are known, as bytes."""

    @property
    def cases(self) -> Sequence[bytes]: ...
    @property
    def agents(self) -> Sequence[bytes]: ...


_CHUNK = outside_class(AssignStreamRequest.DESCRIPTOR, [Field("part", BYTES, REPEATED)])
_ROWS = outside_class(
    AssignRequest.DESCRIPTOR, [Field(name, BYTES, REPEATED) for name in ROWS], "Rows"
)
