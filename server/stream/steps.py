"""The steps of a streamed answer: the batch, explanations by the chunk, and the rest."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, cast

from allotment.v1.assignment_service_pb2 import (
    AssignResponse,
    AssignStreamResponse,
    ExplanationChunk,
)
from server.outside import BYTES, REPEATED, Field, outside_class

MOST_ROWS = 500
"""Explanations in a chunk."""

MOST_BYTES = 1_000_000
"""Bytes of a chunk with more than one explanation."""
FRAME = 6
"""Bytes that a row or a chunk takes beside itself, at most."""
ROOM = 2 * FRAME
"""What the messages around a chunk take."""


def steps_of(raw_response: bytes, most_bytes: int = MOST_BYTES) -> Iterator[bytes]:
    """Serialised AssignStreamResponses that make up a serialised AssignResponse.

    most_bytes: of a message.
    """
    response = _RESPONSE.FromString(raw_response)
    if response.HasField("batch"):
        yield _step("batch", response.batch)
    explanations = cast("_Explained", response).explanations
    for rows in _chunks(explanations, min(MOST_BYTES, most_bytes - ROOM)):
        chunk = _EXPLANATIONS(explanations=rows).SerializeToString()
        yield _step("explanations", chunk)
    response.ClearField("batch")
    response.ClearField("explanations")
    yield _step("rest", response.SerializeToString())


def _step(name: str, raw: bytes) -> bytes:
    step: bytes = _STEP(**{name: raw}).SerializeToString()
    return step


def _chunks(rows: Iterable[bytes], most_bytes: int) -> Iterator[list[bytes]]:
    """Rows one after the other, some at a time."""
    chunk: list[bytes] = []
    size = 0
    for row in rows:
        if chunk and (len(chunk) >= MOST_ROWS or size + FRAME + len(row) > most_bytes):
            yield chunk
            chunk, size = [], 0
        chunk.append(row)
        size += FRAME + len(row)
    if chunk:
        yield chunk


class _Explained(Protocol):
    """An AssignResponse whose explanations are left as bytes."""

    @property
    def explanations(self) -> Sequence[bytes]: ...


_RESPONSE: Any = outside_class(
    AssignResponse.DESCRIPTOR,
    [Field("batch", BYTES, explicit=True), Field("explanations", BYTES, REPEATED)],
)
_EXPLANATIONS: Any = outside_class(
    ExplanationChunk.DESCRIPTOR, [Field("explanations", BYTES, REPEATED)]
)
_STEP: Any = outside_class(
    AssignStreamResponse.DESCRIPTOR,
    [Field(name, BYTES, explicit=True) for name in ("batch", "explanations", "rest")],
)
