"""Retries: after Busy and Unavailable only, within the timeout, with the same bytes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from client import NEVER, AllotmentError, Busy, DeadlineExceeded, Internal, Retry, Unavailable
from client.retry import with_retries

QUICK = Retry(attempts=3, first_wait=timedelta(milliseconds=1))
SECOND = timedelta(seconds=1)


class Server:
    """Raises one error after the other, then answers with the number of calls."""

    def __init__(self, *errors: AllotmentError) -> None:
        self.calls: list[timedelta] = []
        self._errors: Iterator[AllotmentError] = iter(errors)

    def __call__(self, left: timedelta) -> int:
        self.calls.append(left)
        for error in self._errors:
            raise error
        return len(self.calls)


def busy(wait: timedelta = timedelta()) -> Busy:
    return Busy("busy", wait)


def test_it_calls_again_until_there_is_an_answer() -> None:
    assert with_retries(Server(busy(), Unavailable()), QUICK, SECOND) == 3


def test_each_attempt_gets_the_time_that_is_left() -> None:
    server = Server(busy(timedelta(milliseconds=20)))
    with_retries(server, QUICK, SECOND)

    assert server.calls[0] <= SECOND
    assert server.calls[1] <= server.calls[0] - timedelta(milliseconds=20)


@pytest.mark.parametrize(
    ("retry", "error"),
    [
        pytest.param(NEVER, busy(), id="no retries wanted"),
        pytest.param(QUICK, Internal("bug", ""), id="it would not help"),
        pytest.param(QUICK, DeadlineExceeded(), id="no time left"),
        pytest.param(QUICK, busy(timedelta(seconds=2)), id="the wait outlasts the timeout"),
        pytest.param(
            Retry(longest_wait=timedelta(seconds=0.1)),
            busy(timedelta(seconds=0.5)),
            id="the wait is longer than we wait",
        ),
    ],
)
def test_it_does_not_call_again(retry: Retry, error: AllotmentError) -> None:
    server = Server(error)

    with pytest.raises(type(error)):
        with_retries(server, retry, SECOND)
    assert len(server.calls) == 1


def test_after_the_last_attempt_the_error_is_raised() -> None:
    server = Server(*[busy()] * 9)

    with pytest.raises(Busy):
        with_retries(server, QUICK, SECOND)
    assert len(server.calls) == 3


def test_without_any_time_it_does_not_call_at_all() -> None:
    server = Server()

    with pytest.raises(DeadlineExceeded):
        with_retries(server, QUICK, timedelta())
    assert server.calls == []


def test_waits_grow_and_differ_by_chance_and_respect_the_server() -> None:
    retry = Retry(first_wait=SECOND, longest_wait=10 * SECOND)

    assert 0.5 * SECOND <= retry.wait(1, busy()) <= SECOND
    assert 2 * SECOND <= retry.wait(3, Unavailable()) <= 4 * SECOND
    assert retry.wait(9, busy()) == 10 * SECOND
    assert retry.wait(1, busy(5 * SECOND)) == 5 * SECOND
