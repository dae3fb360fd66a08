"""Errors of the client.

AllotmentError
  RequestError            the request cannot be answered as it is: do not retry
    InvalidRequest        wrong values; `violations`
    NotHonoured           the server's version does not honour something set; `paths`
    RequestIdReused       the request id was used with another body
    NotFound              the server does not know what is named
    TooLarge              too many bytes or rows; `limits`
    AccessDenied          no credentials, or no right
  CallError               the request may be fine, the call was not answered
    Busy                  too many calls are waiting there; `retry_after`
    Unavailable           the server cannot be reached, or is shutting down
    DeadlineExceeded      no answer within the timeout
    Closed                the client was closed
    Internal              a bug in the server; `request_id` finds it in the server's log
    UnknownAnswer         an error that this client does not know
  FileError               a file that cannot be read or written
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta


class AllotmentError(Exception):
    """Base of every error that this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One problem of a request."""

    path: str
    """Path of the field, such as `cases[17].created_time`."""
    message: str
    """What is wrong, and the way out."""
    reason: str = ""
    """In capitals, stable: programs may switch on it."""


class RequestError(AllotmentError):
    """The request cannot be answered as it is. Sending it again does not help."""


class InvalidRequest(RequestError):
    """Wrong values.

    Attributes:
        violations: the problems, in the order of the request.
        violation_count: how many there are; more than are listed where not all could be sent.
    """

    def __init__(self, message: str, violations: Sequence[Violation], count: int) -> None:
        super().__init__(_with_lines(message, violations))
        self.violations = tuple(violations)
        self.violation_count = count


class NotHonoured(RequestError):
    """The server's version does not honour something that is set.

    Attributes:
        paths: the fields, or the RPC.
    """

    def __init__(self, message: str, violations: Sequence[Violation]) -> None:
        super().__init__(_with_lines(message, violations))
        self.paths = tuple(violation.path for violation in violations)


class RequestIdReused(RequestError):
    """The request id was used with another body within 24 hours."""


class NotFound(RequestError):
    """The server does not know a batch, case or agent that is named."""


class TooLarge(RequestError):
    """More bytes or rows than one message, or this server, can take.

    Attributes:
        limits: the limits by name, as far as they are known.
        one_message: it is only too much for one message; `assign_stream` sends chunks.
    """

    def __init__(
        self, message: str, limits: Mapping[str, int], *, one_message: bool = False
    ) -> None:
        super().__init__(message)
        self.limits = dict(limits)
        self.one_message = one_message


class AccessDenied(RequestError):
    """No credentials, or no right to do this."""


class CallError(AllotmentError):
    """The request may be fine, but this call was not answered."""


class Busy(CallError):
    """Too many calls are waiting at the server.

    Attributes:
        retry_after: when to try again, by the server's measured queue.
    """

    def __init__(self, message: str, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(CallError):
    """The server cannot be reached, or is shutting down."""


class DeadlineExceeded(CallError):
    """No answer within the timeout."""


class Closed(CallError):
    """The client was closed, before the call or while it ran."""


class Internal(CallError):
    """A bug in the server.

    Attributes:
        request_id: finds it in the server's log; empty where the server did not say.
    """

    def __init__(self, message: str, request_id: str) -> None:
        super().__init__(message)
        self.request_id = request_id


class UnknownAnswer(CallError):
    """An error that this client does not know.

    Attributes:
        code: name of the gRPC code.
        reason: the server's reason; empty where it gave none.
    """

    def __init__(self, message: str, code: str, reason: str) -> None:
        super().__init__(f"{code} {reason}: {message}" if reason else f"{code}: {message}")
        self.code = code
        self.reason = reason


class FileError(AllotmentError):
    """A file that cannot be read or written; the text names file and place."""


SHOWN = 10
"""Violations in the text of an error; its attributes hold all."""


def _with_lines(message: str, violations: Sequence[Violation]) -> str:
    lines = [f"{violation.path}: {violation.message}" for violation in violations[:SHOWN]]
    more = [f"... and {len(violations) - SHOWN} more"] if len(violations) > SHOWN else []
    return "\n".join([message, *lines, *more])
