"""Errors of the server.

AllotmentError          base of all, in solver.errors
  RequestError          a request that cannot be taken as it is
    InvalidRequest      malformed, contradictory or out of range: all problems at once
    NotHonoured         sets what this version does not honour yet
  FileError             a policy or snapshot file that cannot be read
"""

from collections.abc import Sequence

from server.unimplemented import Unhonoured
from server.violations import Violation
from solver.errors import AllotmentError

SHOWN_IN_TEXT = 10
"""Problems in the text of an error; its attributes hold the others."""


class RequestError(AllotmentError):
    """A request that cannot be taken as it is; `rest` counts problems beyond the listed ones."""

    rest: int

    def __init__(self, headline: str, lines: Sequence[str], rest: int) -> None:
        hidden = len(lines) - SHOWN_IN_TEXT + rest
        more = [f"... and {hidden} more"] if hidden > 0 else []
        super().__init__("\n".join([headline, *lines[:SHOWN_IN_TEXT], *more]))
        self.rest = rest


class InvalidRequest(RequestError):  # noqa: N818 - the contract's own word
    """Malformed, contradictory or out of range; `violations` are in the order of the request."""

    def __init__(self, violations: Sequence[Violation], rest: int = 0) -> None:
        lines = [f"{violation.path}: {violation.message}" for violation in violations]
        super().__init__(f"{len(violations) + rest} problems in the request:", lines, rest)
        self.violations = tuple(violations)


class NotHonoured(RequestError):  # noqa: N818 - the contract's own word
    """Sets what this version does not honour yet; `paths` are in the order of the request."""

    def __init__(self, paths: Sequence[Unhonoured], rest: int = 0) -> None:
        lines = [f"{found.path}: {found.message}" for found in paths]
        super().__init__(f"{len(paths) + rest} settings are not honoured yet:", lines, rest)
        self.paths = tuple(paths)


class FileError(AllotmentError):
    """A policy or snapshot file that cannot be read or written; the text names file and place."""
