"""How large a filter may be, so that none takes unbounded time (Q2)."""

from collections.abc import Iterator
from datetime import timedelta

from constraints.filters.errors import Mistake, Wrong
from solver.facts.filters import Atom, Form, Place, Written, atoms, parts_of

MAX_LENGTH = 4_000
"""Characters of a filter."""
MAX_DEPTH = 50
"""Brackets and NOTs inside each other."""
MAX_ATOMS = 200
"""Tests of fields in a filter."""
MAX_VALUES = 500
"""Values in one IN list."""
MAX_PATTERN = 200
"""Characters after LIKE, CONTAINS and STARTSWITH."""
MAX_DURATION = timedelta(days=36_500)
"""A hundred years."""
MAX_MISTAKES = 20
"""Mistakes that are reported at once."""
MAX_NAME = 100
"""Characters of a name for which another one is suggested."""


def check_length(text: str) -> None:
    """Raises Wrong where a filter is empty or too long."""
    if not text.strip():
        raise Wrong(Mistake(Place(0, 0), "The filter is empty. Maybe leave it unset."))
    if len(text) > MAX_LENGTH:
        place = Place(MAX_LENGTH, len(text))
        raise Wrong(Mistake(place, _too_much("characters", len(text), MAX_LENGTH)))


def check_size(root: Written) -> None:
    """Raises Wrong where a filter is too deep, or has too many atoms or values."""
    mistakes = [*_depth(root)] or [*_atoms(root), *_values(root)]
    if mistakes:
        raise Wrong(*mistakes)


def _depth(root: Written) -> Iterator[Mistake]:
    if root.depth > MAX_DEPTH:
        message = _too_much("brackets and NOTs inside each other", root.depth, MAX_DEPTH)
        yield Mistake(_first_too_deep(root).place, message)


def _first_too_deep(node: Written) -> Written:
    """The deepest part that still has its allowance below it, seen from above."""
    allowed = node.depth - MAX_DEPTH
    while node.depth > allowed:
        node = max(parts_of(node), key=lambda part: part.depth)
    return node


def _atoms(root: Written) -> Iterator[Mistake]:
    found = list(atoms(root))
    if len(found) > MAX_ATOMS:
        place = Place(found[MAX_ATOMS].place.start, found[-1].place.end)
        yield Mistake(place, _too_much("tests of fields", len(found), MAX_ATOMS))


def _values(root: Written) -> Iterator[Mistake]:
    for atom in atoms(root):
        if atom.form is Form.IN and len(atom.operands) > MAX_VALUES:
            yield Mistake(atom.place, _too_many_values(atom))


def _too_many_values(atom: Atom) -> str:
    return _too_much("values in one list", len(atom.operands), MAX_VALUES)


def _too_much(what: str, found: int, most: int) -> str:
    return (
        f"A filter has at most {most:,} {what}, this one has {found:,}. Maybe use several queues."
    )
