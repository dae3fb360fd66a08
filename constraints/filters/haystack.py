"""Many texts, searched at once (Q2).

Joined into a single one they are scanned by a single call, which is some times
faster than a call for each. A hit names a candidate; the finder has the last word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from constraints.filters.patterns import Finder
from solver.units import Bools

BETWEEN = "\n"
"""Stands between two texts, and perhaps in them: a hit across it is no more than a candidate."""
FEW = 5
"""One hit in so many texts is the most for which scanning pays."""

Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Haystack:
    """Casefolded texts; `starts` are their places in `joined`, and the place after the last."""

    texts: tuple[str, ...]
    joined: str
    starts: Places

    def search(self, finder: Finder) -> Bools:
        """True where the finder finds something; shape: texts."""
        hits = self._few_hits(finder.needle)
        if hits is None:
            return np.array([bool(finder.finds(text)) for text in self.texts], dtype=np.bool_)
        found = np.zeros(len(self.texts), dtype=np.bool_)
        rows = np.searchsorted(self.starts, hits, side="right") - 1
        first = rows[np.diff(rows, prepend=-1) > 0]
        found[[row for row in first.tolist() if finder.finds(self.texts[row])]] = True
        return found

    def _few_hits(self, needle: str) -> Places | None:
        """Where the needle stands in `joined`; None for no needle, or for too many hits."""
        if not needle:
            return None
        most = len(self.texts) // FEW
        hits = islice(re.finditer(re.escape(needle), self.joined), most + 1)
        places = np.array([hit.start() for hit in hits], dtype=np.int64)
        return places if len(places) <= most else None


def haystack(texts: Sequence[str]) -> Haystack:
    """The texts, casefolded and joined."""
    folded = tuple(text.casefold() for text in texts)
    lengths = np.array([0, *map(len, folded)], dtype=np.int64)
    return Haystack(folded, BETWEEN.join(folded), np.cumsum(lengths + len(BETWEEN)) - len(BETWEEN))
