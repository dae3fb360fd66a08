"""Errors of the pipe to the solver processes.

RequestError            (server.errors)
  RefusedThere          what a solver process told instead of an answer
"""

from server.errors import RequestError, listed
from server.refusals import Refusal


class RefusedThere(RequestError):
    """What a solver process told instead of an answer."""

    def __init__(self, refusal: Refusal) -> None:
        lines = [f"{bad.path}: {bad.description}" for bad in refusal.bad_fields if bad.path]
        super().__init__(listed(refusal.message, lines, refusal.rest))
        self.refusal = refusal
