"""Counting limits in whole answers (L1, L3, L4, L5, S4)."""

from typing import Any

import pytest

from tests.answers.asking import (
    Goes,
    Row,
    agent,
    agents,
    case,
    decided,
    histogram,
    lately,
    queue,
)
from tests.answers.asking import request as request_of

OWN = {"source": "ASSIGNMENT_SOURCE_ALLOTMENT"}
BY_HAND = {"source": "ASSIGNMENT_SOURCE_MANUAL"}
BY_OTHERS = {"source": "ASSIGNMENT_SOURCE_OTHER"}


def ways(waiting: dict[str, Goes | str]) -> list[str]:
    """Who gets each case, or why it waits."""
    return [each if isinstance(each, str) else each.agent for each in waiting.values()]


def got(ann: Row, limits: Row, count: int = 3, **facts: Any) -> list[str]:
    """What becomes of so many cases that Ann alone may take."""
    cases = [case(f"c{n}", "q") for n in range(count)]
    policy = {"limitPolicy": {"limits": limits}} | facts
    return ways(decided(request_of(cases, [ann], [queue("q", "ann")], **policy)))


def holding(*sources: Row) -> Row:
    """Ann with a case of each source."""
    return agent("ann", activeCases=[{"caseId": f"h{n}", **one} for n, one in enumerate(sources)])


def with_past(*times: str, **facts: object) -> Row:
    """Ann with assignments of today at these times, as in `with_past("09:00:00")`."""
    return agent(
        "ann", recentAssignments=[lately(f"2026-03-04T{time}Z", "q", **facts) for time in times]
    )


def test_L1_cases_held_count_whoever_assigned_them() -> None:
    """Four are allowed; she holds one of her own finding, one by hand, one of ours."""
    assert got(holding({}, BY_HAND, OWN), {"backlog": 4}).count("ann") == 1


def test_L1_a_bare_count_is_a_count_of_cases() -> None:
    ann = agent("ann", activeCount=3, activeLoad=0.0)

    assert got(ann, {"backlog": 4}).count("ann") == 1


def test_L1_who_holds_more_than_allowed_by_hand_gets_nothing_and_nobody_is_refused() -> None:
    """Assignments by hand are facts, never an error."""
    over = holding(BY_HAND, BY_HAND, BY_HAND)

    assert got(over, {"backlog": 2}, 1) == ["ALL_BLOCKED_BY_CAPACITY"]


def test_L1_without_a_limit_nothing_is_limited() -> None:
    assert got(holding({}, {}), {}, 5) == ["ann"] * 5


def test_L3_in_the_window_so_many_new_cases_and_no_more() -> None:
    """Two in eight hours, one was at nine."""
    assert got(with_past("09:00:00"), {"hourly": {"count": 2}}).count("ann") == 1


@pytest.mark.parametrize(
    ("time", "hourly", "new"),
    [
        pytest.param("02:00:00.000001", {"count": 1}, 0, id="a little less than eight hours ago"),
        pytest.param("02:00:00", {"count": 1}, 1, id="exactly eight hours ago"),
        pytest.param("09:00:01", {"count": 1, "window": "3600s"}, 0, id="in a window of an hour"),
        pytest.param("09:00:00", {"count": 1, "window": "3600s"}, 1, id="exactly an hour ago"),
        pytest.param("10:00:00", {"count": 1}, 0, id="now"),
    ],
)
def test_L3_the_window_is_half_open(time: str, hourly: Row, new: int) -> None:
    assert got(with_past(time), {"hourly": hourly}).count("ann") == new


def test_L3_assignments_by_hand_count_too() -> None:
    assert got(with_past("09:00:00", **BY_HAND), {"hourly": {"count": 1}}).count("ann") == 0


def daily(count: int, **facts: object) -> list[Row]:
    """Two queues of Ann's, the first one with a limit per day."""
    return [queue("q", "ann", dailyLimit={"count": count, **facts}), queue("r", "ann")]


def test_L4_a_queue_gives_each_agent_so_many_a_day_and_other_queues_do_not_count() -> None:
    staff = [agent("ann", recentAssignments=[lately("2026-03-04T08:00:00Z", "r", **OWN)])]
    asked = request_of([*(case(f"c{n}", "q") for n in range(3)), case("r1", "r")], staff, daily(2))

    assert sorted(ways(decided(asked))) == ["OUTCOMPETED", "ann", "ann", "ann"]


def test_L4_the_limit_is_per_agent() -> None:
    cases = [case(f"c{n}", "q") for n in range(4)]
    asked = request_of(cases, agents("ann bob"), [queue("q", "ann bob", dailyLimit={"count": 1})])

    assert sorted(ways(decided(asked))) == ["OUTCOMPETED", "OUTCOMPETED", "ann", "bob"]


@pytest.mark.parametrize(
    ("time", "limit", "new"),
    [
        pytest.param("2026-03-03T10:00:00.000001Z", {}, 0, id="a little less than 24 hours ago"),
        pytest.param("2026-03-03T10:00:00Z", {}, 1, id="exactly 24 hours ago"),
        pytest.param("2026-03-03T23:59:59Z", {"period": "PERIOD_CALENDAR"}, 1, id="yesterday"),
        pytest.param("2026-03-04T00:00:00Z", {"period": "PERIOD_CALENDAR"}, 0, id="at midnight"),
    ],
)
def test_L4_a_day_is_24_hours_or_one_of_the_calendar(time: str, limit: Row, new: int) -> None:
    staff = [agent("ann", recentAssignments=[lately(time, "q", **OWN)])]
    asked = request_of([case("c1", "q")], staff, daily(1, **limit))

    assert ways(decided(asked)).count("ann") == new


@pytest.mark.parametrize(
    ("queue_zone", "policy_zone", "new"),
    [
        pytest.param("", "", 0, id="both unset: UTC"),
        pytest.param("", "Europe/Vienna", 0, id="Vienna's day has begun at 23:00"),
        pytest.param("", "America/New_York", 1, id="the policy's zone: last night in New York"),
        pytest.param("America/New_York", "Europe/Vienna", 1, id="the queue's zone wins"),
        pytest.param("Europe/Vienna", "America/New_York", 0, id="the other way round"),
    ],
)
def test_L4_the_calendar_is_that_of_the_queues_zone_or_else_of_the_policys(
    queue_zone: str, policy_zone: str, new: int
) -> None:
    """At 02:00 UTC it is 21:00 of the day before in New York."""
    staff = [agent("ann", recentAssignments=[lately("2026-03-04T02:00:00Z", "q", **OWN)])]
    limited = queue(
        "q", "ann", dailyLimit={"count": 1, "period": "PERIOD_CALENDAR"}, timeZone=queue_zone
    )
    asked = request_of([case("c1", "q")], staff, [limited], timeZone=policy_zone)

    assert ways(decided(asked)).count("ann") == new


def test_L5_the_lowest_of_the_limits_of_policy_teams_and_agent_wins() -> None:
    """Four for all, three for one of her teams, two for the other, five for herself."""
    teams = [
        {"teamId": "t", "agentIds": ["ann"], "limits": {"backlog": 3}},
        {"teamId": "u", "agentIds": ["ann"], "limits": {"backlog": 2}},
    ]
    ann = agent("ann", limits={"backlog": 5})

    assert got(ann, {"backlog": 4}, 6, teams=teams).count("ann") == 2


def test_L5_of_limits_of_different_kinds_the_tightest_wins() -> None:
    ann = with_past("09:00:00", **OWN)

    assert got(ann, {"backlog": 9, "hourly": {"count": 3}, "perCycle": 5}, 6).count("ann") == 2


@pytest.mark.parametrize(
    ("sources", "hourly_left", "daily_left"),
    [
        pytest.param({}, 1, 2, id="by default all per hour, and our own per day"),
        pytest.param({"hourlySources": "COUNTED_SOURCES_ALLOTMENT"}, 2, 2, id="our own per hour"),
        pytest.param({"dailySources": "COUNTED_SOURCES_ALL"}, 1, 1, id="all per day"),
    ],
)
def test_L5_each_limit_says_which_sources_count(
    sources: Row, hourly_left: int, daily_left: int
) -> None:
    """Three are allowed; Ann had one of ours and one from somewhere else."""
    past = [lately("2026-03-04T09:00:00Z", "q", **one) for one in (OWN, BY_OTHERS)]
    ann = agent("ann", recentAssignments=past)
    cases = [case(f"c{n}", "q") for n in range(4)]
    hourly = sources | {"limits": {"hourly": {"count": 3}}}
    by_hour = request_of(cases, [ann], [queue("q", "ann")], limitPolicy=hourly)
    by_day = request_of(cases, [ann], daily(3), limitPolicy=sources)

    assert ways(decided(by_hour)).count("ann") == hourly_left
    assert ways(decided(by_day)).count("ann") == daily_left


@pytest.mark.parametrize(
    ("sources", "new"), [({}, 1), ({"backlogSources": "COUNTED_SOURCES_ALLOTMENT"}, 2)]
)
def test_L5_the_backlog_counts_all_unless_told_otherwise(sources: Row, new: int) -> None:
    policy = {"limitPolicy": {"limits": {"backlog": 3}} | sources}

    assert got(holding(OWN, BY_HAND), {}, 4, **policy).count("ann") == new


@pytest.mark.parametrize("way", ["DECLINED", "EXPIRED", "WITHDRAWN"])
def test_L5_offers_that_came_back_count_in_no_limit_of_hours_and_days(way: str) -> None:
    came_back = {"cameBack": f"CAME_BACK_{way}", **OWN}
    ann = with_past("09:00:00", "09:30:00", **came_back)
    cases = [case("c1", "q"), case("c2", "q")]
    asked = request_of(cases, [ann], daily(1), limitPolicy={"limits": {"hourly": {"count": 1}}})

    assert sorted(ways(decided(asked))) == ["OUTCOMPETED", "ann"]


def test_S4_in_one_cycle_so_many_and_no_more() -> None:
    assert got(agent("ann"), {"perCycle": 2}).count("ann") == 2


def test_L1_L3_L4_S4_who_has_no_room_is_counted_under_the_first_limit() -> None:
    """In the order of the reasons: backlog, hourly, daily, cycle."""
    staff = [
        agent("ann", limits={"backlog": 0, "perCycle": 0}),
        agent("bob", limits={"hourly": {"count": 0}, "perCycle": 0}),
        agent("cid", recentAssignments=[lately("2026-03-04T08:00:00Z", "q", **OWN)]),
        agent("dan", limits={"perCycle": 0}),
    ]
    limited = queue("q", "ann bob cid dan", dailyLimit={"count": 1})

    assert histogram(request_of([case("c1", "q")], staff, [limited]), "c1") == {
        "BACKLOG_LIMIT": 1,
        "HOURLY_LIMIT": 1,
        "QUEUE_DAILY_LIMIT": 1,
        "CYCLE_LIMIT": 1,
    }
