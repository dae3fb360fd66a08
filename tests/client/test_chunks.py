"""A request is cut between its rows, and nothing of it is lost."""

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignStreamRequest
from client import TooLarge
from client.chunks import CHUNK_BYTES, Chunks, body_of
from server.stream.piece import read_piece
from tests.referee.instances.requests import random_request

NEWER = b"\x92\x7d\x01x"
"""Field 2002, a text: no message has it."""
ID = "00000000-0000-4000-8000-000000000001"


def chunks(request: AssignRequest, most: int) -> list[bytes]:
    return list(Chunks.of(*body_of(request, ID), most))


def joined(raw_chunks: list[bytes]) -> bytes:
    """What a server puts together."""
    return b"".join(read_piece(raw, "").raw for raw in raw_chunks)


def test_the_chunks_together_are_the_request() -> None:
    """Random snapshots with everything in them, cut more or less finely."""
    for seed in range(20):
        request = random_request(seed)
        head, rows = body_of(request, ID)
        for most in (max(len(head), 2_500) + 6, 5_000, 100_000):
            found = chunks(request, most)
            assert joined(found) == head + rows
            assert max(map(len, found)) <= most
        assert len(found) == 1
        again = AssignRequest.FromString(head + rows)
        assert again.request_id == (request.request_id or ID)
        again.request_id = request.request_id
        assert again == request


def test_scalar_fields_come_in_the_first_chunk_alone() -> None:
    request = random_request(3)
    head, rows = body_of(request, ID)
    most = max(len(head), len(rows) - 1) + 6
    first, *others = [AssignStreamRequest.FromString(raw).part for raw in chunks(request, most)]

    assert first.HasField("policy")
    assert others
    for part in others:
        assert all(field.is_repeated for field, _ in part.ListFields())


def test_big_chunks_are_cut_all_the_same() -> None:
    """A message may be bigger, but a server that reads on may refuse sooner."""
    request = AssignRequest()
    for _ in range(10):
        request.cases.add(description="x" * 1_000_000)

    assert [len(raw) <= CHUNK_BYTES + 6 for raw in chunks(request, 2**27)] == [True] * 3


def test_a_row_that_is_bigger_has_a_chunk_of_its_own() -> None:
    request = AssignRequest()
    for size in (10, 5_000_000, 10):
        request.cases.add(description="x" * size)

    found = [AssignStreamRequest.FromString(raw).part for raw in chunks(request, 6_000_000)]
    assert [len(part.cases) for part in found] == [1, 1, 1]


def test_an_empty_request_is_one_chunk() -> None:
    (chunk,) = chunks(AssignRequest(), 1_000)
    assert AssignStreamRequest.FromString(chunk).part == AssignRequest(request_id=ID)


@pytest.mark.parametrize("field", ["cases", "policy"])
def test_what_cannot_be_cut_is_named(field: str) -> None:
    request = AssignRequest()
    if field == "cases":
        request.cases.add(description="x" * 2_000)
    else:
        request.policy.queues.add(queue_id="x" * 2_000)

    with pytest.raises(TooLarge, match="single row") as error:
        chunks(request, 1_000)
    assert error.value.limits == {"max_message_bytes": 1_000}
    assert not error.value.one_message


def test_fields_of_a_newer_contract_are_not_lost() -> None:
    """The server must hear of them: it refuses them by name."""
    request = AssignRequest()
    request.cases.add(case_id="c")
    request = AssignRequest.FromString(request.SerializeToString() + NEWER)

    head, rows = body_of(request, ID)
    assert NEWER in head
    assert NEWER not in rows


def test_a_request_is_left_alone() -> None:
    """It gets an id where it has none, but only in what is sent."""
    request, mine = AssignRequest(), AssignRequest(request_id="mine")
    request.cases.add(case_id="c")

    assert AssignRequest.FromString(body_of(request, ID)[0]).request_id == ID
    assert request.request_id == ""
    assert AssignRequest.FromString(body_of(mine, ID)[0]).request_id == "mine"
