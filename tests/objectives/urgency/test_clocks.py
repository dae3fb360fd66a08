"""Deadlines over nights, weekends, holidays and clock changes (U1)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from objectives import deadlines
from solver.facts import BusinessHours, Clock, Tier, UrgencyPolicy
from solver.moments import micros, moment_at
from solver.urgency import NO_DEADLINE, BusinessZones, Deadlines
from tests.builders import LORD_HOWE, NEW_YORK, VIENNA, account, case, policy, snapshot, window

HOUR = timedelta(hours=1)
BUSINESS = (
    Tier("Premium", 2 * HOUR, Clock.BUSINESS),
    Tier("Standard", 8 * HOUR, Clock.BUSINESS),
    Tier("Basic", 24 * HOUR, Clock.BUSINESS),
)


def local(text: str, zone: ZoneInfo = VIENNA, *, fold: int = 0) -> datetime:
    """A moment on the wall of a zone, as in `local("2026-03-06 16:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(ZoneInfo("UTC"))


def found(
    created: datetime, now: datetime | None = None, zone: ZoneInfo = VIENNA, **rules: Any
) -> Deadlines:
    """The deadline of a Standard case."""
    tier = rules.pop("tier", "Standard")
    written = policy(urgency=UrgencyPolicy(**rules))
    rows = snapshot(
        now=now or created + HOUR, cases=(case(tier=tier, created=created),), policy=written
    )
    return deadlines(rows, BusinessZones((zone,), np.zeros(1, dtype=np.int32)))


def due(created: datetime, zone: ZoneInfo = VIENNA, **rules: Any) -> datetime:
    return moment_at(int(found(created, zone=zone, **rules).due[0])).astimezone(zone)


def on_wall(text: str, zone: ZoneInfo = VIENNA, *, fold: int = 0) -> datetime:
    return local(text, zone, fold=fold).astimezone(zone)


@pytest.mark.parametrize(
    ("tier", "hours"), [("Premium", 2), ("Standard", 8), ("Basic", 24)], ids=str
)
def test_U1_the_tier_gives_the_response_time(tier: str, hours: int) -> None:
    """By the calendar, weekends and nights included."""
    created = local("2026-03-06 17:59")

    assert due(created, tier=tier) == created + hours * HOUR


@pytest.mark.parametrize(
    ("tier", "created", "expected"),
    [
        pytest.param("Standard", "2026-03-03 09:30", "2026-03-03 17:30", id="inside a day"),
        pytest.param("Standard", "2026-03-03 10:00", "2026-03-03 18:00", id="to the last minute"),
        pytest.param("Standard", "2026-03-03 10:01", "2026-03-04 08:01", id="over a night"),
        pytest.param("Standard", "2026-03-06 16:00", "2026-03-09 14:00", id="over a weekend"),
        pytest.param("Premium", "2026-03-06 18:00", "2026-03-09 10:00", id="at closing time"),
        pytest.param("Premium", "2026-03-07 12:00", "2026-03-09 10:00", id="on a Saturday"),
        pytest.param("Premium", "2026-03-03 03:00", "2026-03-03 10:00", id="before opening"),
        pytest.param("Basic", "2026-03-05 08:00", "2026-03-09 12:00", id="more than two days"),
    ],
)
def test_U1_the_business_clock_runs_from_8_to_18_on_weekdays(
    tier: str, created: str, expected: str
) -> None:
    assert due(local(created), tiers=BUSINESS, tier=tier) == on_wall(expected)


def test_U1_the_business_clock_stands_still_on_holidays() -> None:
    """Good Friday to Easter Monday."""
    hours = BusinessHours(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))

    assert due(local("2026-04-02 14:00"), tiers=BUSINESS, business_hours=hours) == on_wall(
        "2026-04-07 12:00"
    )


def test_U1_business_hours_are_data() -> None:
    """A lunch break, and Saturday mornings."""
    windows = (
        window("09:00", "12:00", frozenset(range(6))),
        window("13:00", "17:00", frozenset(range(5))),
    )
    rules: dict[str, Any] = {"tiers": BUSINESS, "business_hours": BusinessHours(windows)}

    assert due(local("2026-03-06 11:00"), **rules) == on_wall("2026-03-07 12:00")
    assert due(local("2026-03-06 11:01"), **rules) == on_wall("2026-03-09 09:01")


@pytest.mark.parametrize(
    ("zone", "created", "expected"),
    [
        pytest.param(VIENNA, "2026-03-27 17:00", "2026-03-30 15:00", id="Vienna, spring"),
        pytest.param(VIENNA, "2026-10-23 17:00", "2026-10-26 15:00", id="Vienna, autumn"),
        pytest.param(NEW_YORK, "2026-03-06 17:00", "2026-03-09 15:00", id="New York, spring"),
        pytest.param(LORD_HOWE, "2026-10-02 17:00", "2026-10-05 15:00", id="Lord Howe, spring"),
    ],
)
def test_U1_the_business_clock_goes_by_the_wall_over_clock_changes(
    zone: ZoneInfo, created: str, expected: str
) -> None:
    assert due(local(created, zone), zone, tiers=BUSINESS) == on_wall(expected, zone)


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        pytest.param("2026-03-28 22:00", "2026-03-29 07:00", id="the night of 23 hours"),
        pytest.param("2026-10-24 22:00", "2026-10-25 05:00", id="the night of 25 hours"),
    ],
)
def test_U1_a_response_time_is_real_time(created: str, expected: str) -> None:
    """Eight hours are eight hours, by the calendar and where business never closes."""
    always = BusinessHours((window("00:00", "24:00"),))

    assert due(local(created)) == on_wall(expected)
    assert due(local(created), tiers=BUSINESS, business_hours=always) == on_wall(expected)


def test_U1_what_is_left_is_measured_on_the_same_clock() -> None:
    """Friday 16:00, eight business hours: two have passed by Saturday, three by Monday 9:00."""

    def left(now: str, **rules: Any) -> timedelta:
        one = found(local("2026-03-06 16:00"), local(now), **rules)
        return timedelta(microseconds=int(one.left[0]))

    assert left("2026-03-06 16:30", tiers=BUSINESS) == 7.5 * HOUR
    assert left("2026-03-07 12:00", tiers=BUSINESS) == 6 * HOUR
    assert left("2026-03-09 09:00", tiers=BUSINESS) == 5 * HOUR
    assert left("2026-03-09 15:00", tiers=BUSINESS) == -HOUR
    assert left("2026-03-07 12:00") == -12 * HOUR


def test_U1_a_case_without_a_known_tier_has_no_deadline() -> None:
    for tier in ("", "Gold"):
        one = found(local("2026-03-06 16:00"), tier=tier)
        assert one.due[0] == one.left[0] == NO_DEADLINE


def test_U1_the_tier_of_the_account_counts_where_the_case_has_none() -> None:
    created = local("2026-03-06 16:00")
    rows = snapshot(
        now=created,
        cases=(case("c1", account_id="k1", created=created), case("c2", created=created)),
        accounts=(account(tier="Premium"),),
    )
    one = deadlines(rows, BusinessZones((VIENNA,), np.zeros(2, dtype=np.int32)))

    assert one.due.tolist() == [micros(created + 2 * HOUR), NO_DEADLINE]


def test_U1_hours_that_never_come_give_no_deadline() -> None:
    """An hour a week for half a year of response time takes longer than five years."""
    rare = BusinessHours((window("08:00", "09:00", frozenset({0})),))
    slow = (Tier("Standard", timedelta(days=183), Clock.BUSINESS),)
    one = found(local("2026-03-06 16:00"), tiers=slow, business_hours=rare)

    assert one.due[0] == one.left[0] == one.due[0] == NO_DEADLINE


def test_U1_a_long_response_time_is_looked_for_far_ahead() -> None:
    """A thousand business hours are a hundred days of ten hours: 20 weeks."""
    slow = (Tier("Standard", 1000 * HOUR, Clock.BUSINESS),)

    assert due(local("2026-03-02 08:00"), tiers=slow) == on_wall("2026-07-17 18:00")


def test_U1_an_age_old_case_is_due_long_ago() -> None:
    """Whatever was written into its creation."""
    one = found(local("1960-01-01 00:00"), local("2026-03-06 16:00"), tiers=BUSINESS)

    assert one.left[0] < 0


def test_U1_every_case_is_due_by_the_hours_of_its_own_zone() -> None:
    created = local("2026-03-06 16:00")
    rows = snapshot(
        now=created,
        cases=tuple(case(name, tier="Premium", created=created) for name in ("c1", "c2", "c3")),
        policy=policy(urgency=UrgencyPolicy(tiers=BUSINESS)),
    )
    zones = BusinessZones((VIENNA, NEW_YORK), np.array([0, 1, 0], dtype=np.int32))

    assert [moment_at(at) for at in deadlines(rows, zones).due.tolist()] == [
        local("2026-03-06 18:00"),
        created + 2 * HOUR,
        local("2026-03-06 18:00"),
    ]
