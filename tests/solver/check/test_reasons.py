"""Reasons of pairs as the checker finds them, fact by fact, by the rows of spec 01."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from solver.facts import (
    Attribute,
    AttributeRequirement,
    AvailabilityPolicy,
    DailyLimit,
    FitPolicy,
    History,
    HourlyLimit,
    Hours,
    LimitPolicy,
    Limits,
    Period,
    Scores,
    Shift,
    Skill,
    SkillRequirement,
    Snapshot,
    Source,
    SourceMode,
    SparseScores,
    Unlisted,
)
from tests.builders import (
    NEW_YORK,
    NOW,
    VIENNA,
    absence,
    account,
    active,
    agent,
    ago,
    ahead,
    all_day,
    case,
    queue,
    recent,
    sent_fits,
    shift,
    team,
    window,
)
from tests.solver.check.asking import CASES, office, reasons

MORNING = (window("08:00", "12:00"),)
NIGHT = (window("22:00", "06:00"),)


def told(
    agent_facts: dict[str, Any], queue_facts: dict[str, Any] | None = None, **facts: Any
) -> tuple[str, ...]:
    """Reasons of ann, who is in the only queue of the case."""
    rules = {"queues": (queue("q", {"ann"}, **(queue_facts or {})),), **facts}
    return reasons(office(agents=(agent("ann", **agent_facts),), **rules)).get("ann", ())


def test_nobody_is_refused_without_a_reason() -> None:
    assert told({}) == ()


def test_Q3_who_is_in_no_bucket_is_told_so_and_all_else_that_holds() -> None:
    facts = office(shifts=(), limits=LimitPolicy(limits=Limits(per_cycle=0)))
    names = reasons(facts, "c1")["bob"]

    assert names == ("NO_AVAILABILITY_SOURCE", "CYCLE_LIMIT")
    assert reasons(office(queues=(queue("q", {"ann"}),)))["bob"] == ("NOT_IN_QUEUE",)


def test_a_case_without_a_queue_meets_nobody() -> None:
    facts = office(cases=(case("c1", queue_id="gone"),))

    assert reasons(facts) == {"ann": ("NOT_IN_QUEUE",), "bob": ("NOT_IN_QUEUE",)}


@pytest.mark.parametrize(
    ("queue_facts", "name"),
    [({"takes_part": False}, "QUEUE_NEVER"), ({"auto_assign": False}, "QUEUE_MANUAL_ONLY")],
)
def test_Q7_a_queue_that_is_off_refuses_everybody(queue_facts: dict[str, Any], name: str) -> None:
    assert told({}, queue_facts) == (name,)


def test_Q4_the_queue_where_the_agent_is_nearest_to_free_tells() -> None:
    """In his own queue he lacks a skill, down the chain he has only too much to do."""
    queues = (
        queue("q", {"ann"}, requirements=(SkillRequirement("vpn"),), fallback_ids=("r",)),
        queue("r", {"ann"}),
    )
    facts = office(queues=queues, limits=LimitPolicy(limits=Limits(per_cycle=0)))

    assert reasons(facts)["ann"] == ("CYCLE_LIMIT",)


def test_R4_a_locked_case_is_nobody_elses() -> None:
    mine = case("c1", queue_id="q", owner_id="ann", locked=True)

    assert reasons(office(cases=(mine,))) == {"bob": ("LOCKED_TO_OTHER",)}


@pytest.mark.parametrize(
    ("facts", "has"),
    [
        ({"skills": (Skill("vpn", 2),)}, True),
        ({"skills": (Skill("vpn", 1),)}, False),
        ({"skills": (Skill("sql", 3),)}, False),
    ],
)
def test_Q12_a_skill_needs_its_level(facts: dict[str, Any], has: bool) -> None:
    needed = {"requirements": (SkillRequirement("vpn", 2),)}

    assert told(facts, needed) == (() if has else ("MISSING_SKILL",))


@pytest.mark.parametrize(
    ("value", "wanted", "has"),
    [
        ("de", {"value": "de"}, True),
        ("de", {"value": "en"}, False),
        (None, {}, False),
        (3.0, {"value": "3"}, True),
        (2.5, {"value": "2.5", "min_level": 2}, True),
        (2.5, {"min_level": 3}, False),
        (True, {"value": "true"}, True),
        (True, {"min_level": 1}, False),
        (NOW, {"value": "2026-03-04T10:00:00Z"}, True),
    ],
)
def test_Q12_an_attribute_is_compared_as_it_is_written(
    value: Any, wanted: dict[str, Any], has: bool
) -> None:
    needed = {"requirements": (AttributeRequirement("x", **wanted),)}

    assert told({"attributes": (Attribute("x", value),)}, needed) == (
        () if has else ("MISSING_ATTRIBUTE",)
    )


@pytest.mark.parametrize(("wait", "names"), [(3599, ("MISSING_SKILL",)), (3600, ())])
def test_Q12_a_requirement_is_dropped_at_the_end_of_its_wait(
    wait: int, names: tuple[str, ...]
) -> None:
    needed = SkillRequirement("vpn", widen_after=timedelta(hours=1))
    waiting = case("c1", queue_id="q", created=ago(seconds=wait), requirements=(needed,))

    assert told({}, cases=(waiting,)) == names


@pytest.mark.parametrize(("sent", "names"), [(0.4, ()), (0.399999, ("BELOW_MIN_FIT",))])
def test_Q7_a_fit_just_below_the_least_is_below(sent: float, names: tuple[str, ...]) -> None:
    facts = office(queues=(queue("q", {"ann"}, min_fit=0.4),), agents=(agent("ann"),))
    scored = Snapshot(
        facts.now, facts.cases, facts.agents, (), facts.policy, (sent_fits({(0, 0): sent}),)
    )

    assert reasons(scored).get("ann", ()) == names


def test_Q7_the_least_fit_goes_without_bandwidth_and_by_the_others_weights() -> None:
    """Half of the customer's hours: overlap 0.5; history 0.2; 0.35 of equal parts."""
    weights = (("time_overlap", 1.0), ("customer_history", 1.0), ("bandwidth", 8.0))
    customer = {"activity_windows": (window("00:00", "24:00"),), "zone": VIENNA}
    waiting = (case("c1", queue_id="q", **customer),)
    at_work = (shift("ann", working_hours=(window("08:00", "20:00"),)),)
    facts = {"fit": FitPolicy(weights), "cases": waiting, "shifts": at_work}

    assert told({}, {"min_fit": 0.35}, **facts) == ()
    assert told({}, {"min_fit": 0.350001}, **facts) == ("BELOW_MIN_FIT",)


@pytest.mark.parametrize(
    ("history", "quality"),
    [
        (History("ann"), 0.2),
        (History("ann", 3, sentiment=1.0), 0.6),
        (History("ann", 3, sentiment=-1.0), 0.1),
        (History("ann", 1, sentiment_trend=7.0, need_attention=0.5), 0.3),
        (History("ann", 9, mean_resolution=timedelta(hours=1)), 0.5),
        (History("ann", 9, final_resolver_share=1.0), 0.8),
        (History("bob", 9, final_resolver_share=1.0), 0.2),
    ],
)
def test_S8_the_history_with_the_account_counts(history: History, quality: float) -> None:
    known = (account("k1", histories=(history,), median_resolution=timedelta(hours=2)),)
    facts = {
        "fit": FitPolicy((("customer_history", 1.0),)),
        "accounts": known,
        "cases": (case("c1", queue_id="q", account_id="k1"),),
    }

    assert told({}, {"min_fit": quality}, **facts) == ()
    assert told({}, {"min_fit": quality + 1e-6}, **facts) == ("BELOW_MIN_FIT",)


def test_S13_a_pair_that_is_not_scored_has_no_fit_that_could_be_low() -> None:
    facts = office(queues=(queue("q", {"ann", "bob"}, min_fit=0.9),), cases=CASES[:1])
    first, ann, ppm = (np.array([one], dtype=np.int32) for one in (0, 0, 950_000))
    scored = Scores(SparseScores(first, ann, ppm, Unlisted.INELIGIBLE))
    sent = Snapshot(facts.now, facts.cases, facts.agents, (), facts.policy, (scored,))

    assert reasons(sent) == {"bob": ("NOT_SCORED",)}


@pytest.mark.parametrize(
    ("hours", "names"), [(8, ()), (7.99, ("TRIED_RECENTLY",)), (0, ("TRIED_RECENTLY",))]
)
def test_R4_a_pair_cools_down_eight_hours(hours: float, names: tuple[str, ...]) -> None:
    back = recent(ago(hours=30), case_id="c1", came_back=2, returned=ago(hours=hours))

    assert told({"recent": (back,)}) == names


def test_V1_the_first_source_decides() -> None:
    """She is online, but her shift is over; without a shift she is there."""
    online = {"presence": "Online"}
    over = (shift("ann", assignment_hours=(window("06:00", "10:00"),)),)

    assert told(online, shifts=over) == ("OUTSIDE_ASSIGNMENT_HOURS",)
    assert told(online, shifts=()) == ()
    assert told({"presence": "Away"}, shifts=()) == ("PRESENCE_OFFLINE",)
    assert told({"predicted_hours": NIGHT}, shifts=()) == ("OUTSIDE_ASSIGNMENT_HOURS",)
    assert told({}, shifts=()) == ("NO_AVAILABILITY_SOURCE",)


def test_V1_all_sources_must_agree_where_the_policy_says_so() -> None:
    everything = {"presence": "Online", "custom_presence": "Away", "predicted_hours": NIGHT}
    rule = AvailabilityPolicy(SourceMode.ALL_OF)

    assert told(everything) == ()
    assert told(everything, availability=rule) == ("OUTSIDE_ASSIGNMENT_HOURS", "PRESENCE_OFFLINE")


def test_Q7_a_queue_may_ask_for_presence_and_for_broad_hours() -> None:
    both = shift("ann", assignment_hours=(window("08:00", "10:00"),), working_hours=MORNING)

    assert told({}, shifts=(both,)) == ("OUTSIDE_ASSIGNMENT_HOURS",)
    assert told({}, {"hours": Hours.WORKING}, shifts=(both,)) == ()
    assert told({}, {"presence_required": True}) == ("PRESENCE_OFFLINE",)
    assert told({"presence": "Online"}, {"presence_required": True}) == ()


def test_V3_breaks_are_taken_out_of_whatever_says_that_he_is_there() -> None:
    resting = shift("ann", assignment_hours=MORNING, breaks=(window("10:00", "10:15"),))

    assert told({}, shifts=(resting, all_day("ann"))) == ("ON_BREAK",)


@pytest.mark.parametrize(("minutes", "names"), [(120, ()), (121, ("SHIFT_TOO_SHORT",))])
def test_V3_enough_of_the_hours_must_be_left(minutes: int, names: tuple[str, ...]) -> None:
    rule = AvailabilityPolicy(min_time_left=timedelta(minutes=minutes))

    assert told({}, shifts=(shift("ann", working_hours=MORNING),), availability=rule) == names


def test_L6_absences_of_a_team_are_the_members_too() -> None:
    away = team("t", "ann", absences=(absence(ago(hours=1), ahead(seconds=1)),))
    back = team("t", "ann", absences=(absence(ago(hours=1), NOW),))

    assert told({}, teams=(away,)) == ("OUT_OF_OFFICE",)
    assert told({}, teams=(back,)) == ()


@pytest.mark.parametrize(
    ("now", "names"),
    [
        pytest.param(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), (), id="just before the change"),
        pytest.param(
            datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
            ("OUTSIDE_ASSIGNMENT_HOURS",),
            id="skipped hour",
        ),
        pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), (), id="02:30 for the first time"),
        pytest.param(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), (), id="02:30 once more"),
        pytest.param(
            datetime(2026, 10, 25, 2, 0, tzinfo=UTC), ("OUTSIDE_ASSIGNMENT_HOURS",), id="03:00"
        ),
    ],
)
def test_V2_a_night_shift_in_vienna_goes_by_the_clock(
    now: datetime, names: tuple[str, ...]
) -> None:
    night = Shift("s", VIENNA, frozenset({"ann"}), (window("22:00", "03:00"),))
    facts = office(
        shifts=(night,),
        agents=(agent("ann"),),
        queues=(queue("q", {"ann"}),),
        cases=(case("c1", queue_id="q", created=now),),
    )
    then = Snapshot(now, facts.cases, facts.agents, (), facts.policy)

    assert reasons(then).get("ann", ()) == names


def test_V2_no_window_begins_on_a_holiday_but_one_may_end_there() -> None:
    today, yesterday = NOW.date(), (NOW - timedelta(days=1)).date()
    overnight = (window("22:00", "12:00"),)

    for holiday, names in ((today, ()), (yesterday, ("OUTSIDE_ASSIGNMENT_HOURS",))):
        away = shift("ann", assignment_hours=overnight, holidays=frozenset({holiday}))
        assert told({}, shifts=(away,)) == names


@pytest.mark.parametrize(
    ("agent_facts", "limits", "names"),
    [
        ({"active_cases": (active("h"),)}, Limits(backlog=1), ("BACKLOG_LIMIT",)),
        ({"active_count": 1, "active_load": 1.0}, Limits(backlog=2), ()),
        ({"recent": (recent(ago(hours=8)),)}, Limits(hourly=HourlyLimit(1)), ()),
        (
            {"recent": (recent(ago(hours=7.9)),)},
            Limits(hourly=HourlyLimit(1)),
            ("HOURLY_LIMIT",),
        ),
        (
            {"recent": (recent(ago(hours=1), came_back=1),)},
            Limits(hourly=HourlyLimit(1)),
            (),
        ),
        ({}, Limits(hard_capacity=0.99), ("WEIGHTED_CAPACITY",)),
        ({}, Limits(hard_capacity=1.0), ()),
        (
            {"active_count": 9, "active_load": 0.5},
            Limits(hard_capacity=1.0),
            ("WEIGHTED_CAPACITY",),
        ),
        ({}, Limits(per_cycle=0), ("CYCLE_LIMIT",)),
        ({"limits": Limits(per_cycle=0)}, Limits(per_cycle=9), ("CYCLE_LIMIT",)),
    ],
)
def test_L1_L2_L3_L5_S4_the_lowest_limit_wins_at_its_very_edge(
    agent_facts: dict[str, Any], limits: Limits, names: tuple[str, ...]
) -> None:
    assert told(agent_facts, limits=LimitPolicy(limits=limits)) == names


def test_Q13_a_designated_agent_needs_no_bucket() -> None:
    """He is bucket 1 of the case's own queue, and of the catch-all of a case that has none."""
    queues = (queue("q", {"ann"}), queue("rest", {"ann"}))
    mine = case("c1", queue_id="q", designated_agent_id="bob")
    lost = case("c2", designated_agent_id="bob")
    facts = office(queues=queues, cases=(mine, lost), catch_all_id="rest")

    assert reasons(facts, "c1") == {}
    assert reasons(facts, "c2") == {}


def test_L4_a_calendar_day_is_one_of_the_queues_zone() -> None:
    """04:30 UTC is still yesterday in New York."""
    past = recent(ago(hours=5, minutes=30), queue_id="q", source=Source.ALLOTMENT)
    calendar = {"daily_limit": DailyLimit(1, Period.CALENDAR)}
    rolling = {"daily_limit": DailyLimit(1)}

    assert told({"recent": (past,)}, {**calendar, "zone": NEW_YORK}) == ()
    assert told({"recent": (past,)}, {**calendar, "zone": VIENNA}) == ("QUEUE_DAILY_LIMIT",)
    assert told({"recent": (past,)}, rolling) == ("QUEUE_DAILY_LIMIT",)
