"""When a call is tried again: never unless the server can tell that it is the same call."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from .errors import Busy, DeadlineExceeded, Unavailable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Retry:
    """How often, and how long to wait between."""

    attempts: int = 4
    """Calls in all. 1: no retry."""
    first_wait: timedelta = timedelta(milliseconds=200)
    """Doubles each time, and is cut by chance to a half at most."""
    longest_wait: timedelta = timedelta(seconds=10)
    """A server that is busy for longer is not waited for."""

    def wait(self, attempt: int, error: Busy | Unavailable) -> timedelta:
        """Time before the next attempt, after the `attempt`-th (from 1) failed."""
        backoff = self.first_wait * (random.uniform(0.5, 1) * 2.0 ** (attempt - 1))
        asked = error.retry_after if isinstance(error, Busy) else timedelta()
        return max(min(backoff, self.longest_wait), asked)


DEFAULT = Retry()
NEVER = Retry(attempts=1)


def with_retries(call: Callable[[timedelta], T], retry: Retry, timeout: timedelta) -> T:
    """Calls with the time that is left, again after Busy and Unavailable.

    A wait that would go beyond the timeout, or that the server wants longer
    than `longest_wait`, is not begun: the error is raised at once.
    """
    end = time.monotonic() + timeout.total_seconds()
    attempt = 1
    while True:
        left = timedelta(seconds=end - time.monotonic())
        if left <= timedelta():
            raise DeadlineExceeded(f"No answer within {timeout.total_seconds():g} seconds.")
        try:
            return call(left)
        except (Busy, Unavailable) as error:
            wait = retry.wait(attempt, error)
            left = timedelta(seconds=end - time.monotonic())
            if attempt >= retry.attempts or wait > min(left, retry.longest_wait):
                raise
        time.sleep(wait.total_seconds())
        attempt += 1
