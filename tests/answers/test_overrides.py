"""Limits overridden by turns for priority cases, in whole answers (Q9)."""

from typing import Any

import pytest

from allotment.v1 import plan_pb2
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.plan_pb2 import Assignment
from tests.answering import answer
from tests.answers.asking import ALWAYS, NOW, Row, agent, case, lately, queue, request

OWN = {"source": "ASSIGNMENT_SOURCE_ALLOTMENT"}
FALLBACK: Row = {"roundRobinFallback": {"priorities": ["P1", "P2"]}}
FULL: Row = {"limits": {"backlog": 0}}


def ask(cases: list[Row], staff: list[Row], queues: list[Row], **policy: Any) -> list[Assignment]:
    """The decisions, in the order of the cases."""
    response = answer(request(cases, staff, queues, **(FALLBACK | policy)))
    assert response.batch.termination == plan_pb2.TERMINATION_OPTIMAL
    return list(response.batch.assignments)


def urgent(**facts: Any) -> Row:
    return case("c1", "q", priority="P1", **facts)


def one(staff: list[Row], queues: list[Row] | None = None, **policy: Any) -> str:
    """Who takes an urgent case over a limit, and which; or why it waits."""
    names = " ".join(row["agentId"] for row in staff)
    (row,) = ask([policy.pop("asks", urgent())], staff, queues or [queue("q", names)], **policy)
    if row.outcome == plan_pb2.OUTCOME_UNASSIGNED:
        return plan_pb2.CaseReason.Name(row.case_reason).removeprefix("CASE_REASON_")
    over = [PairReason.Name(each).removeprefix("PAIR_REASON_") for each in row.overridden_limits]
    return " ".join([row.agent_id, *over])


def recent(time: str = "09:00", **facts: Any) -> Row:
    return lately(f"2026-03-04T{time}:00Z", "q", **OWN, **facts)


@pytest.mark.parametrize(
    ("facts", "queue_facts", "found"),
    [
        pytest.param(FULL, {}, "ann BACKLOG_LIMIT", id="backlog"),
        pytest.param({"limits": {"hourly": {"count": 0}}}, {}, "ann HOURLY_LIMIT", id="hourly"),
        pytest.param(
            {"recentAssignments": [recent()]},
            {"dailyLimit": {"count": 1}},
            "ann QUEUE_DAILY_LIMIT",
            id="daily",
        ),
        pytest.param({"limits": {"perCycle": 0}}, {}, "ann CYCLE_LIMIT", id="per cycle"),
        pytest.param(
            {"limits": {"backlog": 0, "hourly": {"count": 0}, "perCycle": 0}},
            {"dailyLimit": {"count": 0}},
            "ann BACKLOG_LIMIT HOURLY_LIMIT QUEUE_DAILY_LIMIT CYCLE_LIMIT",
            id="all at once",
        ),
    ],
)
def test_Q9_capacity_limits_are_overridden_and_named(
    facts: Row, queue_facts: Row, found: str
) -> None:
    assert one([agent("ann", **facts)], [queue("q", "ann", **queue_facts)]) == found


@pytest.mark.parametrize(
    ("facts", "queue_facts", "policy"),
    [
        pytest.param({"absences": [{"startTime": NOW}]}, {}, {}, id="out of office"),
        pytest.param(
            {},
            {},
            {"shifts": [{"shiftId": "s", "timeZone": "UTC", "agentIds": ["ann"],
                         "workingHours": [ALWAYS[0] | {"start": "20:00"}]}]},
            id="hours",
        ),
        pytest.param(
            {"presence": {"status": "Away"}}, {"presenceRequired": True}, {}, id="presence"
        ),
        pytest.param(
            {}, {"requirements": [{"kind": "KIND_SKILL", "name": "vpn"}]}, {}, id="a skill"
        ),
        pytest.param(
            {}, {"requirements": [{"kind": "KIND_ATTRIBUTE", "name": "vpn"}]}, {}, id="an attribute"
        ),
        pytest.param(
            {"recentAssignments": [{"caseId": "c1", "time": "2026-03-04T09:00:00Z",
                                    "cameBack": "CAME_BACK_DECLINED"}]},
            {}, {}, id="cool-down",
        ),
        pytest.param({}, {"when": "WHEN_NEVER"}, {}, id="a queue that is off"),
        pytest.param({}, {"autoAssign": False}, {}, id="a queue that only recommends"),
        pytest.param({}, {"minFit": 1.0}, {}, id="least fit"),
    ],
)  # fmt: skip
def test_Q9_nothing_but_capacity_is_ever_overridden(
    facts: Row, queue_facts: Row, policy: Row
) -> None:
    full = agent("ann", **(FULL | facts))

    assert one([full], [queue("q", "ann", **queue_facts)], **policy).isupper()


def test_Q9_a_lock_is_never_overridden() -> None:
    """The locked case stays with Ann, who is over her limit already; Bob is full too."""
    locked = urgent(ownerAgentId="ann", lock=True)
    (row,) = ask([locked], [agent("ann", **FULL), agent("bob", **FULL)], [queue("q", "ann bob")])

    assert (row.outcome, row.agent_id) == (plan_pb2.OUTCOME_KEPT, "ann")


def test_Q9_only_listed_priorities_go_over_limits() -> None:
    assert one([agent("ann", **FULL)], asks=case("c1", "q", priority="P2")) == "ann BACKLOG_LIMIT"
    assert one([agent("ann", **FULL)], asks=case("c1", "q", priority="P3")) == (
        "ALL_BLOCKED_BY_CAPACITY"
    )


def test_Q9_who_is_blocked_by_something_else_does_not_stand_in_the_way() -> None:
    """Ann is away, Bob is only full: every agent who is otherwise eligible."""
    away = [{"startTime": NOW}]

    assert one([agent("ann", absences=away), agent("bob", **FULL)]) == "bob BACKLOG_LIMIT"


def test_Q9_agents_of_tiers_and_of_the_catch_all_are_not_overridden() -> None:
    queues = [
        queue("q", "gone", fallbackQueueIds=["back"]),
        queue("back", "ann"),
        queue("rest", "bob"),
    ]
    staff = [agent("ann", **FULL), agent("bob", **FULL)]

    assert one(staff, queues, catchAllQueueId="rest") == "ALL_BLOCKED_BY_CAPACITY"


def test_Q9_a_tier_with_room_comes_before_any_override() -> None:
    queues = [queue("q", "ann", fallbackQueueIds=["back"]), queue("back", "bob")]

    assert one([agent("ann", **FULL), agent("bob")], queues) == "bob"


def test_Q9_the_least_recent_through_the_queue_goes_first() -> None:
    staff = [
        agent("ann", recentAssignments=[recent("08:00")], **FULL),
        agent("bob", recentAssignments=[recent("07:00")], **FULL),
    ]

    assert one(staff) == "bob BACKLOG_LIMIT"


@pytest.mark.parametrize(
    ("override", "found"),
    [({}, "ALL_BLOCKED_BY_CAPACITY"), ({"overrideWeighted": True}, "ann WEIGHTED_CAPACITY")],
)
def test_Q9_L2_weighted_capacity_is_overridden_only_where_the_policy_says_so(
    override: Row, found: str
) -> None:
    """A P1 weighs 8, seven are allowed."""
    ann = agent("ann", limits={"hardCapacity": 7})
    fallback = {"priorities": ["P1"], **override}

    assert one([ann], roundRobinFallback=fallback) == found
