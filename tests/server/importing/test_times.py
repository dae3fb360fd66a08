"""Naive times of a log, local in a zone whose clocks change."""

from zoneinfo import ZoneInfo

import pytest

from server.importing.errors import MomentError
from server.importing.local_time import LocalTimes, parse_moment, zone_named
from tests.server.importing.logs import event, imported, moment

VIENNA = ZoneInfo("Europe/Vienna")
FORMAT = ("%d/%m/%Y %H:%M",)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        pytest.param("15/1/2016 10:00", "2016-01-15 09:00", id="winter"),
        pytest.param("15/7/2016 10:00", "2016-07-15 08:00", id="summer"),
        pytest.param("30/10/2016 02:30", "2016-10-30 01:30", id="twice: the second time"),
        pytest.param("27/3/2016 02:30", "2016-03-27 01:30", id="never: the later reading"),
    ],
)
def test_a_local_time_becomes_a_moment_and_never_too_early(local: str, utc: str) -> None:
    found, _ = LocalTimes(VIENNA, FORMAT).moment(local, 2, "opened_at")

    assert found == moment(utc)


def test_zones_with_half_hours_and_the_other_hemisphere_work() -> None:
    times = LocalTimes(ZoneInfo("Australia/Lord_Howe"), FORMAT)

    assert times.moment("15/1/2016 10:00", 2, "x")[0] == moment("2016-01-14 23:00")
    assert times.moment("15/7/2016 10:00", 2, "x")[0] == moment("2016-07-14 23:30")


def test_a_moment_without_an_offset_is_local_and_means_the_first_of_two() -> None:
    assert parse_moment("2016-10-30 02:30", VIENNA) == moment("2016-10-30 00:30")
    assert parse_moment("2016-10-30 02:30+01:00", VIENNA) == moment("2016-10-30 01:30")


def test_an_event_of_the_doubled_hour_is_not_read_before_it_is_over() -> None:
    rows = [
        event("INC1", "29/10/2016 09:00", assigned_to="Resolver 1"),
        event("INC2", "29/10/2016 09:00"),
        event("INC3", "30/10/2016 02:10"),
    ]

    early = imported(rows, "2016-10-30 02:30+02:00", VIENNA)
    late = imported(rows, "2016-10-30 02:30+01:00", VIENNA)

    assert "INC3" not in early.case_ids
    assert "INC3" in late.case_ids


def test_local_times_that_the_zone_skips_are_told() -> None:
    rows = [
        event("INC1", "27/3/2016 02:30", assigned_to="Resolver 1"),
        event("INC2", "27/3/2016 09:00"),
    ]

    summary = imported(rows, "2016-03-28 12:00", VIENNA).summary

    assert summary.counts.impossible_local_times == 1
    assert any("Maybe --zone is another one" in warning for warning in summary.warnings)


def test_the_same_log_in_another_zone_is_another_moment() -> None:
    rows = [
        event("INC1", "9/3/2016 09:00", assigned_to="Resolver 1"),
        event("INC2", "9/3/2016 09:00"),
    ]

    found = imported(rows, zone=ZoneInfo("Asia/Kolkata"))

    assert found.request.cases[0].created_time.ToJsonString() == "2016-03-09T03:30:00Z"
    assert found.request.policy.time_zone == "Asia/Kolkata"


@pytest.mark.parametrize("name", ["Europe/Viena", "", "../etc", "CEST"])
def test_an_unknown_zone_is_refused_by_name(name: str) -> None:
    with pytest.raises(MomentError, match="Maybe an IANA name"):
        zone_named(name)


@pytest.mark.parametrize("text", ["yesterday", "15/3/2016 10:00", ""])
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(MomentError, match="Maybe like `2016-03-15 10:00`"):
        parse_moment(text, VIENNA)
