"""Manual review and business-hours holds (U5, U6)."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from server.wiring import RULES
from solver.facts import BusinessHours, Category, Snapshot, Tier, UrgencyPolicy
from solver.moments import moment_at
from solver.triage import Triage
from tests.builders import NEW_YORK, VIENNA, account, case, policy, queue, snapshot, window

USUAL = BusinessHours()


def local(text: str, zone: ZoneInfo = VIENNA) -> datetime:
    """A moment on the wall of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))


def rows(
    created: str,
    now: str | None = None,
    hours: BusinessHours | None = USUAL,
    **facts: Any,
) -> Snapshot:
    """One case, in Vienna, looked at as soon as it is there."""
    rules = facts.pop("rules", {})
    queues, groups = facts.pop("queues", ()), facts.pop("groups", ())
    moment = local(created)
    one = case(**{"created": moment, "account_id": "k1", **facts})
    written = policy(
        zone=VIENNA,
        queues=queues,
        drain_groups=groups,
        urgency=UrgencyPolicy(business_hours=hours, **rules),
    )
    return snapshot(
        now=local(now) if now else moment,
        cases=(one,),
        accounts=(account(),),
        policy=written,
    )


def triaged(*args: Any, **facts: Any) -> Triage:
    return RULES.sight(rows(*args, **facts)).triage


def held_until(*args: Any, **facts: Any) -> str:
    """The end of the hold on the wall of Vienna, empty where nothing is held."""
    found = triaged(*args, **facts)
    if not found.held[0]:
        return ""
    return f"{moment_at(int(found.until[0])).astimezone(VIENNA):%a %m-%d %H:%M}"


@pytest.mark.parametrize(
    ("created", "end"),
    [
        pytest.param("2026-03-03 03:00", "Tue 03-03 08:00", id="Tuesday 03:00"),
        pytest.param("2026-03-06 18:00", "Mon 03-09 08:00", id="Friday 18:00"),
        pytest.param("2026-03-07 12:00", "Mon 03-09 08:00", id="Saturday noon"),
        pytest.param("2026-03-08 23:59", "Mon 03-09 08:00", id="Sunday night"),
        pytest.param("2026-03-03 07:59:59", "Tue 03-03 08:00", id="a second early"),
        pytest.param("2026-03-03 08:00", "", id="opening time"),
        pytest.param("2026-03-06 17:59:59", "", id="the last second"),
        pytest.param("2026-03-03 18:00", "Wed 03-04 08:00", id="closing time"),
        pytest.param("2026-03-27 20:00", "Mon 03-30 08:00", id="over the night of 23 hours"),
        pytest.param("2026-10-23 20:00", "Mon 10-26 08:00", id="over the night of 25 hours"),
    ],
)
def test_U6_cases_created_outside_business_hours_are_held_until_they_begin(
    created: str, end: str
) -> None:
    assert held_until(created) == end


def test_U6_nothing_is_held_without_business_hours() -> None:
    assert held_until("2026-03-03 03:00", hours=None) == ""


def test_U6_a_holiday_is_no_business_day() -> None:
    easter = BusinessHours(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))

    assert held_until("2026-04-03 10:00", hours=easter) == "Tue 04-07 08:00"
    assert held_until("2026-04-02 18:00", hours=easter) == "Tue 04-07 08:00"


def test_U6_the_hold_ends_on_the_minute() -> None:
    assert held_until("2026-03-03 03:00", "2026-03-03 07:59:59") == "Tue 03-03 08:00"
    assert held_until("2026-03-03 03:00", "2026-03-03 08:00") == ""
    assert held_until("2026-03-03 03:00", "2026-03-03 20:00") == ""


def test_U6_cases_created_in_hours_are_never_held() -> None:
    """Not at night either."""
    assert held_until("2026-03-03 17:00", "2026-03-04 02:00") == ""


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"tier": "Premium"}, id="a tier that routes after hours"),
        pytest.param({"vip": True}, id="a VIP"),
        pytest.param({"category": "outage"}, id="an outage"),
        pytest.param({"category": "security incident"}, id="a security incident"),
        pytest.param({"escalation_bonus": 75.0}, id="escalated to 80"),
        pytest.param({"urgency": 80.0}, id="sent as 80"),
        pytest.param({"vip": True, "urgency": 3.0}, id="a VIP, sent as 3"),
    ],
)
def test_U6_some_are_routed_at_any_hour(facts: dict[str, Any]) -> None:
    assert held_until("2026-03-03 03:00", **facts) == ""


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"tier": "Standard"}, id="Standard"),
        pytest.param({"tier": "Basic", "category": "billing"}, id="Basic"),
        pytest.param({"escalation_bonus": 74.5}, id="escalated to 79.5"),
        pytest.param({"urgency": 79.99}, id="sent as 79.99"),
        pytest.param({"priority": "P1"}, id="P1"),
    ],
)
def test_U6_all_others_are_held(facts: dict[str, Any]) -> None:
    assert held_until("2026-03-03 03:00", **facts) == "Tue 03-03 08:00"


def test_U6_what_routes_after_hours_is_data() -> None:
    night = (Tier("Night", timedelta(hours=1), routes_after_hours=True),)
    quiet = (Category("outage", 30.0),)

    assert held_until("2026-03-03 03:00", tier="Night", rules={"tiers": night}) == ""
    assert held_until("2026-03-03 03:00", tier="Premium", rules={"tiers": night}) != ""
    assert held_until("2026-03-03 03:00", category="outage", rules={"categories": quiet}) != ""


def test_U6_the_highest_band_is_data() -> None:
    bands = (("hot", 30.0), ("cold", 0.0))

    assert held_until("2026-03-03 03:00", urgency=30.0, rules={"bands": bands}) == ""
    assert held_until("2026-03-03 03:00", urgency=29.0, rules={"bands": bands}) != ""


def test_U6_a_single_band_releases_nobody() -> None:
    assert held_until("2026-03-03 03:00", rules={"bands": (("all", 0.0),)}) != ""


def test_U6_hours_are_local_to_the_queue_then_to_the_business_then_to_the_policy() -> None:
    """13:30 in New York is 19:30 in Vienna."""
    created, there = "2026-03-03 19:30", BusinessHours(zone=NEW_YORK)
    named, plain = queue("desk", zone=NEW_YORK), queue("desk")

    assert held_until(created, queue_id="desk", queues=(plain,)) == "Wed 03-04 08:00"
    assert held_until(created, queue_id="desk", queues=(named,)) == ""
    assert held_until(created, hours=there, queue_id="desk", queues=(plain,)) == ""
    vienna = queue("desk", zone=VIENNA)
    assert held_until(created, hours=there, queue_id="desk", queues=(vienna,)) != ""


def test_U6_of_several_queues_the_first_that_names_a_zone_decides() -> None:
    """A queue of a lower drain group does not count."""
    far = queue("far", zone=NEW_YORK, filter="queue = 'desk'")
    both: dict[str, Any] = {"queue_id": "desk", "queues": (queue("desk"), far)}

    assert held_until("2026-03-03 19:30", **both) == ""
    assert held_until("2026-03-03 19:30", **both, groups=(frozenset({"desk"}),)) != ""


def test_U6_hours_are_data() -> None:
    """A case that comes in the lunch break waits for its end."""
    windows = (window("09:00", "12:00"), window("13:00", "17:00"))

    assert held_until("2026-03-03 12:30", hours=BusinessHours(windows)) == "Tue 03-03 13:00"


def test_U6_hours_that_never_come_hold_without_an_end() -> None:
    weeks = frozenset(date(2026, 1, 5) + timedelta(weeks=week) for week in range(200))
    mondays = BusinessHours((window("08:00", "09:00", frozenset({0})),), holidays=weeks)
    found = triaged("2026-03-03 03:00", hours=mondays)

    assert found.held.tolist() == [True]
    assert found.until[0] == np.iinfo(np.int64).max


def test_U6_a_case_that_somebody_owns_has_been_routed() -> None:
    assert held_until("2026-03-03 03:00", owner_id="a1") == ""


def test_U5_cases_that_override_routing_go_to_people() -> None:
    found = triaged("2026-03-03 10:00", override_routing=True)

    assert (found.review.tolist(), found.held.tolist()) == ([True], [False])


def test_U5_review_comes_before_any_hold() -> None:
    found = triaged("2026-03-03 03:00", override_routing=True)

    assert (found.review.tolist(), found.held.tolist()) == ([True], [False])


def test_U5_an_owned_case_stays_where_it_is() -> None:
    found = triaged("2026-03-03 10:00", override_routing=True, owner_id="a1")

    assert not found.aside.any()
