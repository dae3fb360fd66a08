"""Waterfalls and spreads of fits."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from allotment.v1 import explanation_pb2 as pb
from server.page.fits import COLUMNS, HEIGHT, before_penalty, mean_waterfall, spread, waterfall
from server.page.span import Span, span

SHARES = st.lists(st.integers(0, 3_000), min_size=1, max_size=3)


def breakdown(contributions: list[int], keep: int = 1_000_000) -> pb.FitBreakdown:
    """A fit of these contributions, after a penalty."""
    fit = pb.FitBreakdown(fit=sum(contributions), keep=keep)
    for place, amount in enumerate(contributions):
        value = round(amount * len(contributions) * 100 * 1e6 / keep)
        weight = 1_000_000 // len(contributions)
        fit.pillars.add(pillar=f"p{place}", contribution=amount, value=value, weight=weight)
    return fit


def ends(bar: Span) -> tuple[Decimal, Decimal]:
    """Where a bar begins and ends, in percent."""
    start = Decimal(bar.start.rstrip("%"))
    return start, start + Decimal(bar.length.rstrip("%"))


@given(SHARES)
def test_steps_add_up_to_the_fit_and_hang_together(contributions: list[int]) -> None:
    told = waterfall(breakdown(contributions), 0)

    assert sum(step.amount for step in told.pillars) == told.fit.amount
    assert ends(told.pillars[0].bar)[0] == 0
    for before, after in zip(told.pillars, told.pillars[1:], strict=False):
        assert abs(ends(before.bar)[1] - ends(after.bar)[0]) < Decimal("0.01")
    assert abs(ends(told.pillars[-1].bar)[1] - ends(told.fit.bar)[1]) < Decimal("0.01")


def test_the_penalty_stands_above_the_fit_and_the_discount_inside() -> None:
    told = waterfall(breakdown([1_750, 1_750], keep=700_000), 500)

    assert before_penalty(breakdown([1_750, 1_750], keep=700_000)) == 5_000
    assert told.penalty is not None
    assert told.discount is not None
    assert (told.penalty.amount, told.penalty.bar) == (1_500, Span("35%", "15%"))
    assert (told.discount.amount, told.discount.bar) == (500, Span("30%", "5%"))


def test_without_penalty_and_discount_there_are_no_steps_for_them() -> None:
    told = waterfall(breakdown([4_000]), 0)

    assert (told.penalty, told.discount) == (None, None)


def test_means_are_of_the_fits_with_pillars() -> None:
    rows = [
        pb.Explanation(fit=breakdown([2_000, 4_000])),
        pb.Explanation(fit=breakdown([1_000, 1_000]), discount=300),
        pb.Explanation(fit=pb.FitBreakdown(fit=9_000, sent=True)),
        pb.Explanation(),
    ]
    told = mean_waterfall(rows)

    assert told is not None
    assert [step.amount for step in told.pillars] == [1_500, 2_500]
    assert (told.fit.amount, told.discount and told.discount.amount) == (4_000, 150)
    assert mean_waterfall(rows[2:]) is None


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_every_fit_stands_in_one_column(fits: list[int]) -> None:
    columns = spread(fits)

    assert sum(one.count for one in columns) == len(fits)
    assert len(columns) == COLUMNS
    assert max(one.height for one in columns) == HEIGHT
    assert all((one.height > 0) == (one.count > 0) for one in columns)


def test_no_fits_have_no_columns() -> None:
    assert spread([]) == []


@given(st.integers(-50, 150), st.integers(-50, 150), st.integers(1, 100))
def test_stretches_are_what_lies_inside_their_bar(start: int, end: int, whole: int) -> None:
    """To a thousandth of a percent, and never beyond."""
    low, high = sorted(min(max(one, 0), whole) for one in (start, end))
    found = ends(span(start, end, whole))

    for place, exact in zip(found, (low, high), strict=True):
        assert 0 <= Decimal(100) * exact / whole - place < Decimal("0.003")
    assert found[1] <= 100


def test_a_bar_without_length_has_no_stretches() -> None:
    assert span(1, 2, 0) == Span("0%", "0%")
