"""Spans of UTC seconds, half-open: arrays of (first second, first second after).

All but the input of `merged` are sorted and neither overlap nor touch.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.facts import Absence
from solver.moments import EPOCH
from solver.units import Bools, Ints

Intervals: TypeAlias = NDArray[np.int64]
"""Shape: spans x 2."""

EMPTY: Intervals = np.zeros((0, 2), dtype=np.int64)
FOREVER = int(np.iinfo(np.int64).max)
SECOND = timedelta(seconds=1)


def second_at_or_after(moment: datetime) -> int:
    """The first whole UTC second that is not before the moment."""
    return -((EPOCH - moment) // SECOND)


def intervals(absences: Iterable[Absence]) -> Intervals:
    """Absences as intervals that hold the same whole seconds."""
    spans = [
        (second_at_or_after(a.start), FOREVER if a.end is None else second_at_or_after(a.end))
        for a in absences
    ]
    return merged(np.array(spans, dtype=np.int64).reshape(-1, 2))


def merged(spans: Intervals) -> Intervals:
    """Any spans, sorted and joined where they overlap or touch; empty ones vanish."""
    spans = spans[spans[:, 0] < spans[:, 1]]
    if not len(spans):
        return EMPTY
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    reach = np.maximum.accumulate(spans[:, 1])
    fresh = np.append(np.flatnonzero(spans[1:, 0] > reach[:-1]) + 1, len(spans))
    first = np.append(0, fresh[:-1])
    return np.column_stack((spans[first, 0], reach[fresh - 1]))


def contains(spans: Intervals, seconds: Ints) -> Bools:
    """True where a second lies in one of the spans; shape: seconds."""
    begun = np.searchsorted(spans[:, 0], seconds, side="right")
    ended = np.searchsorted(spans[:, 1], seconds, side="right")
    inside: Bools = begun > ended
    return inside


def subtract(spans: Intervals, taken: Intervals) -> Intervals:
    """What is left of the spans without those taken."""
    edges = np.unique(np.concatenate((spans, taken)))
    pieces = np.column_stack((edges[:-1], edges[1:]))
    left = contains(spans, pieces[:, 0]) & ~contains(taken, pieces[:, 0])
    return merged(pieces[left])


def common(left: Intervals, right: Intervals) -> Intervals:
    """What lies in both."""
    return subtract(left, subtract(left, right))
