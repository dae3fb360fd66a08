"""Levels, and what other plans make of them."""

import pytest

from allotment.v1 import plan_pb2 as pb
from server.page.greed import prices_of_greed
from server.page.levels import level_groups, level_row, proved_count

Kind = pb.Level.Kind


def level(kind: Kind.ValueType, value: int, **facts: object) -> pb.Level:
    """A level of this value."""
    return pb.Level(kind=kind, value=value, **facts)  # type: ignore[arg-type]


def test_neighbours_of_a_drain_group_stand_together() -> None:
    levels = [
        level(Kind.KIND_COVERAGE, 10_000, drain_group=1, priority="P1", band="premium"),
        level(Kind.KIND_RANK, 0, drain_group=1),
        level(Kind.KIND_COVERAGE, 20_000, drain_group=2),
        level(Kind.KIND_FIT, 9_100),
        level(Kind.KIND_TIE_BREAK, 12_345),
    ]
    groups = level_groups(levels)

    assert [(one.group, len(one.rows)) for one in groups] == [(1, 2), (2, 1), (0, 2)]
    assert groups[0].rows[0].urgency_class == "P1 premium"
    assert [row.value for row in groups[2].rows] == ["0.9100", "12,345"]


def test_an_open_level_tells_its_bound_and_its_gap() -> None:
    fit = level_row(level(Kind.KIND_FIT, 9_100, bound=9_350))
    rank = level_row(level(Kind.KIND_RANK, 30_000, bound=10_000))
    unknown = level_row(level(Kind.KIND_FIT, 9_100))

    assert (fit.bound, fit.gap) == ("0.9350", "0.0250")
    assert (rank.bound, rank.gap) == ("1", "2")
    assert (unknown.bound, unknown.gap, unknown.proved) == ("", "", False)


def test_a_proved_level_has_no_gap() -> None:
    row = level_row(level(Kind.KIND_FIT, 9_100, bound=9_100, proved=True))

    assert (row.proved, row.gap) == (True, "")
    assert proved_count([level(Kind.KIND_FIT, 1, proved=True), level(Kind.KIND_FIT, 1)]) == 1


def test_served_cases_are_told_where_a_level_counts_cases() -> None:
    row = level_row(level(Kind.KIND_COVERAGE, 1, case_count=4, served_count=1))

    assert row.served == (1, 4)
    assert row.bar is not None
    assert row.bar.length == "25%"
    assert level_row(level(Kind.KIND_FIT, 1)).served is None


@pytest.mark.parametrize(
    ("ours", "theirs", "price"),
    [
        ([50_000, 10_000, 9_000], [50_000, 10_000, 9_000], ""),
        ([50_000, 10_000, 9_000], [40_000, 0, 9_500], "costs 1.0000 of urgency served"),
        ([50_000, 10_000, 9_000], [50_000, 20_000, 9_500], "costs 1.0000 of urgency in later"),
        ([50_000, 10_000, 9_000], [50_000, 10_000, 8_000], "costs 0.1000 of fit"),
    ],
    ids=["as good", "coverage", "rank", "fit"],
)
def test_the_first_level_that_differs_is_the_price_of_greed(
    ours: list[int], theirs: list[int], price: str
) -> None:
    kinds = (Kind.KIND_COVERAGE, Kind.KIND_RANK, Kind.KIND_FIT)
    batch = pb.Batch(levels=[level(*one) for one in zip(kinds, ours, strict=True)])
    batch.baselines.add(
        engine="sequential", levels=[level(*one) for one in zip(kinds, theirs, strict=True)]
    )
    (told,) = prices_of_greed(batch)

    assert told.price.startswith(price) if price else told.price == ""
    assert len(told.differences) == sum(a != b for a, b in zip(ours, theirs, strict=True))


def test_a_better_value_of_the_other_plan_is_no_loss() -> None:
    """Less rank is better, so that 0 against 1 gains."""
    batch = pb.Batch(levels=[level(Kind.KIND_COVERAGE, 2), level(Kind.KIND_RANK, 10_000)])
    batch.baselines.add(levels=[level(Kind.KIND_COVERAGE, 1), level(Kind.KIND_RANK, 0)])

    assert [one.loss for one in prices_of_greed(batch)[0].differences] == [1, -10_000]
