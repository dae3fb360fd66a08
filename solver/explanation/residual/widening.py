"""Exact distances where nobody holds all pairs: those that could shorten a path are added.

A pair that is outside shortens a path only if it leads to a desk so near that its case is
nearer by it than it is now. When no pair does, the distances are those over all pairs.
"""

import numpy as np

from solver.explanation.residual.all_pairs import Asked, pairs_below
from solver.explanation.residual.arcs import Arcs, Standing, residual_arcs
from solver.explanation.residual.search import Reach, Search
from solver.levels import LevelKind
from solver.problem import Triples
from solver.units import Bools, Ints

_FAR = 2**28
"""Further in fit than any pair."""
FIRST, MORE = 12, 6
"""Ways that every case gets at first, those of least slack, and by each look at most."""


class Residual:
    """The residual network of a proved plan; it grows where pairs are asked for."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._arcs: Arcs | None = None
        self._search: Search | None = None
        self._is_begun = standing.problem.candidates is None
        self._last: tuple[int, Reach] | None = None

    @property
    def arcs(self) -> Arcs:
        """All arcs between what is held."""
        if self._arcs is None:
            self._arcs = residual_arcs(self.standing)
        return self._arcs

    @property
    def search(self) -> Search:
        """A search in all that is held."""
        if self._search is None:
            self._search = Search(self.arcs, self.standing.node_count)
        return self._search

    def to(self, target: int) -> Reach:
        """From everywhere to the sink, or to a desk that some case has; the last one is kept."""
        if self._last is None or self._last[0] != target:
            self._last = target, self._found(target)
        return self._last[1]

    def _found(self, target: int) -> Reach:
        """The same, searched for."""
        if not self._is_begun:
            self._grow(self._nearest())
        while True:
            reach = self.search.to(target)
            if self.standing.problem.candidates is None:
                return reach
            further = self._shorter(reach)
            if not len(further):
                return reach
            self._grow(further)

    def _nearest(self) -> Triples:
        """Ways of least slack among those that tie above fit."""
        standing = self.standing
        desks, levels = len(standing.problem.desks), len(standing.levels)
        bar = np.zeros((standing.problem.case_count, levels), dtype=np.int64)
        bar[:, [level.kind == LevelKind.FIT for level in standing.levels]] = _FAR
        nothing = np.zeros((desks, levels), dtype=np.int64)
        return self._below(nothing, np.ones(desks, dtype=np.bool_), bar, FIRST)

    def _shorter(self, reach: Reach) -> Triples:
        """Pairs by which their case would be nearer."""
        desks = len(self.standing.problem.desks)
        bar = reach.slack[self.standing.place]
        return self._below(reach.slack[:desks], reach.reached[:desks], bar, MORE)

    def _below(self, desk: Ints, is_open: Bools, bar: Ints, count: int) -> Triples:
        """Pairs with slack + distance of the desk < bar."""
        standing = self.standing
        problem, desks = standing.problem, len(desk)
        price, cases = standing.behind[:desks] + desk, np.arange(problem.case_count)
        asked = Asked(price, is_open, standing.price[cases] + bar, cases)
        assert problem.candidates is not None
        return pairs_below(problem, problem.candidates, standing.levels, asked, count)

    def _grow(self, triples: Triples) -> None:
        self.standing = self.standing.holding(triples)
        self._arcs, self._search, self._last = None, None, None
        self._is_begun = True
