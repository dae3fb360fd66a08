"""What numpy leaves out."""

import numpy as np

from solver.units import Indexes, Ints


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


def numbered(columns: list[Indexes]) -> Indexes:
    """Numbers from 0: equal where all columns are equal; shape: that of a column."""
    table = np.stack(columns, axis=1)
    _, number = np.unique(table, axis=0, return_inverse=True)
    return number.reshape(-1).astype(np.int32)
