"""Errors of the shell.

AllotmentError            (solver.errors)
  ConfigError             the server cannot start with these settings
  FileError               a policy or snapshot file that cannot be read or written
  ReportError             recorded requests and answers that no report can be made of
  ExplainError            the files do not tell what is asked for
  RequestError            the caller's request cannot be answered as it is
    InvalidRequest        wrong values: every violation at once
    NotHonoured           set fields that this version does not honour
    RpcNotHonoured        an RPC that this version does not answer
    RequestIdReused       the request id came before with another body
    OverLimits            more cases or agents than the server takes
    NotFound              a case or agent that is not there
  CallError               the request may be fine, the call is not answered
    Busy                  too many calls are waiting
    Overdue               the deadline passed before there was a batch
    StreamStalled         a stream stands still: nothing comes, or nothing is taken
    Stopping              the server is shutting down
    NoWorker              no solver process comes up
    WorkerDied            the solver process died, twice
    WorkerCrashed         the solver process met a bug
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from solver.errors import AllotmentError

if TYPE_CHECKING:
    from server.unimplemented import Unhonoured
    from server.violations import Violation


SHOWN_IN_TEXT = 10
"""Problems in the text of an error; its attributes hold the others."""


class ConfigError(AllotmentError):
    """The server cannot start with these settings."""


class FileError(AllotmentError):
    """A policy or snapshot file that cannot be read or written; the text names file and place."""


class ReportError(AllotmentError):
    """Recorded requests and answers that no report can be made of."""


class ExplainError(AllotmentError):
    """The files do not tell what is asked for; the text says how to get it."""


class RequestError(AllotmentError):
    """The caller's request cannot be answered as it is."""


class InvalidRequest(RequestError):
    """Malformed, contradictory or out of range; `violations` are in the order of the request.

    `rest` counts problems beyond the listed ones.
    """

    def __init__(self, violations: "Sequence[Violation]", rest: int = 0) -> None:
        lines = [f"{violation.path}: {violation.message}" for violation in violations]
        super().__init__(listed(f"{len(lines) + rest} problems in the request:", lines, rest))
        self.violations = tuple(violations)
        self.rest = rest


class NotHonoured(RequestError):
    """Sets what this version does not honour yet; `paths` are in the order of the request."""

    def __init__(self, paths: "Sequence[Unhonoured]", rest: int = 0) -> None:
        lines = [f"{found.path}: {found.message}" for found in paths]
        super().__init__(listed(f"{len(lines) + rest} settings not honoured yet:", lines, rest))
        self.paths = tuple(paths)
        self.rest = rest


class RpcNotHonoured(RequestError):
    """An RPC that this version does not answer; `rpc` with its service."""

    def __init__(self, rpc: str) -> None:
        super().__init__(f"This version does not answer {rpc} yet.\nMaybe use Assign.")
        self.rpc = rpc


class RequestIdReused(RequestError):
    """The request id came before with another body."""

    def __init__(self, request_id: str) -> None:
        super().__init__(
            f"Request id {request_id!r} was used with another body within 24 hours.\n"
            "Maybe make a new id for every new request and keep it for retries only."
        )
        self.request_id = request_id


class OverLimits(RequestError):
    """More cases or agents than the server takes; `limits` by name."""

    def __init__(self, message: str, limits: Mapping[str, int]) -> None:
        super().__init__(message)
        self.limits = dict(limits)


class NotFound(RequestError):
    """Names something that is not there; `kind` is `case` or `agent`, `name` its id."""

    def __init__(self, kind: str, name: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.name = name


class CallError(AllotmentError):
    """The request may be fine, but this call is not answered."""


class Busy(CallError):
    """Too many calls are waiting already."""

    def __init__(self, retry_after: timedelta, waiting_count: int) -> None:
        super().__init__(
            f"The server is busy: {waiting_count} calls are waiting.\n"
            f"Maybe try again in {retry_after.total_seconds():.1f} seconds."
        )
        self.retry_after = retry_after
        self.waiting_count = waiting_count


class Overdue(CallError):
    """The deadline passed before there was a batch."""


class StreamStalled(CallError):
    """A stream stands still for longer than `patience`; `what` began a sentence, such as
    `No chunk came`."""

    def __init__(self, patience: timedelta, what: str) -> None:
        seconds = patience.total_seconds()
        super().__init__(f"{what} for {seconds:g} seconds.\nMaybe close the stream at its end.")
        self.patience = patience


class Stopping(CallError):
    """The server is shutting down."""


class NoWorker(CallError):
    """No solver process comes up at the moment."""


class WorkerDied(CallError):
    """The solver process went away before it answered."""


class WorkerCrashed(CallError):
    """The solver process met a bug; `trace` is for the log, not for callers."""

    def __init__(self, trace: str) -> None:
        super().__init__("The solver process met a bug.")
        self.trace = trace


def listed(headline: str, lines: list[str], rest: int) -> str:
    """A headline with the first lines, and how many there are more."""
    hidden = max(len(lines) - SHOWN_IN_TEXT, 0) + rest
    more = [f"... and {hidden} more"] if hidden else []
    return "\n".join([headline, *lines[:SHOWN_IN_TEXT], *more])
