"""Shares in whole numbers."""

import numpy as np

from benchmarks.instances.dice import Ints

ZIPF_EXPONENT = 1.1


def zipf_weights(count: int) -> Ints:
    """Weights of Zipf(1.1), the first the largest: rank^-1.1 in millionths."""
    ranks = np.arange(1, count + 1, dtype=np.float64)
    return np.rint(1e6 * ranks**-ZIPF_EXPONENT).astype(np.int64)


def apportion(total: int, weights: Ints) -> Ints:
    """Whole parts of a total in proportion to weights, by largest remainder, ties by place."""
    parts: Ints = total * weights // weights.sum()
    remainders = total * weights % weights.sum()
    first = np.argsort(-remainders, kind="stable")
    parts[first[: total - int(parts.sum())]] += 1
    return parts
