"""A streamed request while its chunks come, refused as soon as it is too big."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

from server.envelope import Envelope, read_envelope
from server.errors import InvalidRequest, StreamStalled
from server.sizes import Limits, check_size, check_stream
from server.stream.piece import Piece, read_piece
from server.violations import Fault, Violations

JOINED_AT_ONCE = 1_000_000
"""More bytes are put together in a thread: they would hold the loop."""


class Arriving:
    """The chunks so far. The first one has the scalar fields, all have rows."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[bytes] = []
        self._bytes = 0
        self.chunk_count = 0
        """Chunks that are here."""
        self.envelope = Envelope("", None, 0, 0)

    async def take_all(self, chunks: AsyncIterator[bytes], patience: timedelta) -> bytes:
        """The serialised request, once its last chunk is here. patience: for each chunk.

        Raises StreamStalled where one does not come, and what `add` raises.
        """
        while (raw_chunk := await _next(chunks, patience)) is not None:
            self.add(raw_chunk)
        if self._bytes <= JOINED_AT_ONCE:
            return b"".join(self._parts)
        return await asyncio.to_thread(lambda: b"".join(self._parts))

    def add(self, raw_chunk: bytes) -> None:
        """Raises OverLimits where it becomes too much, InvalidRequest for scalar fields that
        come late, NotHonoured for fields of a newer contract, DecodeError."""
        check_stream(self._bytes + len(raw_chunk), self._limits)
        piece = read_piece(raw_chunk, f"chunks[{self.chunk_count}]")
        if self.chunk_count:
            self._check_late(piece)
        else:
            self.envelope = replace(read_envelope(piece.raw), case_count=0, agent_count=0)
        self._bytes += len(raw_chunk)
        self.chunk_count += 1
        self._parts.append(piece.raw)
        self.envelope = replace(
            self.envelope,
            case_count=self.envelope.case_count + piece.case_count,
            agent_count=self.envelope.agent_count + piece.agent_count,
        )
        check_size(self.envelope, self._limits)

    def _check_late(self, piece: Piece) -> None:
        violations = Violations()
        for name in piece.scalars:
            path = f"chunks[{self.chunk_count}].part.{name}"
            text = f"{name} comes in the first chunk; later ones have rows alone. Maybe move it."
            violations.add(path, Fault.CONTRADICTION, text)
        if violations:
            raise InvalidRequest(violations.first, violations.rest)


async def _next(chunks: AsyncIterator[bytes], patience: timedelta) -> bytes | None:
    """The next chunk; None: that was all."""
    try:
        async with asyncio.timeout(patience.total_seconds()):
            return await anext(chunks, None)
    except TimeoutError as error:
        raise StreamStalled(patience, "No chunk came") from error
