"""Answers kept by request id: the same request again gets the same answer, once (promise 4)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from server.errors import RequestIdReused

HASHED_AT_ONCE = 1_000_000
"""A bigger body is hashed in a thread: at 100 MB it would hold the loop for 50 ms."""


@dataclass(frozen=True, slots=True)
class Memory:
    """How much is kept, and for how long. The oldest answers go first."""

    answer_count: int = 10_000
    answer_bytes: int = 268_435_456
    """An answer bigger than this is not kept."""
    age: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Kept:
    """One answered request."""

    body_hash: bytes
    raw_response: bytes
    kept_at: float
    """On the loop's clock, in seconds."""


@dataclass(frozen=True, slots=True)
class Flight:
    """One request that is being answered."""

    body_hash: bytes
    landed: asyncio.Event


class Remembered:
    """Answers by request id, in memory."""

    def __init__(self, memory: Memory, clock: Callable[[], float]) -> None:
        """`clock` gives seconds that never go back."""
        self._memory = memory
        self._clock = clock
        self._kept: dict[str, Kept] = {}  # oldest first
        self._kept_bytes = 0
        self._flying: dict[str, Flight] = {}

    async def answer(
        self, request_id: str, raw_request: bytes, solve: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        """The answer kept for the id, else a new one.

        While one call with the id is being answered, others with the same body
        wait for it. If it fails, the next of them takes its turn: its caller may
        have given up, or had less time. Raises RequestIdReused for another body.
        """
        body_hash = await hashed(raw_request)
        while (flight := self._flying.get(request_id)) is not None:
            same_body(request_id, flight.body_hash, body_hash)
            await flight.landed.wait()
        if (kept := self._find(request_id)) is not None:
            same_body(request_id, kept.body_hash, body_hash)
            return kept.raw_response
        return await self._fly(request_id, body_hash, solve)

    async def _fly(
        self, request_id: str, body_hash: bytes, solve: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        flight = self._flying[request_id] = Flight(body_hash, asyncio.Event())
        try:
            raw_response = await solve()
            self._keep(request_id, Kept(body_hash, raw_response, self._clock()))
        finally:
            del self._flying[request_id]
            flight.landed.set()
        return raw_response

    def _find(self, request_id: str) -> Kept | None:
        oldest = self._clock() - self._memory.age.total_seconds()
        while self._kept and self._first().kept_at <= oldest:
            self._drop_first()
        return self._kept.get(request_id)

    def _keep(self, request_id: str, answer: Kept) -> None:
        if len(answer.raw_response) > self._memory.answer_bytes:
            return
        self._kept[request_id] = answer
        self._kept_bytes += len(answer.raw_response)
        while (
            len(self._kept) > self._memory.answer_count
            or self._kept_bytes > self._memory.answer_bytes
        ):
            self._drop_first()

    def _first(self) -> Kept:
        return next(iter(self._kept.values()))

    def _drop_first(self) -> None:
        request_id = next(iter(self._kept))
        self._kept_bytes -= len(self._kept.pop(request_id).raw_response)


async def hashed(body: bytes) -> bytes:
    """SHA-256 of a body, without holding the loop."""
    if len(body) <= HASHED_AT_ONCE:
        return sha256(body).digest()
    return await asyncio.to_thread(lambda: sha256(body).digest())


def same_body(request_id: str, earlier: bytes, body_hash: bytes) -> None:
    """Raises RequestIdReused where the hashes differ."""
    if earlier != body_hash:
        raise RequestIdReused(request_id)
