"""Searching texts whatever their case, in steps of pattern x text at most (Q2)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from constraints.filters.conditions import Search, Way

NEVER_STEPS_BACK = "(?>.*?{})"
"""The leftmost match of a piece, kept for good: between two % no other one would help."""


@dataclass(frozen=True, slots=True)
class Finder:
    """What is searched for in casefolded texts.

    finds: truthy where a text is what is searched for.
    needle: part of every such text, as long as possible; perhaps empty.
    """

    finds: Callable[[str], object]
    needle: str


def finder(search: Search) -> Finder:
    """What a search looks for."""
    wanted = search.text.casefold()
    match search.way:
        case Way.CONTAINS:
            return Finder(lambda text: wanted in text, wanted)
        case Way.STARTSWITH:
            return Finder(lambda text: text.startswith(wanted), wanted)
        case Way.LIKE:
            return Finder(re.compile(like(wanted), re.DOTALL).fullmatch, _longest_piece(wanted))


def like(pattern: str) -> str:
    """A LIKE pattern as a regular expression: % is any characters, _ a single one."""
    first, *rest = map(_piece, re.split("%+", pattern))
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(map(NEVER_STEPS_BACK.format, middle)) + ".*" + last


def _piece(piece: str) -> str:
    """A piece between two %."""
    return "".join("." if sign == "_" else re.escape(sign) for sign in piece)


def _longest_piece(pattern: str) -> str:
    """The longest part without placeholders."""
    return max(re.split("[%_]", pattern), key=len)
