"""A snapshot reads nothing from the future, and nothing from the order of rows."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.instances import Order
from benchmarks.instances.incident_log import make_log, write_log
from tests.server.importing.logs import Row, imported, written

AT = "2026-03-10 10:00"
FUTURE_COLUMNS = ("made_sla", "resolved_by", "closed_at", "resolved_at")


def generated_rows() -> list[Row]:
    """A generated log of 200 incidents."""
    lines = write_log(make_log(Order(cases=200, agents=12, seed=5)), zipped=False).decode()
    header, *rows = [line.split(",") for line in lines.splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]


ROWS = generated_rows()
EXPECTED = imported(ROWS, AT).content


def is_future(row: Row) -> bool:
    """True for events after AT."""
    day, clock = row["sys_updated_at"].split()
    return (int(day.split("/")[1]), int(day.split("/")[0]), clock) > (3, 10, "10:00")


FUTURE = [place for place, row in enumerate(ROWS) if is_future(row)]


def test_the_log_has_a_past_and_a_future() -> None:
    assert 100 < len(FUTURE) < len(ROWS) - 100


@given(st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_of_rows_does_not_matter(dice: random.Random) -> None:
    rows = list(ROWS)
    dice.shuffle(rows)

    assert imported(rows, AT).content == EXPECTED


def test_rows_that_tie_do_not_follow_the_order_of_the_file() -> None:
    rows = [{**row, "sys_mod_count": "?"} for row in ROWS]

    assert imported(rows, AT).content == imported(rows[::-1], AT).content


@given(
    st.lists(st.sampled_from(FUTURE), unique=True, max_size=40),
    st.sampled_from(["incident_state", "assigned_to", "assignment_group", "priority", "number"]),
    st.sampled_from(["?", "Closed", "Nobody Knows"]),
)
@settings(max_examples=40)
def test_altering_later_events_changes_nothing(places: list[int], column: str, value: str) -> None:
    rows = list(ROWS)
    for place in places:
        rows[place] = {**rows[place], column: value}

    assert imported(rows, AT).content == EXPECTED


@given(st.lists(st.sampled_from(FUTURE), unique=True))
@settings(max_examples=20)
def test_removing_later_events_changes_nothing(places: list[int]) -> None:
    gone = set(places)
    rows = [row for place, row in enumerate(ROWS) if place not in gone]

    assert imported(rows, AT).content == EXPECTED


@given(st.lists(st.sampled_from(FUTURE), max_size=20))
@settings(max_examples=20)
def test_appending_later_events_changes_nothing(places: list[int]) -> None:
    extra = [{**ROWS[place], "number": "INC9", "assigned_to": "Stranger"} for place in places]

    assert imported([*ROWS, *extra], AT).content == EXPECTED


@pytest.mark.parametrize("column", FUTURE_COLUMNS)
@pytest.mark.parametrize("value", ["?", "no date at all", "1/1/2020 00:00"])
def test_altering_columns_that_tell_the_future_changes_nothing(column: str, value: str) -> None:
    rows = [{**row, column: value} for row in ROWS]

    assert imported(rows, AT).content == EXPECTED


def test_columns_that_tell_the_future_may_be_missing() -> None:
    kept = [column for column in ROWS[0] if column not in FUTURE_COLUMNS]
    rows = [{column: row[column] for column in kept} for row in ROWS]

    assert imported(written(rows), AT).content == EXPECTED


def test_an_event_at_the_very_moment_is_known_and_one_a_minute_later_is_not() -> None:
    day = [row for row in ROWS if not is_future(row)]
    now = {**ROWS[0], "number": "INC9", "sys_updated_at": "10/3/2026 10:00", "assigned_to": "?"}
    later = {**now, "number": "INC8", "sys_updated_at": "10/3/2026 10:01"}

    case_ids = imported([*day, now, later], AT).case_ids

    assert "INC9" in case_ids
    assert "INC8" not in case_ids
