"""Columns of texts and of sets: each distinct value is looked at once (Q2)."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from operator import ge, gt, le, lt
from typing import TypeVar, cast

import numpy as np

from constraints.filters.conditions import Order
from constraints.filters.haystack import Haystack, haystack
from constraints.filters.patterns import Finder
from constraints.filters.values import Value
from solver.units import Bools, Indexes

NULL = -1
"""The code of an unknown value; as an index it is the last one."""

OPERATORS = {Order.LESS: lt, Order.AT_MOST: le, Order.MORE: gt, Order.AT_LEAST: ge}

Some = TypeVar("Some", bound=Hashable)


@dataclass(frozen=True, eq=False)
class TextColumn:
    """Texts by their code; `ranks` are the places of levels, empty for free texts.

    codes: position in `code_of`, or NULL; shape: cases.
    """

    codes: Indexes
    code_of: Mapping[str, int]
    ranks: Mapping[str, int]

    @cached_property
    def known(self) -> Bools:
        """False where the field is NULL; shape: cases."""
        mask: Bools = self.codes != NULL
        return mask

    @cached_property
    def haystack(self) -> Haystack:
        """The distinct texts, ready to be searched."""
        return haystack(tuple(self.code_of))

    def among(self, values: frozenset[Value], now: int) -> Bools:
        """True where the text is one of the values; shape: cases."""
        held = np.zeros(len(self.code_of) + 1, dtype=np.bool_)
        held[[self.code_of[str(one)] for one in values if one in self.code_of]] = True
        return held[self.codes]

    def compare(self, order: Order, value: Value, now: int) -> Bools:
        """True where the text, or its level, stands so to the value; shape: cases."""
        holds, text = OPERATORS[order], cast(str, value)
        if not self.ranks:
            return _spread([holds(one, text) for one in self.code_of], self.codes)
        rank, last = self.ranks[text], len(self.ranks)
        return _spread([holds(self.ranks.get(one, last), rank) for one in self.code_of], self.codes)

    def search(self, finder: Finder) -> Bools:
        """True where the text is what is searched for; shape: cases."""
        return np.append(self.haystack.search(finder), False)[self.codes]


@dataclass(frozen=True, eq=False)
class SetsColumn:
    """Sets of names by their code; a case is always in some set of sets, so nothing is NULL."""

    codes: Indexes
    distinct: tuple[frozenset[str], ...]

    @cached_property
    def known(self) -> Bools:
        """True everywhere; shape: cases."""
        return np.ones(len(self.codes), dtype=np.bool_)

    def among(self, values: frozenset[Value], now: int) -> Bools:
        """True where one of the names is one of the values; shape: cases."""
        return _spread([not values.isdisjoint(names) for names in self.distinct], self.codes)


def texts(values: Sequence[object], levels: Iterable[str] = ()) -> TextColumn:
    """A column of texts; None and the empty text are NULL."""
    codes, code_of = _coded(cast(Sequence[str], values), nulls=("", None))
    ranks = {level: place for place, level in enumerate(levels)}
    return TextColumn(codes, code_of, ranks)


def sets(values: Sequence[object]) -> SetsColumn:
    """A column of sets of names."""
    codes, code_of = _coded(cast(Sequence[frozenset[str]], values))
    return SetsColumn(codes, tuple(code_of))


def _coded(
    values: Sequence[Some], nulls: Collection[object] = ()
) -> tuple[Indexes, Mapping[Some, int]]:
    """The code of each value, and a code for each distinct one, in the order of the values."""
    code_of: defaultdict[object, int] = defaultdict(count().__next__, dict.fromkeys(nulls, NULL))
    codes = np.fromiter(map(code_of.__getitem__, values), dtype=np.int32, count=len(values))
    code_of.default_factory = None
    for null in nulls:
        del code_of[null]
    return codes, cast(dict[Some, int], code_of)


def _spread(holds: list[bool], codes: Indexes) -> Bools:
    """What holds for each distinct value, and not for NULL, as a mask of the cases."""
    return np.array([*holds, False], dtype=np.bool_)[codes]
