"""Columns of texts and of sets: each distinct value is looked at once (Q2)."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import ge, gt, le, lt
from typing import TypeVar, cast

import numpy as np

from constraints.filters.conditions import Order
from constraints.filters.patterns import Finds
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
    def casefolded(self) -> tuple[str, ...]:
        """The distinct texts, ready to be searched."""
        return tuple(text.casefold() for text in self.code_of)

    def among(self, values: frozenset[Value]) -> Bools:
        """True where the text is one of the values; shape: cases."""
        held = np.zeros(len(self.code_of) + 1, dtype=np.bool_)
        held[[self.code_of[str(one)] for one in values if one in self.code_of]] = True
        return held[self.codes]

    def compare(self, order: Order, value: Value, now: int) -> Bools:
        """True where the text, or its level, stands so to the value; shape: cases."""
        if order is Order.EQUAL:
            return self.among(frozenset({value}))
        holds, text = OPERATORS[order], cast(str, value)
        if not self.ranks:
            return _spread((holds(one, text) for one in self.code_of), self.codes)
        rank, last = self.ranks[text], len(self.ranks)
        return _spread((holds(self.ranks.get(one, last), rank) for one in self.code_of), self.codes)

    def search(self, finds: Finds) -> Bools:
        """True where the text is what is searched for; shape: cases."""
        return _spread((bool(finds(text)) for text in self.casefolded), self.codes)


@dataclass(frozen=True, eq=False)
class SetsColumn:
    """Sets of names by their code; a case is always in some set of sets, so nothing is NULL."""

    codes: Indexes
    distinct: tuple[frozenset[str], ...]

    @cached_property
    def known(self) -> Bools:
        """True everywhere; shape: cases."""
        return np.ones(len(self.codes), dtype=np.bool_)

    def among(self, values: frozenset[Value]) -> Bools:
        """True where one of the names is one of the values; shape: cases."""
        return _spread((not values.isdisjoint(names) for names in self.distinct), self.codes)

    def compare(self, order: Order, value: Value, now: int) -> Bools:
        """True where one of the names is the value; shape: cases."""
        return self.among(frozenset({value}))


def texts(values: Sequence[object], levels: Iterable[str] = ()) -> TextColumn:
    """A column of texts; None and the empty text are NULL."""
    code_of = _codes_of(cast(str, value) for value in values if value)
    places: dict[object, int] = {"": NULL, None: NULL}
    places.update(code_of)
    ranks = {level: place for place, level in enumerate(levels)}
    return TextColumn(_coded(values, places), code_of, ranks)


def sets(values: Sequence[object]) -> SetsColumn:
    """A column of sets of names."""
    code_of = _codes_of(values)
    distinct = tuple(cast(frozenset[str], names) for names in code_of)
    return SetsColumn(_coded(values, code_of), distinct)


def _codes_of(values: Iterable[Some]) -> dict[Some, int]:
    """A number for each distinct value, in the order of the values."""
    return {value: code for code, value in enumerate(dict.fromkeys(values))}


def _coded(values: Sequence[object], places: Mapping[object, int]) -> Indexes:
    return np.fromiter(map(places.__getitem__, values), dtype=np.int32, count=len(values))


def _spread(holds: Iterable[bool], codes: Indexes) -> Bools:
    """What holds for each distinct value, and not for NULL, as a mask of the cases."""
    return np.array([*holds, False], dtype=np.bool_)[codes]
