"""Which name was perhaps meant (Q2)."""

from collections.abc import Iterable
from difflib import get_close_matches

from constraints.filters.bounds import MAX_NAME


def maybe(name: str, known: Iterable[str], quote: str = "`") -> str:
    """A blank and the known name that is written most alike, or nothing."""
    spelled = {one.casefold(): one for one in sorted(known, reverse=True)}
    found = get_close_matches(name[:MAX_NAME].casefold(), spelled, n=1)
    return f" Maybe {quote}{spelled[found[0]]}{quote}." if found else ""
