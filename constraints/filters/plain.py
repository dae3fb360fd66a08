"""Columns of numbers, truth values and moments (Q2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import ge, gt, le, lt
from typing import cast

import numpy as np
from numpy.typing import NDArray

from constraints.filters.conditions import Order
from constraints.filters.values import Day, Value
from solver.facts.filters import FromNow
from solver.units import Bools, Ints

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NEVER = np.iinfo(np.int64).min
"""Stands for an unknown moment."""
OPERATORS = {
    Order.LESS: lt,
    Order.AT_MOST: le,
    Order.MORE: gt,
    Order.AT_LEAST: ge,
}


@dataclass(frozen=True, slots=True, eq=False)
class NumberColumn:
    """Numbers, NaN where unknown, and truth values as 0 and 1; shapes: cases."""

    values: NDArray[np.float64]
    known: Bools

    def among(self, values: frozenset[Value], now: int) -> Bools:
        """True where the number is one of the values; shape: cases."""
        return np.isin(self.values, np.array(list(values), dtype=np.float64))

    def compare(self, order: Order, value: Value, now: int) -> Bools:
        """True where the number stands so to the value; shape: cases."""
        mask: Bools = OPERATORS[order](self.values, cast(float, value))
        return mask


@dataclass(frozen=True, slots=True, eq=False)
class MomentColumn:
    """Moments in microseconds since 1970, NEVER where unknown; shapes: cases.

    Every value is a span: a moment one microsecond long, or a whole day. What equals
    it lies in it, and what is after it is after its end.
    """

    values: Ints
    known: Bools

    def among(self, values: frozenset[Value], now: int) -> Bools:
        """True where the moment lies in one of the values; shape: cases."""
        mask = np.zeros(len(self.values), dtype=np.bool_)
        for start, end in (span(value, now) for value in values):
            mask |= (self.values >= start) & (self.values < end)
        return mask

    def compare(self, order: Order, value: Value, now: int) -> Bools:
        """True where the moment stands so to the value; shape: cases."""
        start, end = span(value, now)
        match order:
            case Order.LESS:
                mask = self.values < start
            case Order.AT_MOST:
                mask = self.values < end
            case Order.MORE:
                mask = self.values >= end
            case Order.AT_LEAST:
                mask = self.values >= start
        return mask & self.known


def span(value: Value, now: int) -> tuple[int, int]:
    """Start and end of a moment or a day, in microseconds."""
    match value:
        case Day(midnight, next_midnight):
            return microseconds(midnight), microseconds(next_midnight)
        case FromNow(offset):
            start = now + offset // MICROSECOND
        case moment:
            start = microseconds(cast(datetime, moment))
    return start, start + 1


def microseconds(moment: datetime) -> int:
    """Since 1970."""
    return (moment - EPOCH) // MICROSECOND


def numbers(values: Sequence[object]) -> NumberColumn:
    """A column of numbers or of truth values; None is NULL."""
    array = np.array(values, dtype=np.float64)
    return NumberColumn(array, ~np.isnan(array))


def moments(values: Sequence[object]) -> MomentColumn:
    """A column of aware moments; None is NULL."""
    since = [NEVER if value is None else microseconds(cast(datetime, value)) for value in values]
    array = np.array(since, dtype=np.int64)
    return MomentColumn(array, array != NEVER)
