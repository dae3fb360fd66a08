"""Chunks are put together as they come, and refused as soon as they are too much."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from google.protobuf.message import DecodeError

from allotment.v1 import assignment_service_pb2 as wire
from client.chunks import Chunks, body_of
from server.envelope import read_envelope
from server.errors import InvalidRequest, NotHonoured, OverLimits, StreamStalled
from server.sizes import Limits
from server.stream.arriving import Arriving
from tests.referee.instances.requests import random_request

MINUTE = timedelta(minutes=1)
NEWER = b"\x92\x7d\x01x"
"""Field 2002, a text: no message has it."""


async def sent(*raw_chunks: bytes, silence: float = 0) -> AsyncIterator[bytes]:
    for raw in raw_chunks:
        yield raw
    await asyncio.sleep(silence)


def chunk(part: wire.AssignRequest) -> bytes:
    return wire.AssignStreamRequest(part=part).SerializeToString()


def cases(count: int) -> wire.AssignRequest:
    part = wire.AssignRequest()
    for number in range(count):
        part.cases.add(case_id=f"c{number}")
    return part


async def taken(*raw_chunks: bytes) -> bytes:
    return await Arriving(Limits()).take_all(sent(*raw_chunks), MINUTE)


async def test_what_our_client_cuts_is_whole_again() -> None:
    """To the byte, and with the same envelope as if it had come at once."""
    for seed in range(10):
        request = random_request(seed)
        head, rows = body_of(request, "id")
        arriving = Arriving(Limits())
        most = max(len(head), len(rows) - 1) + 6
        raw = await arriving.take_all(sent(*Chunks.of(head, rows, most)), MINUTE)

        assert raw == head + rows
        assert arriving.envelope == read_envelope(raw)
        assert arriving.chunk_count > 1


async def test_rows_of_others_may_come_in_any_chunk() -> None:
    """Also none at all, and parts in pieces are one part."""
    twice = chunk(cases(1)) + chunk(cases(2))
    raw = await taken(chunk(wire.AssignRequest(request_id="r")), b"", twice)

    request = wire.AssignRequest.FromString(raw)
    assert (request.request_id, len(request.cases)) == ("r", 3)


async def test_scalar_fields_that_come_late_are_named_at_once() -> None:
    late = wire.AssignRequest(mode=wire.ASSIGN_MODE_VALIDATE_ONLY, request_id="r")
    with pytest.raises(InvalidRequest) as caught:
        await taken(chunk(cases(1)), chunk(cases(1)), chunk(late))

    assert [one.path for one in caught.value.violations] == [
        "chunks[2].part.request_id",
        "chunks[2].part.mode",
    ]


async def test_a_chunk_of_a_newer_contract_is_not_honoured() -> None:
    """Beside its part; what is in the part is told with all else."""
    with pytest.raises(NotHonoured) as caught:
        await taken(chunk(cases(1)), chunk(cases(1)) + NEWER)
    assert [one.path for one in caught.value.paths] == ["chunks[1].(field 2002)"]

    inside = wire.AssignRequest.FromString(NEWER)
    assert NEWER in await taken(chunk(inside), chunk(cases(1)), chunk(inside))


async def test_too_many_rows_or_bytes_are_refused_before_the_last_chunk() -> None:
    """The stream need not end for that."""

    async def endless(raw: bytes) -> AsyncIterator[bytes]:
        while True:
            yield raw

    for limits, names in (
        (Limits(max_cases=10), {"case_count": 12, "agent_count": 0, "max_cases": 10}),
        (Limits(max_stream_bytes=200), {"max_stream_bytes": 200}),
    ):
        with pytest.raises(OverLimits) as caught:
            await Arriving(limits).take_all(endless(chunk(cases(4))), MINUTE)
        assert names.items() <= caught.value.limits.items()


async def test_more_time_than_is_given_is_refused_with_the_first_chunk() -> None:
    part = cases(1)
    part.options.time_limit.FromSeconds(601)
    with pytest.raises(OverLimits, match="time_limit"):
        Arriving(Limits()).add(chunk(part))


async def test_a_caller_who_stands_still_is_sent_away() -> None:
    with pytest.raises(StreamStalled, match=r"0\.05 seconds"):
        await Arriving(Limits()).take_all(sent(chunk(cases(1)), silence=5), timedelta(seconds=0.05))


async def test_what_is_no_chunk_is_refused() -> None:
    with pytest.raises(DecodeError):
        await taken(b"\xff\xff")
