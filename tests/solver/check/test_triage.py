"""Cases that agents do not get, as the checker tells them (U4, U5, U6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from solver.check import Decision, Outcome, Wrong
from solver.facts import BusinessHours, Snapshot, UrgencyPolicy
from tests.builders import NEW_YORK, VIENNA, case, queue
from tests.solver.check.asking import kept, office, to, waits, wrongs

HELD = UrgencyPolicy(business_hours=BusinessHours())
TUESDAY, FRIDAY, MONDAY = (datetime(2026, 3, day, tzinfo=UTC) for day in (3, 6, 9))


def created(moment: datetime, now: datetime, rules: UrgencyPolicy = HELD, **facts: Any) -> Snapshot:
    """One case, made at a moment."""
    of_policy = {name: facts.pop(name) for name in ("queues", "zone") if name in facts}
    one = case("c1", **{"queue_id": "q", "created": moment, **facts})
    return replace(office(cases=(one,), urgency=rules, **of_policy), now=now)


def held(until: datetime | None = None) -> Decision:
    """The case waits for business hours."""
    return Decision("c1", Outcome.HELD_BUSINESS_HOURS, held_until=until)


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        pytest.param(TUESDAY + timedelta(hours=3), TUESDAY + timedelta(hours=8), id="Tue 03:00"),
        pytest.param(FRIDAY + timedelta(hours=18), MONDAY + timedelta(hours=8), id="Fri 18:00"),
    ],
)
def test_U6_a_case_made_out_of_hours_is_held_until_they_begin(
    moment: datetime, until: datetime
) -> None:
    before = created(moment, until - timedelta(seconds=1))

    assert wrongs(before, held(until)) == []
    assert wrongs(before, held()) == [], "no end is claimed"
    assert wrongs(before, held(until + timedelta(hours=1))) == [Wrong.HOLD]
    assert Wrong.OUTCOME in wrongs(before, to("ann"))
    assert wrongs(before, waits("c1")) == [Wrong.OUTCOME]

    assert wrongs(created(moment, until), to("ann")) == []
    assert wrongs(created(moment, until), held(until)) == [Wrong.OUTCOME]


def test_U6_a_case_made_in_hours_is_never_held() -> None:
    last_minute = FRIDAY + timedelta(hours=17, minutes=59, seconds=59)

    assert wrongs(created(last_minute, FRIDAY + timedelta(hours=20)), to("ann")) == []


def test_U6_nothing_is_held_without_business_hours() -> None:
    night = TUESDAY + timedelta(hours=3)

    assert wrongs(created(night, night, UrgencyPolicy()), to("ann")) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"tier": "Premium"},
        {"vip": True},
        {"category": "outage"},
        {"urgency": 80.0},
        {"owner_id": "bob"},
    ],
)
def test_U6_some_are_routed_at_any_hour(facts: dict[str, Any]) -> None:
    night = TUESDAY + timedelta(hours=3)

    assert wrongs(created(night, night, **facts), to("ann")) == []
    assert wrongs(created(night, night, **facts), held()) == [Wrong.OUTCOME]


def test_U6_hours_are_those_of_the_queues_zone() -> None:
    """07:30 UTC is half past eight in Vienna, and night in New York until 13:00."""
    early = TUESDAY + timedelta(hours=7, minutes=30)

    assert wrongs(created(early, early, zone=VIENNA), to("ann")) == []
    american = (queue("q", {"ann"}, zone=NEW_YORK),)
    until = TUESDAY + timedelta(hours=13)
    assert wrongs(created(early, early, queues=american, zone=VIENNA), held(until)) == []


def test_U5_override_routing_goes_to_review_unless_somebody_has_it() -> None:
    one = office(cases=(case("c1", queue_id="q", override_routing=True),))
    owned = replace(one, cases=(replace(one.cases[0], owner_id="ann"),))

    assert wrongs(one, Decision("c1", Outcome.MANUAL_REVIEW)) == []
    assert Wrong.OUTCOME in wrongs(one, to("ann"))
    assert wrongs(owned, kept("ann")) == []
    assert Wrong.LOCKED in wrongs(owned, to("bob"))
