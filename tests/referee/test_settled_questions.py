"""Rows of the spec that referee and product once read differently, as they are settled now."""

from typing import Any

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.plan_pb2 import CASE_REASON_AUTO_ASSIGN_STOPPED, Notice
from tests.answering import answer
from tests.answers.asking import (
    Goes,
    agent,
    agents,
    case,
    decided,
    fits,
    lately,
    queue,
    request,
)
from tests.referee import complaints

SHIFT = {
    "shiftId": "s",
    "timeZone": "UTC",
    "agentIds": ["a"],
    "workingHours": [{"days": ["DAY_WEDNESDAY"], "start": "09:00", "end": "17:00"}],
}


def one_case(facts: dict[str, Any], **policy: Any) -> AssignRequest:
    """One case for one agent in hours."""
    case = {"caseId": "c", "queueId": "q", "createdTime": "2026-03-04T09:00:00Z"}
    queue = {"queueId": "q", "buckets": [{"agentIds": ["a"]}]}
    rows = {
        "snapshotTime": "2026-03-04T10:00:00Z",
        "cases": [case],
        "agents": [{"agentId": "a"} | facts],
        "policy": {"shifts": [SHIFT], "queues": [queue]} | policy,
    }
    return json_format.ParseDict(rows, AssignRequest())


def test_a_pillar_that_nobody_scores_is_left_out_and_its_weight_shared() -> None:
    """x cannot be computed, so bandwidth, the other pillar, is the whole fit; a notice says so."""
    weights = [{"pillar": "x", "weight": 1}, {"pillar": "bandwidth", "weight": 1}]
    response = answer(one_case({}, fit={"pillarWeights": weights}))
    assert response.batch.assignments[0].fit == 10_000
    assert any(row.kind == Notice.KIND_PILLAR_DROPPED for row in response.notices)


def test_a_bare_count_of_cases_fills_the_backlog_whatever_sources_count() -> None:
    """Nothing says whose the 4 cases are: a hard limit must not be lost over it."""
    sent = one_case(
        {"activeCount": 4, "activeLoad": 9.5},
        limitPolicy={
            "limits": {"backlog": 4},
            "backlogSources": "COUNTED_SOURCES_ALLOTMENT",
        },
    )
    assert complaints(sent, answer(sent)) == []


def test_a_scope_stops_when_its_last_pillar_cannot_be_computed() -> None:
    """Nothing is left to tell who suits the case, so the queue decides nothing (R8)."""
    response = answer(one_case({}, fit={"pillarWeights": [{"pillar": "x", "weight": 1}]}))
    assert response.batch.assignments[0].case_reason == CASE_REASON_AUTO_ASSIGN_STOPPED


def test_O3_an_owned_case_stays_where_another_gains_nothing() -> None:
    """Ann and Bob suit it alike; Bob's last assignment is older. O3 asks for no ping-pong.

    Staying costs nothing in the tie-break. Were it the place of the agent alone, the case
    would go to Bob, and back three hours later, when the penalty has gone.
    """
    staff = [
        agent("ann", recentAssignments=[lately("2026-03-04T09:00:00Z")]),
        agent("bob"),
    ]
    owned = case("c1", "q", ownerAgentId="ann")
    asked = request([owned], staff, [queue("q", "ann bob")], fits({"c1": (0.5, 0.5)}))

    assert decided(asked) == {"c1": "kept by ann"}


def test_Q7_cases_of_a_queue_that_only_recommends_are_assigned_by_nobody() -> None:
    """Q7: off is recommend only, and R6 switches on queue by queue.

    The catch-all would otherwise get all cases of queues that are not switched on yet.
    """
    asked = request(
        [case("c1", "q")],
        agents("ann bob"),
        [queue("q", "ann", autoAssign=False), queue("rest", "bob")],
        catchAllQueueId="rest",
    )

    assert decided(asked) == {"c1": "NO_ELIGIBLE_AGENT"}


def test_Q13_a_designated_agent_is_bucket_1_of_every_queue_of_the_case() -> None:
    """Q6: charged to the first queue whose daily limit has room, here the second one."""
    past = [lately("2026-03-04T08:00:00Z", "q", source="ASSIGNMENT_SOURCE_ALLOTMENT")]
    asked = request(
        [case("c1", "q", designatedAgentId="ann", priority="P1")],
        [agent("ann", recentAssignments=past), agent("bob")],
        [
            queue("q", "bob", dailyLimit={"count": 1}),
            queue("urgent", "bob", filter="priority = 'P1'"),
        ],
    )

    assert decided(asked) == {"c1": Goes("ann", "urgent")}


def test_Q13_a_designated_agent_takes_cases_of_no_queue_through_the_catch_all() -> None:
    """Bucket 1 of the case, whichever queue it goes through."""
    asked = request(
        [case("c1", designatedAgentId="ann")],
        agents("ann bob"),
        [queue("rest", "bob")],
        catchAllQueueId="rest",
    )

    assert decided(asked) == {"c1": Goes("ann", "rest", via="CATCH_ALL")}
