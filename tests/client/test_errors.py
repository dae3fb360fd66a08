"""What gRPC raises becomes an error of ours, whatever it is."""

from datetime import timedelta

import grpc
import pytest

import client
from client import (
    AccessDenied,
    AllotmentError,
    Busy,
    CallError,
    Internal,
    InvalidRequest,
    NotHonoured,
    RequestError,
    RequestIdReused,
    TooLarge,
    UnknownAnswer,
    Violation,
    errors,
)
from client.status import BY_REASON, Told, error_of, raised


def told(code: grpc.StatusCode, reason: str = "", **more: str) -> Told:
    return Told(code, "No.", reason, more, (Violation("cases[0]", "wrong", "WRONG"),))


@pytest.mark.parametrize("code", [code for code in grpc.StatusCode if code.name != "OK"])
def test_every_code_becomes_an_error_of_ours(code: grpc.StatusCode) -> None:
    assert isinstance(raised(told(code)), RequestError | CallError)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("INVALID_REQUEST", InvalidRequest),
        ("NOT_HONOURED", NotHonoured),
        ("REQUEST_ID_REUSED", RequestIdReused),
        ("TOO_LARGE", TooLarge),
        ("BUSY", Busy),
    ],
)
def test_the_reason_counts_more_than_the_code(reason: str, kind: type[AllotmentError]) -> None:
    assert reason in BY_REASON
    assert type(raised(told(grpc.StatusCode.UNKNOWN, reason))) is kind


def test_the_details_become_attributes() -> None:
    invalid = raised(told(grpc.StatusCode.INVALID_ARGUMENT, violation_count="7"))
    internal = raised(told(grpc.StatusCode.INTERNAL, "INTERNAL", request_id="night"))
    large = raised(told(grpc.StatusCode.INVALID_ARGUMENT, "TOO_LARGE", max_cases="5", x="y"))
    busy = raised(told(grpc.StatusCode.RESOURCE_EXHAUSTED, "BUSY"))

    assert isinstance(invalid, InvalidRequest)
    assert (invalid.violations[0].path, invalid.violation_count) == ("cases[0]", 7)
    assert isinstance(internal, Internal)
    assert internal.request_id == "night"
    assert isinstance(large, TooLarge)
    assert large.limits == {"max_cases": 5}
    assert isinstance(busy, Busy)
    assert busy.retry_after == timedelta(seconds=1)


def test_only_grpcs_own_word_for_size_is_taken_for_size() -> None:
    size = Told(grpc.StatusCode.RESOURCE_EXHAUSTED, "Received message larger than max (5 vs. 4)")

    assert isinstance(raised(size), TooLarge)
    assert isinstance(raised(Told(grpc.StatusCode.RESOURCE_EXHAUSTED, "quota")), UnknownAnswer)


def test_no_right_is_access_denied() -> None:
    for code in (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED):
        assert type(raised(told(code))) is AccessDenied


def test_an_error_that_is_no_call_is_still_ours() -> None:
    assert isinstance(error_of(grpc.RpcError("odd")), UnknownAnswer)


def test_the_text_lists_some_violations_and_counts_the_rest() -> None:
    many = [Violation(f"cases[{row}]", "wrong") for row in range(12)]

    text = str(InvalidRequest("12 problems.", many, 12))

    assert text.startswith("12 problems.\ncases[0]: wrong\n")
    assert text.endswith("cases[9]: wrong\n... and 2 more")


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = [line.split()[0] for line in (errors.__doc__ or "").splitlines()[2:] if line.strip()]

    assert set(drawn) == {kind.__name__ for kind in _tree(AllotmentError) if _is_ours(kind)}


def test_every_error_is_exported() -> None:
    assert {kind.__name__ for kind in _tree(AllotmentError) if _is_ours(kind)} < set(client.__all__)


def test_everything_exported_is_there_and_sorted_out() -> None:
    public = {
        name
        for name, value in vars(client).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("client.")
    }

    assert public | {"NEVER"} == set(client.__all__)


def _is_ours(kind: type[Exception]) -> bool:
    return kind.__module__ == "client.errors"


def _tree(kind: type[Exception]) -> set[type[Exception]]:
    return {kind}.union(*(_tree(child) for child in kind.__subclasses__()))
