"""A call's time is shared out so that something answers before the deadline."""

from datetime import timedelta

import pytest

from server.time_budget import Budget, answer_by

LIMIT = timedelta(seconds=8)
NOW = 100.0


@pytest.mark.parametrize(
    ("remaining", "answered_by"),
    [
        pytest.param(10.0, NOW + 9.0, id="a tenth is kept back"),
        pytest.param(0.1, NOW + 0.08, id="at least 20 ms are kept back"),
        pytest.param(None, None, id="no deadline"),
    ],
)
def test_an_answer_is_due_a_margin_before_the_deadline(
    remaining: float | None, answered_by: float | None
) -> None:
    assert answer_by(NOW, remaining) == pytest.approx(answered_by)


def test_without_a_deadline_the_solve_gets_its_limit_and_the_rest_some_more() -> None:
    share = Budget(LIMIT, None, request_bytes=1_000_000).first(NOW)

    assert share.solve == LIMIT
    assert share.whole == LIMIT + timedelta(seconds=0.5 + 2 + 1)


def test_a_far_deadline_changes_nothing() -> None:
    assert Budget(LIMIT, NOW + 1_000, 0).first(NOW) == Budget(LIMIT, None, 0).first(NOW)


def test_a_near_deadline_leaves_a_third_for_the_fallback() -> None:
    budget = Budget(LIMIT, NOW + 3, 0)

    first = budget.first(NOW)
    last = budget.last(NOW + first.whole.total_seconds())

    assert first.whole == timedelta(seconds=2)
    assert first.solve == timedelta(seconds=1.5)
    assert last.whole == timedelta(seconds=1)


def test_without_a_deadline_a_fallback_may_take_longer() -> None:
    budget = Budget(LIMIT, None, 0)

    assert budget.last(NOW).whole == budget.first(NOW).whole + timedelta(seconds=10)


def test_after_the_deadline_nothing_is_left() -> None:
    share = Budget(LIMIT, NOW - 1, 0).last(NOW)

    assert (share.solve, share.whole) == (timedelta(), timedelta())


def test_a_share_never_ends_before_its_solve() -> None:
    for deadline in (None, NOW + 0.01, NOW + 1, NOW + 100):
        for limit in (timedelta(milliseconds=1), LIMIT, timedelta(days=1)):
            share = Budget(limit, deadline, request_bytes=123).first(NOW)

            assert timedelta() <= share.solve <= share.whole
