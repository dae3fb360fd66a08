"""How ids of rows are written in names of tests, docstrings and comments."""

import re

_NAMED = re.compile(r"^test_((?:[A-Z]\d+_)+)")
_WRITTEN = re.compile(r"\b([A-Z])(\d+)(?:-\1(\d+))?\b")


def ids_of_name(name: str) -> tuple[str, ...]:
    """The ids in front of a test's name: S9 and S11 of `test_S9_S11_no_topic`."""
    found = _NAMED.match(name)
    return tuple(found.group(1).rstrip("_").split("_")) if found else ()


def ids_of_text(text: str) -> set[str]:
    """The ids that a text names, ranges such as L1-L4 written out."""
    return {
        f"{letter}{number}"
        for letter, first, last in _WRITTEN.findall(text)
        for number in range(int(first), int(last or first) + 1)
    }


def in_order(row_id: str) -> tuple[str, int]:
    """Sorts S2 before S10."""
    return row_id[0], int(row_id[1:])
