"""Recent-assignment penalty p(t) = 0.6 * max(0, 1 - t / 180) (S3)."""

from datetime import timedelta
from math import isnan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives.recent_assignment import keep_of, keeps, minutes_since_assignment
from solver.facts import CameBack, FitPolicy, Memory, PenaltyPolicy, RecentAssignment, Source
from tests.builders import agent, ago, ahead, policy, recent, snapshot


def minutes(*past: RecentAssignment) -> float:
    facts = snapshot(agents=(agent(recent=past),))
    return float(minutes_since_assignment(facts)[0])


def keep(time: float, penalty: PenaltyPolicy | None = None) -> int:
    """1 - p(t) in ppm of an agent whose last assignment is so many minutes old."""
    found = minutes_since_assignment(snapshot(agents=(agent(recent=(recent(ago(minutes=time)),)),)))
    return int(keep_of(found, penalty or PenaltyPolicy())[0])


@pytest.mark.parametrize(
    ("time", "penalty"),
    [
        pytest.param(0, 600_000, id="p(0) = 0.6"),
        pytest.param(1, 596_667, id="p(1) = 0.5967"),
        pytest.param(90, 300_000, id="p(90) = 0.3"),
        pytest.param(180, 0, id="p(180) = 0"),
        pytest.param(181, 0, id="never below 0"),
    ],
)
def test_S3_the_penalty_falls_from_60_percent_to_nothing_in_three_hours(
    time: float, penalty: int
) -> None:
    assert 1_000_000 - keep(time) == penalty


def test_S3_who_was_never_assigned_anything_has_no_penalty() -> None:
    assert isnan(minutes())
    assert keep_of(minutes_since_assignment(snapshot()), PenaltyPolicy()).tolist() == [1_000_000]


def test_S3_weight_and_window_are_policy() -> None:
    assert keep(30, PenaltyPolicy(weight=1.0, window=timedelta(minutes=60))) == 500_000


def test_S3_a_window_of_0_is_no_penalty() -> None:
    assert keep(0, PenaltyPolicy(window=timedelta(0))) == 1_000_000


def test_S3_the_last_assignment_counts_whoever_made_it() -> None:
    past = [recent(ago(minutes=10 + source), source=source) for source in Source]

    assert minutes(*past) == 11


def test_L5_an_assignment_that_came_back_does_not_count() -> None:
    back = recent(ago(minutes=5), came_back=CameBack.EXPIRED)

    assert minutes(back, recent(ago(minutes=50))) == 50
    assert isnan(minutes(back))


def test_S3_time_never_runs_backwards() -> None:
    assert minutes(recent(ahead(minutes=5))) == 0


@given(st.integers(0, 400), st.floats(0, 1), st.integers(1, 400))
def test_S3_one_minus_the_penalty_is_rounded_half_even_to_parts_per_million(
    time: int, weight: float, window: int
) -> None:
    penalty = PenaltyPolicy(weight, timedelta(minutes=window))

    assert keep(time, penalty) == round((1 - weight * max(0.0, 1 - time / window)) * 1e6)


def keep_of_all(*ages: float, **facts: Any) -> int:
    """1 - P in ppm of an agent with assignments of these ages in minutes."""
    penalty = PenaltyPolicy(memory=Memory.ALL, **facts)
    rules = policy(fit=FitPolicy(penalty=penalty))
    past = tuple(recent(ago(minutes=age)) for age in ages)
    return int(keeps(snapshot(agents=(agent(recent=past),), policy=rules))[0])


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        pytest.param((), 1_000_000, id="never"),
        pytest.param((90,), 700_000, id="one counts as it does alone"),
        pytest.param((90, 90), 490_000, id="0.7 x 0.7"),
        pytest.param((0, 90), 280_000, id="0.4 x 0.7"),
        pytest.param((0, 90, 180, 500), 280_000, id="older than the window counts nothing"),
        pytest.param((0, 0, 0), 64_000, id="0.4 cubed"),
    ],
)
def test_S3_with_all_of_the_window_remembered_penalties_compound(
    ages: tuple[float, ...], expected: int
) -> None:
    assert keep_of_all(*ages) == expected
    assert keep_of_all(*reversed(ages)) == expected


def test_S3_L5_what_came_back_is_not_remembered_either() -> None:
    rules = policy(fit=FitPolicy(penalty=PenaltyPolicy(memory=Memory.ALL)))
    past = (recent(ago(minutes=90)), recent(ago(minutes=1), came_back=CameBack.DECLINED))

    assert keeps(snapshot(agents=(agent(recent=past),), policy=rules)).tolist() == [700_000]


def test_S3_a_window_of_0_remembers_nothing() -> None:
    assert keep_of_all(0, 0, window=timedelta(0)) == 1_000_000
