"""What numpy leaves out."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from solver.units import Bools, Indexes, Ints

Column: TypeAlias = Ints | Indexes | Bools

MOST_DIGITS, MOST_KEYS = 2**31, 2**62
"""Numbers of one column, and of all columns together, that are packed as they are."""


def ranges(start: Ints, end: Ints) -> Ints:
    """All integers of the half-open ranges, one range after the other."""
    length = end - start
    offsets = np.repeat(start - (np.cumsum(length) - length), length)
    numbers: Ints = offsets + np.arange(int(length.sum()), dtype=np.int64)
    return numbers


def distinct(keys: Ints) -> Ints:
    """The keys once each, ascending; far faster than `np.unique`, which hashes them."""
    ordered = np.sort(keys)
    fresh = np.ones(len(ordered), dtype=np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    once: Ints = ordered[fresh]
    return once


def stable_order(keys: Ints | Indexes, count: int) -> Ints:
    """Positions that sort keys from 0 up to below `count`, equal ones in their order.

    Digits of 16 bits, the last one first: numpy sorts those by counting.
    """
    order: Ints = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    for shift in range(16, int(count).bit_length(), 16):
        digit = ((keys[order] >> shift) & 0xFFFF).astype(np.uint16)
        order = order[np.argsort(digit, kind="stable")]
    return order


def numbered(columns: Sequence[Column]) -> Indexes:
    """Numbers from 0: equal where all columns are equal; shape: that of a column."""
    return alike(columns)[1].astype(np.int32)


def alike(columns: Sequence[Column]) -> tuple[Ints, Ints]:
    """First row of each kind, and the kind of each row: equal where all columns are equal, in
    the lexicographic order of the columns.

    Far faster than `np.unique` along an axis, which compares rows field by field.
    """
    key, span = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        digit, width = _digit(column)
        if span * width > MOST_KEYS:
            _, key = _kinds(key)
            span = len(key)
        key, span = key * width + digit, span * width
    return _kinds(key)


def _digit(column: Column) -> tuple[Ints, int]:
    """The column as numbers from 0 in the same order, and one more than they can be."""
    least, most = int(column.min(initial=0)), int(column.max(initial=0))
    if most - least < MOST_DIGITS:
        return column.astype(np.int64) - least, most - least + 1
    return _kinds(column.astype(np.int64))[1], max(len(column), 1)


def _kinds(key: Ints) -> tuple[Ints, Ints]:
    """First place of each key, in the order of the keys, and the number of each."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(fresh) - 1
    return order[fresh], number


def least_rows(group: Ints, vectors: Ints) -> Ints:
    """First row of each group with its lexicographically least vector, by group."""
    row = np.argsort(group, kind="stable")
    for column in vectors.T:
        start = _starts(group[row])
        value = column[row]
        least = np.minimum.reduceat(value, start) if len(start) else value
        row = row[value == np.repeat(least, np.diff(np.append(start, len(row))))]
    first: Ints = row[_starts(group[row])]
    return first


def _starts(ordered: Ints) -> Ints:
    """Where runs of equal numbers start."""
    fresh = np.ones(len(ordered), dtype=np.bool_)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return np.flatnonzero(fresh)
