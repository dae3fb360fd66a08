"""Places in the text of a filter, and how they are shown to people (Q2)."""

from solver.facts.filters import Place

WINDOW = 60
"""Characters shown before and after a place."""
MAX_SHOWN = 40
"""Characters of a piece that a message quotes."""
INDENT = "  "


def up_to(first: Place, last: Place) -> Place:
    """From the start of the one to the end of the other."""
    return Place(first.start, last.end)


def line_and_column(text: str, position: int) -> tuple[int, int]:
    """Both from 1."""
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def pointed_at(text: str, place: Place) -> str:
    """The line of the place with carets below it; long lines are cropped."""
    begin, end = _line_around(text, place.start)
    left, right = max(begin, place.start - WINDOW), min(end, place.start + WINDOW)
    lead = "..." if left > begin else ""
    tail = "..." if right < end else ""
    carets = "^" * max(1, min(place.end, right) - place.start)
    blanks = " " * (len(lead) + place.start - left)
    shown = printable(text[left:right])
    line = f"{INDENT}{lead}{shown}{tail}".rstrip()
    return f"{line}\n{INDENT}{blanks}{carets}"


def printable(text: str) -> str:
    """The text with a blank for each character that would move the others."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def shown(text: str) -> str:
    """A piece of a filter as a message quotes it."""
    return printable(text[:MAX_SHOWN]) + ("..." if len(text) > MAX_SHOWN else "")


def _line_around(text: str, position: int) -> tuple[int, int]:
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end
