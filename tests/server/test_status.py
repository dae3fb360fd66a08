"""Refusal -> status: whole details, and never more bytes than the caller can read."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from google.rpc import code_pb2
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from server.refusals import BadField, Refusal
from server.status import MESSAGE_BYTES, PLAIN_STATUS_BYTES, status_of


def refusal(fields: tuple[BadField, ...] = (), message: str = "No.", rest: int = 0) -> Refusal:
    return Refusal(code_pb2.INVALID_ARGUMENT, "NO", message, bad_fields=fields, rest=rest)


def fields(count: int, description: str = "wrong") -> tuple[BadField, ...]:
    return tuple(BadField(f"cases[{row}].priority", description, "WRONG") for row in range(count))


def listed(status: Status) -> list[str]:
    bad = BadRequest()
    status.details[1].Unpack(bad)
    return [row.field for row in bad.field_violations]


def info(status: Status) -> ErrorInfo:
    found = ErrorInfo()
    status.details[0].Unpack(found)
    return found


def test_the_error_info_is_always_there() -> None:
    status = status_of(refusal())

    assert (info(status).reason, info(status).domain) == ("NO", "allotment")
    assert len(status.details) == 1


def test_a_wait_is_told_as_retry_info() -> None:
    busy = Refusal(code_pb2.RESOURCE_EXHAUSTED, "BUSY", "", retry_after=timedelta(seconds=1.5))
    retry = RetryInfo()

    assert status_of(busy).details[1].Unpack(retry)
    assert retry.retry_delay.ToTimedelta() == timedelta(seconds=1.5)


@pytest.mark.parametrize("count", [1, 10, 60, 100, 1_000, 10_000])
@pytest.mark.parametrize("description", ["wrong", "naïve ☃ " * 20, "x" * 10_000])
def test_a_status_stays_within_its_bytes_and_counts_what_is_left_out(
    count: int, description: str
) -> None:
    status = status_of(refusal(fields(count, description), description))
    paths = listed(status)

    assert status.ByteSize() <= PLAIN_STATUS_BYTES
    assert paths == [f"cases[{row}].priority" for row in range(len(paths))]
    assert len(paths) >= 1
    assert info(status).metadata["violation_count"] == str(count)
    assert info(status).metadata["listed_count"] == str(len(paths))
    assert ("are listed" in status.message) == (len(paths) < count)


def test_room_is_used() -> None:
    status = status_of(refusal(fields(1_000)))

    assert status.ByteSize() > PLAIN_STATUS_BYTES - 400


def test_more_bytes_list_more_fields() -> None:
    assert len(listed(status_of(refusal(fields(1_000)), 1_048_576))) == 1_000


def test_problems_that_were_only_counted_are_counted() -> None:
    status = status_of(refusal(fields(2), rest=5))

    assert info(status).metadata["violation_count"] == "7"
    assert "The first 2 are listed." in status.message


@pytest.mark.parametrize("text", ["x", "☃", "%", "\n", "𝄞"])
def test_a_long_message_is_cut_where_its_encoded_form_ends(text: str) -> None:
    message = status_of(refusal(message=text * 5_000)).message

    assert MESSAGE_BYTES - 12 <= len(quote(message[:-1], safe=" ")) <= MESSAGE_BYTES
    assert message == text * (len(message) - 1) + "…"
