"""Rows of the spec that referee and product once read differently, as they are settled now."""

from typing import Any

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.plan_pb2 import CASE_REASON_AUTO_ASSIGN_STOPPED, Notice
from tests.answering import answer
from tests.referee import complaints

SHIFT = {
    "shiftId": "s",
    "timeZone": "UTC",
    "agentIds": ["a"],
    "workingHours": [{"days": ["DAY_WEDNESDAY"], "start": "09:00", "end": "17:00"}],
}


def request(agent: dict[str, Any], **policy: Any) -> AssignRequest:
    """One case for one agent in hours."""
    case = {"caseId": "c", "queueId": "q", "createdTime": "2026-03-04T09:00:00Z"}
    queue = {"queueId": "q", "buckets": [{"agentIds": ["a"]}]}
    rows = {
        "snapshotTime": "2026-03-04T10:00:00Z",
        "cases": [case],
        "agents": [{"agentId": "a"} | agent],
        "policy": {"shifts": [SHIFT], "queues": [queue]} | policy,
    }
    return json_format.ParseDict(rows, AssignRequest())


def test_a_pillar_that_nobody_scores_is_left_out_and_its_weight_shared() -> None:
    """x cannot be computed, so bandwidth, the other pillar, is the whole fit; a notice says so."""
    weights = [{"pillar": "x", "weight": 1}, {"pillar": "bandwidth", "weight": 1}]
    response = answer(request({}, fit={"pillarWeights": weights}))
    assert response.batch.assignments[0].fit == 10_000
    assert any(row.kind == Notice.KIND_PILLAR_DROPPED for row in response.notices)


def test_a_bare_count_of_cases_fills_the_backlog_whatever_sources_count() -> None:
    """Nothing says whose the 4 cases are: a hard limit must not be lost over it."""
    sent = request(
        {"activeCount": 4, "activeLoad": 9.5},
        limitPolicy={
            "limits": {"backlog": 4},
            "backlogSources": "COUNTED_SOURCES_ALLOTMENT",
        },
    )
    assert complaints(sent, answer(sent)) == []


def test_a_scope_stops_when_its_last_pillar_cannot_be_computed() -> None:
    """Nothing is left to tell who suits the case, so the queue decides nothing (R8)."""
    response = answer(request({}, fit={"pillarWeights": [{"pillar": "x", "weight": 1}]}))
    assert response.batch.assignments[0].case_reason == CASE_REASON_AUTO_ASSIGN_STOPPED
