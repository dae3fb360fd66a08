"""The outside of a request is read without its rows."""

from datetime import timedelta

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import DecodeError

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.envelope import Envelope, read_envelope


def test_rows_are_counted_and_the_rest_is_read() -> None:
    request = AssignRequest(request_id="night")
    request.options.time_limit.FromMilliseconds(1_500)
    for _ in range(3):
        request.cases.add(case_id="c")
    request.agents.add(agent_id="a")
    request.agents.add()

    assert read_envelope(request.SerializeToString()) == Envelope(
        request_id="night", time_limit=timedelta(seconds=1.5), case_count=3, agent_count=2
    )


def test_an_empty_body_is_an_empty_request() -> None:
    assert read_envelope(b"") == Envelope("", None, 0, 0)


def test_what_is_no_message_is_not_read() -> None:
    with pytest.raises(DecodeError):
        read_envelope(b"\xff\xff\xff")


@pytest.mark.parametrize("seconds", [0, -1, -(2**63), 2**63 - 1])
def test_a_time_limit_beyond_sense_counts_as_unset(seconds: int) -> None:
    request = AssignRequest()
    request.options.time_limit.CopyFrom(Duration(seconds=seconds))

    assert read_envelope(request.SerializeToString()).time_limit is None


def test_the_last_request_id_counts_as_it_does_for_protobuf() -> None:
    halves = [AssignRequest(request_id=half).SerializeToString() for half in ("first", "second")]

    assert read_envelope(b"".join(halves)).request_id == "second"
