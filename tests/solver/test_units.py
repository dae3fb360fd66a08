"""Numbers of the model are integers, rounded half to even (02 section 2)."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.units import (
    apportion,
    divide_exact_products,
    divide_half_even,
    to_ppm,
    to_score,
)


def test_halves_go_to_the_even_neighbour() -> None:
    """0.5, 1.5 and 2.5 of a unit become 0, 2 and 2."""
    assert divide_half_even(np.array([5, 15, 25, 24, 26]), 10).tolist() == [0, 2, 2, 2, 3]
    assert to_ppm([0.0000005, 0.0000015]).tolist() == [0, 2]
    assert to_score([0.00005, 0.00025]).tolist() == [0, 2]


@given(st.integers(0, 10**18), st.sampled_from([1, 2, 7, 100, 10**6, 10**14]))
def test_division_equals_exact_decimals(numerator: int, denominator: int) -> None:
    """Whatever the numbers, up to 1e18."""
    ours = int(divide_half_even(np.array([numerator]), denominator)[0])
    with localcontext(prec=60):
        quotient = Decimal(numerator) / Decimal(denominator)
        assert ours == quotient.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)


NEAR_HALVES = st.builds(
    lambda whole, off: whole * 10**14 + 5 * 10**13 + off * 10**6,
    st.integers(0, 9_999),
    st.integers(-3, 3),
).map(lambda product: (product // 10**6, 10**6))


@given(
    st.lists(
        st.one_of(NEAR_HALVES, st.tuples(st.integers(0, 10**12), st.integers(0, 10**6))),
        min_size=1,
    )
)
def test_products_of_a_block_are_divided_as_exactly_as_single_ones(
    pairs: list[tuple[int, int]],
) -> None:
    """Halves and their nearest neighbours too, where floats alone would be a guess."""
    left, right = np.array(pairs).T
    block = divide_exact_products(left.astype(np.float64)[None, :], right, 10**14)
    assert block[0].tolist() == divide_half_even(left * right, 10**14).tolist()


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(0, 10**6))
def test_shares_add_up_and_stay_within_one_unit(shares: list[int], total: int) -> None:
    """Largest remainder: every part is its exact share rounded down or up."""
    parts = apportion(np.array(shares), total)
    whole = sum(shares)
    assert int(parts.sum()) == (total if whole else 0)
    for share, part in zip(shares, parts.tolist(), strict=True):
        assert whole == 0 or abs(part * whole - share * total) < whole


def test_ties_of_the_largest_remainder_go_to_the_first() -> None:
    """Three equal shares of 100 are 34, 33 and 33."""
    assert apportion(np.array([1, 1, 1]), 100).tolist() == [34, 33, 33]
