"""Dice fall alike everywhere."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.instances.dice import Dice
from benchmarks.instances.shares import apportion, zipf_weights


def test_the_first_draws_of_a_seed_are_known() -> None:
    assert Dice(1, 1).whole(0, 99, 8).tolist() == [33, 61, 50, 15, 80, 1, 7, 43]


def test_another_purpose_and_another_seed_fall_otherwise() -> None:
    draws = [
        Dice(seed, purpose).whole(0, 9, 50).tolist() for seed, purpose in ((1, 1), (1, 2), (2, 1))
    ]

    assert draws[0] != draws[1] != draws[2] != draws[0]


@given(st.integers(0, 2**40), st.integers(-5, 5), st.integers(0, 9))
def test_whole_numbers_stay_in_their_range(seed: int, low: int, width: int) -> None:
    draws = Dice(seed, 1).whole(low, low + width, 200)

    assert draws.min() >= low
    assert draws.max() <= low + width


@given(st.integers(0, 1000))
def test_places_without_weight_are_never_drawn(seed: int) -> None:
    assert set(Dice(seed, 1).places([0, 3, 0, 1, 0], 100).tolist()) <= {1, 3}


@given(st.integers(1, 300))
def test_an_order_holds_every_place_once(count: int) -> None:
    assert sorted(Dice(1, 1).order(count).tolist()) == list(range(count))


@given(st.integers(0, 10_000), st.lists(st.integers(0, 50), min_size=1).filter(any))
def test_shares_sum_to_the_total_and_follow_the_weights(total: int, weights: list[int]) -> None:
    parts = apportion(total, np.array(weights))

    exact = total * np.array(weights) / sum(weights)
    assert parts.sum() == total
    assert np.abs(parts - exact).max() < 1


def test_zipf_weights_fall_by_rank_to_the_power_of_1_1() -> None:
    assert zipf_weights(4).tolist() == [1_000_000, 466_516, 298_653, 217_638]
