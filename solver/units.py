"""Numbers of the model: integers, rounded half to even (02 section 2, "Numbers").

A ratio (pillar, weight, 1 - penalty) is an integer in parts per million. A
score (fit, urgency, discount) is an integer in units of 1e-4, a weight (L2) one of
hundredths.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

PPM = 1_000_000
SCORE = 10_000

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]
Indexes: TypeAlias = NDArray[np.int32]
Floats: TypeAlias = NDArray[np.float64]


def to_ppm(ratio: ArrayLike) -> Ints:
    """Ratios as integers in parts per million, `rint(float64(x) * 1e6)`."""
    return np.rint(np.asarray(ratio, dtype=np.float64) * PPM).astype(np.int64)


def to_score(value: ArrayLike) -> Ints:
    """Values as integers in units of 1e-4, `rint(float64(x) * 1e4)`."""
    return np.rint(np.asarray(value, dtype=np.float64) * SCORE).astype(np.int64)


def to_hundredths(value: float) -> int:
    """A weight as an integer of hundredths, halves to the even neighbour (L2)."""
    return round(value * 100)


def divide_half_even(numerator: Ints, denominator: int) -> Ints:
    """Exact integer quotients of numbers from 0 to 2^62, halves to the even neighbour."""
    twice = 2 * numerator + denominator
    rounded = twice // (2 * denominator)
    half = twice == rounded * (2 * denominator)
    result: Ints = rounded - (half & (rounded % 2 == 1))
    return result


def divide_exact_products(left: Floats, right: Ints, denominator: int) -> Indexes:
    """The same of products, for large blocks: floats first, integers where floats cannot tell.

    left: whole numbers below 2^53, which floats hold exactly; right: whole numbers up to 1e6,
    broadcast against it; the quotients stay below 2^31. A quotient is within 1e-6 of what the
    floats say as long as it is below 1e9; nearer to a half than that, integers decide.
    """
    quotient = left * (right / denominator)
    rounded = np.rint(quotient)
    np.subtract(quotient, rounded, out=quotient)
    np.abs(quotient, out=quotient)
    result: Indexes = rounded.astype(np.int32)
    near = np.flatnonzero(quotient.ravel() > 0.5 - 1e-6)
    if len(near):
        some = np.unravel_index(near, quotient.shape)
        numbers = np.broadcast_to(right, quotient.shape)[some]
        result[some] = divide_half_even(left[some].astype(np.int64) * numbers, denominator)
    return result


def apportion(shares: Ints, total: int) -> Ints:
    """Splits `total` in proportion to the shares by largest remainder; ties go to the first.

    Each part is its exact share rounded down or up, and the parts sum to `total`.
    """
    whole = int(shares.sum())
    if whole == 0:
        return np.zeros_like(shares)
    exact = [int(share) * total for share in shares]
    parts = np.array([value // whole for value in exact], dtype=np.int64)
    rests = np.array([value % whole for value in exact], dtype=object)
    order = sorted(range(len(exact)), key=lambda i: (-rests[i], i))
    parts[order[: total - int(parts.sum())]] += 1
    return parts
