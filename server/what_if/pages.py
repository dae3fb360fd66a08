"""Pages of a long answer: how many rows, and where to go on (03, style)."""

import hashlib

from server.violations import Fault, Violations

DEFAULT_SIZE = 50
LARGEST_SIZE = 500
_DIGEST = 12


def read_size(violations: Violations, size: int) -> int:
    """Rows of a page; notes a size out of range."""
    if not 0 <= size <= LARGEST_SIZE:
        text = f"page_size is {size}, but must be from 1 to {LARGEST_SIZE}. Maybe leave it unset."
        violations.add("page_size", Fault.OUT_OF_RANGE, text, size)
    return size or DEFAULT_SIZE


def token(question: str, start: int) -> str:
    """Where to go on: row `start` of the answer to a question, whose facts are told in text."""
    return (_digest(question) + start.to_bytes(4, "big")).hex()


def read_token(question: str, text: str, count: int) -> int | None:
    """The row of a token; None where it is none of this question, with so many rows."""
    if not text:
        return 0
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        return None
    start = int.from_bytes(raw[_DIGEST:], "big")
    if len(raw) != _DIGEST + 4 or raw[:_DIGEST] != _digest(question) or start >= count:
        return None
    return start


def _digest(question: str) -> bytes:
    return hashlib.sha256(question.encode()).digest()[:_DIGEST]
