"""A call's time is shared out so that something answers before the deadline."""

from datetime import timedelta

import pytest

from server.time_budget import Budget, answer_by, kept_back

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
    far, none = Budget(LIMIT, NOW + 1_000, 0).first(NOW), Budget(LIMIT, None, 0).first(NOW)

    assert (far.solve, far.whole) == (none.solve, none.whole)


def test_a_near_deadline_is_given_to_the_first_attempt_until_it_solves() -> None:
    budget = Budget(LIMIT, NOW + 3, 0)

    first, last = budget.first(NOW), budget.last(NOW + 2)

    assert (first.whole, first.beyond) == (timedelta(seconds=3), timedelta())
    assert first.solve == timedelta(seconds=2.25)
    assert last.whole == timedelta(seconds=1)


def test_what_a_far_deadline_leaves_is_for_the_fallback() -> None:
    first = Budget(LIMIT, NOW + 1_000, 0).first(NOW)

    assert first.whole + first.beyond == timedelta(seconds=1_000)


@pytest.mark.parametrize(
    ("whole", "before", "beyond", "kept"),
    [
        pytest.param(3, 0, 0, 1, id="a third of the rest"),
        pytest.param(11, 2, 0, 3, id="as long as the first one took until now, and half of that"),
        pytest.param(9, 4, 0, 0, id="nothing where that would not do"),
        pytest.param(9, 10, 0, 0, id="nothing where there is nothing"),
        pytest.param(3, 0, 0.75, 0.25, id="what comes after counts"),
        pytest.param(3, 0, 5, 0, id="and may be enough"),
    ],
)
def test_a_solve_leaves_a_fallback_what_it_needs(
    whole: float, before: float, beyond: float, kept: float
) -> None:
    assert kept_back(whole, before, beyond) == pytest.approx(kept)


@pytest.mark.parametrize(
    ("deadline", "more"),
    [
        pytest.param(None, 10, id="no deadline"),
        pytest.param(NOW + 1_000, 10, id="a far one"),
        pytest.param(NOW + 13.5, 3, id="as far as there is time"),
        pytest.param(NOW + 5, 0, id="none at all"),
    ],
)
def test_a_fallback_may_take_longer_where_the_deadline_allows(
    deadline: float | None, more: float
) -> None:
    """A batch late is better than none."""
    budget = Budget(LIMIT, deadline, 0)

    assert budget.last(NOW).whole == budget.first(NOW).whole + timedelta(seconds=more)


def test_after_the_deadline_nothing_is_left() -> None:
    share = Budget(LIMIT, NOW - 1, 0).last(NOW)

    assert (share.solve, share.whole) == (timedelta(), timedelta())


def test_a_share_never_ends_before_its_solve() -> None:
    for deadline in (None, NOW + 0.01, NOW + 1, NOW + 100):
        for limit in (timedelta(milliseconds=1), LIMIT, timedelta(days=1)):
            share = Budget(limit, deadline, request_bytes=123).first(NOW)

            assert timedelta() <= share.solve <= share.whole
