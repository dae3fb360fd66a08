"""Searching texts, whatever their case; no pattern takes more than length x text steps (Q2)."""

import re
from collections.abc import Callable
from typing import TypeAlias

from constraints.filters.conditions import Search, Way

Finds: TypeAlias = Callable[[str], object]
"""Truthy where a casefolded text is what is searched for."""

NEVER_STEPS_BACK = "(?>.*?{})"
"""The leftmost match of a piece, kept for good: for pieces between two %, it is as good as any."""


def finder(search: Search) -> Finds:
    """What the search looks for in casefolded texts."""
    wanted = search.text.casefold()
    match search.way:
        case Way.CONTAINS:
            return lambda text: wanted in text
        case Way.STARTSWITH:
            return lambda text: text.startswith(wanted)
        case Way.LIKE:
            return like(wanted)


def like(pattern: str) -> Finds:
    """A LIKE pattern: % stands for any characters, _ for a single one."""
    middle = pattern.strip("%")
    if "%" in middle or "_" in middle or not middle:
        return re.compile(_expression(pattern), re.DOTALL).fullmatch
    return _plain(middle, start=pattern.startswith("%"), end=pattern.endswith("%"))


def _plain(wanted: str, *, start: bool, end: bool) -> Finds:
    """A piece without placeholders; `start`, `end`: anything may stand there."""
    if start and end:
        return lambda text: wanted in text
    if start:
        return lambda text: text.endswith(wanted)
    if end:
        return lambda text: text.startswith(wanted)
    return lambda text: text == wanted


def _expression(pattern: str) -> str:
    first, *rest = (_piece(piece) for piece in re.split("%+", pattern))
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(map(NEVER_STEPS_BACK.format, filter(None, middle))) + ".*" + last


def _piece(piece: str) -> str:
    return "".join("." if sign == "_" else re.escape(sign) for sign in piece)
