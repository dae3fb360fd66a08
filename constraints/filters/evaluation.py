"""All filters over all cases: every distinct test of a field is evaluated once (Q2)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from constraints.filters.answers import Answer, all_of, any_of
from constraints.filters.coded import SetsColumn, TextColumn
from constraints.filters.columns import Columns
from constraints.filters.conditions import (
    All,
    Among,
    AnyOf,
    Compare,
    Condition,
    IsNull,
    Leaf,
    Not,
    Search,
    leaves,
)
from constraints.filters.patterns import finder
from constraints.filters.plain import microseconds
from solver.units import Bools

MOST_KEPT = 500
"""Answers kept for later filters, so that memory is bounded too."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as it was written, and what it means."""

    text: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class FilterSet:
    """Filters that are evaluated together."""

    filters: tuple[Filter, ...]

    def masks(self, columns: Columns, now: datetime) -> Bools:
        """True where a filter takes a case; what is unknown is not taken.

        Shape: filters x cases.
        """
        taken = np.empty((len(self.filters), columns.case_count), dtype=np.bool_)
        evaluation = Evaluation(columns, microseconds(now), self._uses())
        for place, one in enumerate(self.filters):
            taken[place] = evaluation.answer(one.condition).yes
        return taken

    def _uses(self) -> Counter[Leaf]:
        """How often each test occurs."""
        return Counter(leaf for one in self.filters for leaf in leaves(one.condition))


class Evaluation:
    """One pass over the filters of a cycle; keeps the answers that are still needed."""

    def __init__(self, columns: Columns, now: int, uses: Counter[Leaf]) -> None:
        self._columns = columns
        self._now = now
        self._uses = uses
        self._kept: dict[Leaf, Answer] = {}

    def answer(self, condition: Condition) -> Answer:
        """Where a condition holds; it recurses as deep as the bound on depth allows."""
        match condition:
            case Not(part):
                return ~self.answer(part)
            case All(parts):
                return all_of([self.answer(part) for part in parts])
            case AnyOf(parts):
                return any_of([self.answer(part) for part in parts])
            case leaf:
                return self._shared(leaf)

    def _shared(self, leaf: Leaf) -> Answer:
        answer = self._kept.pop(leaf, None) or self._leaf(leaf)
        self._uses[leaf] -= 1
        if self._uses[leaf] > 0 and len(self._kept) < MOST_KEPT:
            self._kept[leaf] = answer
        return answer

    def _leaf(self, leaf: Leaf) -> Answer:
        known = self._columns.column(leaf.field).known
        if isinstance(leaf, IsNull):
            return Answer(~known, known)
        yes = self._holds(leaf)
        return Answer(yes, known & ~yes)

    def _holds(self, leaf: Compare | Among | Search) -> Bools:
        """Where a test holds; which columns it goes with was checked before."""
        column = self._columns.column(leaf.field)
        match leaf:
            case Among(_, values):
                return column.among(values, self._now)
            case Compare(_, order, value):
                assert not isinstance(column, SetsColumn), "sets have no order"
                return column.compare(order, value, self._now)
            case Search():
                assert isinstance(column, TextColumn), "only texts are searched"
                return column.search(finder(leaf))
