"""Urgency: who goes first when capacity is short (U4, U8, U9)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives import urgency
from solver.facts import Case, UrgencyPolicy
from tests.builders import NOW, ago, ahead, case, policy, snapshot


def class_of(one: Case, **urgency_policy: Any) -> tuple[str, str]:
    """(priority level, band) of a case."""
    rules = policy(urgency=UrgencyPolicy(**urgency_policy))
    found = urgency(snapshot(cases=(one,), policy=rules))
    return found.class_names[found.urgency_class[0]]


def weight(**facts: Any) -> float:
    """u(i) of a case of score 0."""
    one = case(**{"urgency": 0.0, **facts})
    return int(urgency(snapshot(cases=(one,))).weight[0]) / 10_000


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (100, "premium"),
        (80, "premium"),
        (79.999, "standard"),
        (60, "standard"),
        (59.999, "basic"),
        (0, "basic"),
    ],
)
def test_U4_bands_begin_at_80_and_60(score: float | None, band: str) -> None:
    assert class_of(case(urgency=score)) == ("P4", band)


def test_U4_bands_are_data() -> None:
    two = (("hot", 30.0), ("cold", 0.0))

    assert class_of(case(urgency=30.0), bands=two) == ("P4", "hot")
    assert class_of(case(urgency=29.0), bands=two) == ("P4", "cold")


def test_U4_a_score_below_every_band_is_of_the_lowest() -> None:
    assert class_of(case(urgency=5.0), bands=(("hot", 30.0), ("cold", 10.0))) == ("P4", "cold")


@pytest.mark.parametrize("priority", ["", "unheard of", "P4"])
def test_U9_without_a_known_priority_a_case_is_of_the_lowest_level(priority: str) -> None:
    assert class_of(case(priority=priority)) == ("P4", "basic")


def test_U9_classes_go_by_priority_level_then_by_band() -> None:
    """The most urgent P2 comes after the least urgent P1."""
    found = urgency(snapshot())

    assert found.class_names[:4] == (
        ("P1", "premium"),
        ("P1", "standard"),
        ("P1", "basic"),
        ("P2", "premium"),
    )
    assert len(found.class_names) == 12


def test_U9_a_policy_may_drop_either_part_of_the_class() -> None:
    one = case(priority="P2", urgency=70.0)

    assert class_of(one, class_by_priority=False) == ("", "standard")
    assert class_of(one, class_by_band=False) == ("P2", "")
    assert class_of(one, class_by_priority=False, class_by_band=False) == ("", "")


def test_U9_the_weight_is_1_plus_the_score() -> None:
    assert weight(urgency=62.5) == 63.5
    assert weight() == 1


@pytest.mark.parametrize(
    ("created", "credit"),
    [
        pytest.param(ago(minutes=15), 0.5, id="a quarter of an hour"),
        pytest.param(ago(minutes=30), 1, id="half an hour"),
        pytest.param(ago(hours=10), 20, id="ten hours"),
        pytest.param(ago(days=30), 20, id="a month"),
        pytest.param(ahead(hours=1), 0, id="to come"),
    ],
)
def test_U8_waiting_earns_a_point_per_half_hour_20_at_most(created: Any, credit: float) -> None:
    assert weight(created=created) == 1 + credit


def test_U8_credit_is_added_after_the_clamp() -> None:
    assert weight(urgency=100.0, created=ago(days=1)) == 121


def test_U8_credit_never_counts_for_bands() -> None:
    assert class_of(case(urgency=70.0, created=ago(days=1))) == ("P4", "standard")


CASES = st.builds(
    case,
    priority=st.sampled_from(["P1", "P2", "P3", "P4", "", "?"]),
    urgency=st.none() | st.floats(0, 100) | st.sampled_from([60.0, 80.0]),
    created=st.integers(0, 2000).map(lambda minutes: NOW - timedelta(minutes=minutes)),
)


@given(st.lists(CASES, max_size=6))
def test_U9_rows_stand_for_themselves(rows: list[Case]) -> None:
    """Class and weight of a batch are those of its cases taken one by one."""
    cases = tuple(
        case(f"c{i}", priority=one.priority, urgency=one.urgency, created=one.created)
        for i, one in enumerate(rows)
    )
    found = urgency(snapshot(cases=cases))

    for place, one in enumerate(cases):
        score = 5.0 if one.urgency is None else one.urgency
        credit = min(20.0, (NOW - one.created) / timedelta(minutes=30))
        assert found.class_names[found.urgency_class[place]] == class_of(one)
        assert found.weight[place] == 10_000 + round(score * 10_000) + round(credit * 10_000)
        assert found.weight[place] > 0


def test_U8_the_credit_is_data() -> None:
    """Its limit and its pace; a limit of 0 gives none."""
    one = case(urgency=0.0, created=ago(hours=1))

    def credit(**facts: Any) -> int:
        rules = policy(urgency=UrgencyPolicy(**facts))
        return int(urgency(snapshot(cases=(one,), policy=rules)).credit[0])

    assert credit() == 2_0000
    assert credit(waiting_minutes_per_point=7.5) == 8_0000
    assert credit(waiting_credit_limit=1.5) == 1_5000
    assert credit(waiting_credit_limit=0.0) == 0
