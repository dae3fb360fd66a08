"""What is wrong with the syntax of a filter, in words for team leads (Q2)."""

import re
from collections.abc import Set as AbstractSet
from typing import cast

from lark import UnexpectedCharacters, UnexpectedToken

from constraints.filters.errors import Mistake, Wrong
from constraints.filters.grammar import read
from constraints.filters.places import MAX_SHOWN, shown
from solver.facts.filters import Place, Written

EXPECTED = (
    ("TEXT", "a value"),
    ("NAME", "a field"),
    ("COMPARISON", "a comparison such as `=`, IN or IS NULL"),
    ("LIKE", "IN, LIKE, CONTAINS, STARTSWITH or BETWEEN"),
    ("NULL", "NULL or NOT NULL"),
    ("_COMMA", "`,` or `)`"),
    ("DURATION", "a duration such as 2h"),
    ("$END", "AND, OR or the end"),
    ("_OR", "AND, OR or `)`"),
    ("LPAR", "`(`"),
    ("_AND", "AND"),
    ("RPAR", "`)`"),
)
"""By a kind of token that would do: what should stand there. The first one counts."""

INSTEAD = (
    ("==", "Maybe `=`."),
    ("&&", "Maybe AND."),
    ("||", "Maybe OR."),
    ("!", "Maybe NOT."),
    (";", "A filter is one condition, without `;`."),
    ("/*", "A filter has no comments."),
    ("[", "Maybe `(`."),
    ("{", "Maybe `(`."),
    ("\N{LEFT SINGLE QUOTATION MARK}", "Maybe a straight quote, ' or \"."),
    ("\N{RIGHT SINGLE QUOTATION MARK}", "Maybe a straight quote, ' or \"."),
    ("\N{LEFT DOUBLE QUOTATION MARK}", "Maybe a straight quote, ' or \"."),
    ("\N{RIGHT DOUBLE QUOTATION MARK}", "Maybe a straight quote, ' or \"."),
)
"""Hints by what stands at the place, the longer first."""

QUOTES = {"'": "quote", '"': "quote", "`": "backtick"}

WORD = re.compile(rf"[\w.]{{1,{MAX_SHOWN}}}")


def parse(text: str) -> Written:
    """The syntax tree of a filter; raises Wrong with one mistake."""
    try:
        return read(text)
    except UnexpectedToken as error:
        raise Wrong(_token(text, error)) from None
    except UnexpectedCharacters as error:
        raise Wrong(_characters(text, cast(int, error.pos_in_stream))) from None


def _token(text: str, error: UnexpectedToken) -> Mistake:
    """A piece that is well formed but does not fit."""
    expected = _expected(error.accepts or error.expected)
    if error.token.type == "$END":
        end = len(text.rstrip())
        return Mistake(Place(end, end), f"The filter ends where {expected} should stand.")
    place = Place(error.token.start_pos or 0, error.token.end_pos or 0)
    return Mistake(place, f"Here should stand {expected}, not `{shown(error.token)}`.")


def _characters(text: str, position: int) -> Mistake:
    """Characters that begin no piece."""
    if text[position] in QUOTES:
        message = f"There is no closing {QUOTES[text[position]]}."
        return Mistake(Place(position, len(text)), message)
    found = _word_at(text, position)
    if found[0].isdigit():
        message = f"`{found}` is neither a number nor a duration such as 2h."
        return Mistake(Place(position, position + len(found)), message)
    found, hint = _hint(text, position) or (found, "")
    message = f"`{shown(found)}` means nothing here.{hint}"
    return Mistake(Place(position, position + len(found)), message)


def _expected(accepts: AbstractSet[str]) -> str:
    return next((words for kind, words in EXPECTED if kind in accepts), "something else")


def _word_at(text: str, position: int) -> str:
    """The rest of the word, or a single character."""
    found = WORD.match(text, position)
    return found.group() if found else text[position]


def _hint(text: str, position: int) -> tuple[str, str] | None:
    """What stands there, and a blank and what was perhaps meant."""
    found = ((start, f" {hint}") for start, hint in INSTEAD if text.startswith(start, position))
    return next(found, None)
