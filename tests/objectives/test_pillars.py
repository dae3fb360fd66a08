"""Weights of the pillars (S1, S2)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.pillars import effective, pillar_names, policy_weights, queue_weights
from solver.facts import FitPolicy
from tests.builders import policy, queue

FOUR = ("time_overlap", "bandwidth", "customer_history", "skills")


def weigh(*weights: float) -> list[int]:
    """Effective weights in ppm of pillars a, b, c ..."""
    names = [chr(ord("a") + place) for place in range(len(weights))]
    return [int(part) for part in effective(tuple(zip(names, weights, strict=True)), tuple(names))]


def test_S1_the_default_weights_are_33_33_17_17_percent() -> None:
    rules = policy()

    assert pillar_names(rules) == FOUR
    assert policy_weights(rules).tolist() == [330_000, 330_000, 170_000, 170_000]


def test_S2_weights_are_normalised_by_their_sum() -> None:
    """0.33/0.25/0.17/0.40 sums to 1.15 and becomes 0.287/0.217/0.148/0.348."""
    parts = weigh(0.33, 0.25, 0.17, 0.40)

    assert [round(part / 1e6, 3) for part in parts] == [0.287, 0.217, 0.148, 0.348]
    assert parts == [286_957, 217_391, 147_826, 347_826]


@pytest.mark.parametrize(
    ("weights", "parts"),
    [
        pytest.param((1, 1, 1), [333_334, 333_333, 333_333], id="thirds"),
        pytest.param((5, 1), [833_333, 166_667], id="the larger remainder"),
        pytest.param((0, 2, 0), [0, 1_000_000, 0], id="zeros get nothing"),
        pytest.param((0.1, 0.7, 0.4), [83_334, 583_333, 333_333], id="equal as people write them"),
        pytest.param((1e-30, 1), [0, 1_000_000], id="out of all proportion"),
    ],
)
def test_S2_parts_of_a_million_go_by_largest_remainder_ties_to_the_first(
    weights: tuple[float, ...], parts: list[int]
) -> None:
    assert weigh(*weights) == parts


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6).filter(any))
def test_S2_each_part_is_its_exact_share_rounded_down_or_up(weights: list[float]) -> None:
    parts = weigh(*weights)
    whole = sum(map(Fraction, map(str, weights)))

    assert sum(parts) == 1_000_000
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - 1_000_000 * Fraction(str(weight)) / whole) < 1


def test_S2_a_queue_may_override_the_weights() -> None:
    """Pillars that it does not name weigh nothing; further ones follow the policy's."""
    own = queue("own", pillar_weights=(("loyalty", 1.0), ("skills", 3.0)))
    rules = policy(queues=(queue("plain"), own))

    assert pillar_names(rules) == (*FOUR, "loyalty")
    assert policy_weights(rules).tolist() == [330_000, 330_000, 170_000, 170_000, 0]
    assert queue_weights(rules).tolist() == [
        [330_000, 330_000, 170_000, 170_000, 0],
        [0, 0, 0, 750_000, 250_000],
    ]


def test_S2_the_order_of_pillars_is_the_policys_then_the_queues() -> None:
    fit = FitPolicy(pillar_weights=(("skills", 1.0), ("bandwidth", 1.0)))
    rules = policy(
        fit=fit,
        queues=(
            queue("q1", pillar_weights=(("zeal", 1.0), ("bandwidth", 1.0))),
            queue("q2", pillar_weights=(("art", 1.0), ("zeal", 1.0))),
        ),
    )

    assert pillar_names(rules) == ("skills", "bandwidth", "zeal", "art")


def test_without_queues_there_are_no_rows() -> None:
    assert queue_weights(policy()).shape == (0, 4)
