"""What numpy leaves out."""

from collections.abc import Sequence

import numpy as np

from solver.units import Bools, Indexes, Ints


def ranges(start: Ints, end: Ints) -> Ints:
    """All integers of the half-open ranges, one range after the other."""
    length = end - start
    offsets = np.repeat(start - (np.cumsum(length) - length), length)
    numbers: Ints = offsets + np.arange(int(length.sum()), dtype=np.int64)
    return numbers


def distinct(keys: Ints) -> Ints:
    """The keys once each, ascending; far faster than `np.unique`, which hashes them."""
    ordered = np.sort(keys)
    once: Ints = ordered[_starts(ordered)]
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


def numbered(columns: list[Indexes]) -> Indexes:
    """Numbers from 0: equal where all columns are equal; shape: that of a column."""
    return kinds(columns)[1].astype(np.int32)


def kinds(columns: Sequence[Ints | Indexes | Bools]) -> tuple[Ints, Ints]:
    """First row of each kind, in the order of the columns, and the kind of each row.

    Some ten times faster than `np.unique` of rows, which compares them field by field.
    """
    _, first, kind = np.unique(_in_one(columns), return_index=True, return_inverse=True)
    return first.astype(np.int64), kind.reshape(-1).astype(np.int64)


_MOST = 2**62
"""Numbers stay below it."""


def _in_one(columns: Sequence[Ints | Indexes | Bools]) -> Ints:
    """One number for each row, in the order of the columns."""
    rows, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        digit, width = _digits(column.astype(np.int64))
        if size * width >= _MOST:
            rows, size = _dense(rows)
        if size * width >= _MOST:
            digit, width = _dense(digit)
        rows, size = rows * width + digit, size * width
    return rows


def _digits(column: Ints) -> tuple[Ints, int]:
    """Numbers from 0, and below what they are."""
    low, high = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    if high - low >= _MOST:
        return _dense(column)
    return column - low, high - low + 1


def _dense(column: Ints) -> tuple[Ints, int]:
    """Numbers from 0 without gaps, in the same order, and how many there are."""
    values, number = np.unique(column, return_inverse=True)
    return number.reshape(-1).astype(np.int64), max(len(values), 1)


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
