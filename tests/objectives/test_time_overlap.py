"""Time overlap over the next 24 business hours, on 5-minute slots (S5)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from objectives.time_overlap import TIME_OVERLAP
from solver.facts import Absence, FitPolicy, Shift, Snapshot, WeeklyWindow
from solver.rules import Flag
from tests.builders import (
    EVERY_DAY,
    KOLKATA,
    LORD_HOWE,
    NEW_YORK,
    NOW,
    SYDNEY,
    UTC_ZONE,
    VIENNA,
    WEEKDAYS,
    absence,
    account,
    agent,
    ahead,
    case,
    policy,
    shift,
    snapshot,
    team,
    window,
)
from tests.objectives.lookup import flags, values
from tests.objectives.slot_by_slot import slots_in_common

NINE_TO_FIVE = (window("09:00", "17:00"),)
ALL_DAY = (window("00:00", "24:00"),)
ROUND_THE_CLOCK = FitPolicy(skip_weekends=False)
FRIDAY_NOON = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)


def overlap(facts: Snapshot) -> float:
    """The value of the only pair."""
    return values(TIME_OVERLAP.factor(facts), facts)[0][0] / 1_000_000


def flag(facts: Snapshot) -> Flag:
    return flags(TIME_OVERLAP.factor(facts), facts)[0][0]


def pair(
    customer: tuple[WeeklyWindow, ...],
    *works: Shift,
    now: datetime = NOW,
    zone: ZoneInfo = UTC_ZONE,
    **policy_facts: Any,
) -> Snapshot:
    """A customer and an agent `a1` on these shifts."""
    return snapshot(
        now=now,
        cases=(case(zone=zone, activity_windows=customer),),
        policy=policy(shifts=works, **policy_facts),
    )


def works(*hours: WeeklyWindow, **facts: Any) -> Shift:
    return shift("a1", working_hours=hours, **facts)


@pytest.mark.parametrize(
    ("hours", "share"),
    [
        pytest.param(("09:00", "17:00"), 1.0, id="the same hours"),
        pytest.param(("00:00", "24:00"), 1.0, id="more hours"),
        pytest.param(("09:00", "13:00"), 0.5, id="half of them"),
        pytest.param(("15:00", "23:00"), 0.25, id="the last two"),
        pytest.param(("17:00", "09:00"), 0.0, id="the night"),
    ],
)
def test_S5_overlap_is_the_share_of_the_customers_hours_that_the_agent_works(
    hours: tuple[str, str], share: float
) -> None:
    assert overlap(pair(NINE_TO_FIVE, works(window(*hours)))) == share


def test_S5_the_horizon_is_24_hours_from_now() -> None:
    """At 10:00 the customer's Wednesday has 7 h left; Thursday adds the hour until 10:00."""
    thursday = window("09:00", "17:00", frozenset({3}))

    assert overlap(pair(NINE_TO_FIVE, works(thursday))) == 0.125


@pytest.mark.parametrize(
    ("end", "share"),
    [
        pytest.param("10:02", 0.0, id="before the midpoint"),
        pytest.param("10:03", 0.5, id="past the midpoint"),
        pytest.param("10:07", 0.5, id="before the next midpoint"),
        pytest.param("10:08", 1.0, id="past the next midpoint"),
    ],
)
def test_S5_a_slot_belongs_to_hours_that_cover_its_midpoint(end: str, share: float) -> None:
    """The customer's 10 minutes are two slots, with midpoints 10:02:30 and 10:07:30."""
    assert overlap(pair((window("10:00", "10:10"),), works(window("09:00", end)))) == share


def test_S5_a_window_of_a_single_slot_is_a_window() -> None:
    assert overlap(pair((window("10:00", "10:05"),), works(*NINE_TO_FIVE))) == 1.0


def test_S5_a_slot_whose_midpoint_is_past_no_longer_counts() -> None:
    """At 10:03 only the slot of 10:05 is left of today; tomorrow's 10:00 slot is still ahead."""
    today = window("10:00", "10:10", frozenset({2}))
    facts = pair((window("10:00", "10:10"),), works(today), now=NOW + timedelta(minutes=3))

    assert overlap(facts) == 0.5


def test_S5_values_are_rounded_half_even_to_parts_per_million() -> None:
    """Three slots, of which the agent works two."""
    facts = pair((window("10:00", "10:15"),), works(window("10:00", "10:10")))

    assert values(TIME_OVERLAP.factor(facts), facts) == [[666_667]]


@pytest.mark.parametrize(
    ("day", "share"),
    [
        pytest.param(4, 0.5, id="Friday until midnight"),
        pytest.param(5, 0.0, id="Saturday"),
        pytest.param(6, 0.0, id="Sunday"),
        pytest.param(0, 0.5, id="Monday until noon"),
    ],
)
def test_S5_on_friday_noon_the_next_24_hours_end_on_monday_noon(day: int, share: float) -> None:
    hours = window("00:00", "24:00", frozenset({day}))

    assert overlap(pair(ALL_DAY, works(hours), now=FRIDAY_NOON)) == share


def test_S5_round_the_clock_saturday_counts() -> None:
    saturday = works(window("00:00", "24:00", frozenset({5})))

    assert overlap(pair(ALL_DAY, saturday, now=FRIDAY_NOON, fit=ROUND_THE_CLOCK)) == 0.5


def test_S5_the_weekend_is_that_of_the_customers_zone() -> None:
    """Friday 12:00 UTC is 23:00 in Sydney: one hour of Friday, then 23 of Monday."""
    friday = works(window("00:00", "24:00", frozenset({4})), zone=SYDNEY)

    assert overlap(pair(ALL_DAY, friday, now=FRIDAY_NOON, zone=SYDNEY)) == round(1 / 24, 6)


@pytest.mark.parametrize(
    ("own", "general", "share"),
    [
        pytest.param(None, True, 0.0, id="the policy skips"),
        pytest.param(None, False, 0.5, id="the policy does not skip"),
        pytest.param(True, False, 0.0, id="the account skips"),
        pytest.param(False, True, 0.5, id="the account does not skip"),
    ],
)
def test_S5_an_account_may_have_a_round_the_clock_entitlement(
    own: bool | None, general: bool, share: float
) -> None:
    customer = account(zone=UTC_ZONE, activity_windows=ALL_DAY, skip_weekends=own)
    facts = snapshot(
        now=FRIDAY_NOON,
        cases=(case(account_id="k1"),),
        accounts=(customer,),
        policy=policy(
            fit=FitPolicy(skip_weekends=general),
            shifts=(works(window("00:00", "24:00", frozenset({5}))),),
        ),
    )

    assert overlap(facts) == share


def test_S5_a_case_knows_better_than_its_account() -> None:
    """Each fact for itself: own windows in the account's zone."""
    customer = account(zone=VIENNA, activity_windows=ALL_DAY)
    facts = snapshot(
        cases=(case(account_id="k1", activity_windows=(window("12:00", "14:00"),)),),
        accounts=(customer,),
        policy=policy(shifts=(works(window("11:00", "12:00")),)),
    )

    assert overlap(facts) == 0.5


def test_S5_without_a_zone_the_policys_holds() -> None:
    facts = snapshot(
        cases=(case(activity_windows=(window("12:00", "14:00"),)),),
        policy=policy(zone=VIENNA, shifts=(works(window("11:00", "12:00")),)),
    )

    assert overlap(facts) == 0.5


def test_S5_without_customer_information_the_value_is_one_half_and_flagged() -> None:
    facts = pair((), works(*ALL_DAY))

    assert overlap(facts) == 0.5
    assert flag(facts) == Flag.NO_CUSTOMER_WINDOW


def test_S5_an_empty_window_in_the_horizon_is_one_half_and_flagged() -> None:
    """A customer who is active on Saturdays only, on a Wednesday."""
    facts = pair((window("09:00", "17:00", frozenset({5})),), works(*ALL_DAY))

    assert overlap(facts) == 0.5
    assert flag(facts) == Flag.NO_CUSTOMER_WINDOW


def test_S5_an_agent_without_a_shift_has_no_overlap_and_is_flagged() -> None:
    facts = pair(NINE_TO_FIVE)

    assert overlap(facts) == 0
    assert flag(facts) == Flag.NO_AGENT_HOURS


def test_S5_an_unknown_customer_outranks_unknown_hours() -> None:
    facts = pair(())

    assert overlap(facts) == 0.5
    assert flag(facts) == Flag.NO_CUSTOMER_WINDOW


def test_S5_known_hours_without_overlap_are_no_default() -> None:
    facts = pair(NINE_TO_FIVE, works(window("20:00", "21:00")))

    assert overlap(facts) == 0
    assert flag(facts) == Flag.NONE


def test_S5_working_hours_count_assignment_hours_only_where_there_are_no_others() -> None:
    narrow = (window("10:00", "12:00"),)
    both = shift("a1", assignment_hours=narrow, working_hours=NINE_TO_FIVE)

    assert overlap(pair(NINE_TO_FIVE, both)) == 1.0
    assert overlap(pair(NINE_TO_FIVE, shift("a1", assignment_hours=narrow))) == 0.25


def test_S5_several_shifts_count_together() -> None:
    early = works(window("09:00", "12:00"), shift_id="early")
    late = works(window("11:00", "13:00"), shift_id="late")

    assert overlap(pair(NINE_TO_FIVE, early, late)) == 0.5


@pytest.mark.parametrize(
    ("own", "teams"),
    [
        pytest.param((absence(NOW, ahead(hours=4)),), (), id="the agent's"),
        pytest.param((), (absence(NOW, ahead(hours=4)),), id="his team's"),
    ],
)
def test_S5_absences_are_taken_out(own: Any, teams: Any) -> None:
    """10:00 to 14:00 is half of the customer's eight hours."""
    facts = snapshot(
        cases=(case(zone=UTC_ZONE, activity_windows=NINE_TO_FIVE),),
        agents=(agent(absences=own),),
        policy=policy(shifts=(works(*NINE_TO_FIVE),), teams=(team("t", "a1", absences=teams),)),
    )

    assert overlap(facts) == 0.5


def test_S5_an_absence_until_further_notice_leaves_nothing() -> None:
    facts = snapshot(
        cases=(case(zone=UTC_ZONE, activity_windows=NINE_TO_FIVE),),
        agents=(agent(absences=(absence(NOW),)),),
        policy=policy(shifts=(works(*NINE_TO_FIVE),)),
    )

    assert overlap(facts) == 0


def test_S5_breaks_are_taken_out() -> None:
    """Two of the customer's eight hours."""
    facts = pair(NINE_TO_FIVE, works(*ALL_DAY, breaks=(window("12:00", "14:00"),)))

    assert overlap(facts) == 0.75


def test_V1_a_break_of_one_shift_is_taken_out_of_the_other_too() -> None:
    lunch = works(*NINE_TO_FIVE, breaks=(window("12:00", "14:00"),))

    assert overlap(pair(NINE_TO_FIVE, lunch, works(*ALL_DAY, shift_id="other"))) == 0.75


def predicted(*shifts: Shift, **facts: Any) -> Snapshot:
    """An agent whose hours are predicted: 10:00-12:00 in Vienna, an hour less in UTC."""
    one = agent(zone=VIENNA, predicted_hours=(window("10:00", "12:00"),), **facts)
    return replace(pair(NINE_TO_FIVE, *shifts), agents=(one,))


def test_S5_predicted_hours_stand_in_for_a_shift() -> None:
    facts = predicted()

    assert overlap(facts) == 0.25
    assert flag(facts) == Flag.NONE


def test_S5_absences_are_taken_out_of_predicted_hours() -> None:
    """Until 9:30 UTC tomorrow: half an hour of the next day's hour and a half is lost."""
    assert overlap(predicted(absences=(absence(NOW, ahead(hours=23, minutes=30)),))) == 0.0625


def test_S5_a_shift_outranks_predicted_hours() -> None:
    assert overlap(predicted(works(*NINE_TO_FIVE))) == 1.0


def test_S5_every_pair_has_its_own_value() -> None:
    """Two customers and a stranger meet an agent of the day, one of the night and a stranger."""
    cases = (
        case("c1", zone=UTC_ZONE, activity_windows=NINE_TO_FIVE),
        case("c2"),
        case("c3", zone=UTC_ZONE, activity_windows=(window("21:00", "05:00"),)),
        case("c4", zone=UTC_ZONE, activity_windows=NINE_TO_FIVE),
    )
    shifts = (
        shift("day", shift_id="s1", working_hours=(window("09:00", "13:00"),)),
        shift("night", shift_id="s2", working_hours=(window("23:00", "01:00"),)),
    )
    agents = (agent("day"), agent("night"), agent("who"))
    facts = snapshot(cases=cases, agents=agents, policy=policy(shifts=shifts))

    assert values(TIME_OVERLAP.factor(facts), facts) == [
        [500_000, 0, 0],
        [500_000, 500_000, 500_000],
        [0, 250_000, 0],
        [500_000, 0, 0],
    ]


def test_an_empty_snapshot_has_no_values() -> None:
    facts = snapshot(cases=(), agents=())

    assert values(TIME_OVERLAP.factor(facts), facts) == []


ZONES = st.sampled_from([UTC_ZONE, VIENNA, NEW_YORK, SYDNEY, LORD_HOWE, KOLKATA])
DAYS = st.sampled_from([EVERY_DAY, WEEKDAYS, frozenset({0, 5}), frozenset({6})])
WINDOWS = st.lists(
    st.builds(WeeklyWindow, DAYS, st.integers(0, 700), st.integers(701, 1440))
    | st.builds(WeeklyWindow, DAYS, st.integers(701, 1439), st.integers(0, 700)),
    min_size=1,
    max_size=2,
).map(tuple)
MOMENTS = st.sampled_from(
    ["2026-03-04", "2026-03-06", "2026-03-28", "2026-04-04", "2026-10-02", "2026-10-24"]
)


@settings(max_examples=100, deadline=None)
@given(
    day=MOMENTS,
    minutes=st.integers(0, 1439),
    zones=st.tuples(ZONES, ZONES),
    hours=st.tuples(WINDOWS, WINDOWS),
    skip=st.booleans(),
    away=st.none() | st.tuples(st.integers(-600, 3000), st.integers(1, 3000)),
    breaks=st.just(()) | WINDOWS,
    is_predicted=st.booleans(),
)
def test_S5_the_matrix_product_agrees_with_reading_slot_after_slot(
    day: str,
    minutes: int,
    zones: tuple[ZoneInfo, ZoneInfo],
    hours: tuple[tuple[WeeklyWindow, ...], tuple[WeeklyWindow, ...]],
    skip: bool,
    away: tuple[int, int] | None,
    breaks: tuple[WeeklyWindow, ...],
    is_predicted: bool,
) -> None:
    """Around clock changes of both hemispheres and at weekends."""
    now = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(minutes=minutes)
    absences: tuple[Absence, ...] = ()
    if away:
        start = now + timedelta(minutes=away[0])
        absences = (absence(start, start + timedelta(minutes=away[1])),)
    facts = snapshot(
        now=now,
        cases=(case(zone=zones[0], activity_windows=hours[0]),),
        agents=(agent(absences=absences, zone=zones[1], predicted_hours=hours[1]),),
        policy=policy(
            fit=FitPolicy(skip_weekends=skip),
            shifts=() if is_predicted else (works(*hours[1], zone=zones[1], breaks=breaks),),
        ),
    )
    both, length = slots_in_common(facts)

    assert overlap(facts) == (round(both / length, 6) if length else 0.5)
    assert flag(facts) == (Flag.NONE if length else Flag.NO_CUSTOMER_WINDOW)
