"""Virtual queues and the round-robin fallback from request to answer (Q2, Q6, Q9, Q11)."""

from typing import Any

import pytest
from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.plan_pb2 import OUTCOME_UNASSIGNED, VIA_RR_FALLBACK, Assignment
from server.errors import InvalidRequest
from tests.answering import answer

SHIFT = {
    "shift_id": "s",
    "time_zone": "UTC",
    "agent_ids": ["ann", "bob"],
    "working_hours": [{"days": ["DAY_WEDNESDAY"], "start": "09:00", "end": "17:00"}],
}


def request(
    cases: list[dict[str, Any]], queues: list[dict[str, Any]], **rest: Any
) -> AssignRequest:
    """Cases c0, c1 ... on a Wednesday at 10:00, for Ann and Bob."""
    rows = [
        {"case_id": f"c{i}", "created_time": "2026-03-04T09:00:00Z"} | row
        for i, row in enumerate(cases)
    ]
    policy = {"shifts": [SHIFT], "queues": queues} | rest.pop("policy", {})
    facts = {
        "snapshot_time": "2026-03-04T10:00:00Z",
        "cases": rows,
        "agents": [{"agent_id": "ann"}, {"agent_id": "bob"}],
        "policy": policy,
    }
    return json_format.ParseDict(facts | rest, AssignRequest())


def decided(sent: AssignRequest) -> list[Assignment]:
    """The rows of the batch, by case."""
    return list(answer(sent).batch.assignments)


def queue(queue_id: str, agent: str, filter_: str = "") -> dict[str, Any]:
    """A queue of one agent."""
    return {"queue_id": queue_id, "filter": filter_, "buckets": [{"agent_ids": [agent]}]}


def test_Q2_a_filter_makes_a_queue_of_the_cases_that_it_takes() -> None:
    """By subject and priority; the other case waits, because no queue takes it."""
    words = "subject LIKE '%vpn%' AND priority = 'P1'"
    cases = [{"subject": "VPN is down", "priority": "P1"}, {"subject": "VPN", "priority": "P3"}]
    first, second = decided(request(cases, [queue("vpn", "ann", words)]))

    assert (first.agent_id, first.queue_id) == ("ann", "vpn")
    assert second.outcome == OUTCOME_UNASSIGNED


def test_Q2_filters_see_declared_fields_accounts_bands_and_virtual_accounts() -> None:
    queues = [
        queue("gold", "ann", "virtual_account = 'key' AND account.attr.region = 'EU'"),
        queue("hot", "bob", "band = 'premium' AND product = 'Mail'"),
    ]
    sent = request(
        [
            {"account_id": "k1"},
            {"urgency": 90, "attributes": [{"name": "product", "text": "Mail"}]},
            {"urgency": 20, "attributes": [{"name": "product", "text": "Mail"}]},
        ],
        queues,
        accounts=[{"account_id": "k1", "attributes": [{"name": "region", "text": "EU"}]}],
        policy={
            "virtual_accounts": [{"virtual_account_id": "key", "account_ids": ["k1"]}],
            "field_declarations": [
                {"name": "product", "type": "TYPE_TEXT"},
                {"name": "region", "type": "TYPE_TEXT", "owner": "OWNER_ACCOUNT"},
            ],
        },
    )

    assert [row.agent_id for row in decided(sent)] == ["ann", "bob", ""]


def test_Q6_agents_of_several_matching_queues_are_united() -> None:
    """Both queues take both cases; each agent gets one, each charged to one queue."""
    queues = [queue("a", "ann", "priority = 'P1'"), queue("b", "bob", "urgency > 10")]
    rows = decided(request([{"priority": "P1", "urgency": 50}] * 2, queues))

    assert sorted((row.agent_id, row.queue_id) for row in rows) == [("ann", "a"), ("bob", "b")]


def test_Q2_every_mistake_of_a_filter_is_told_with_its_position() -> None:
    """Before anything is decided: path, line, column and a caret."""
    sent = request([{}], [queue("a", "ann", "subjct = 'x' AND priority = 3")])
    with pytest.raises(InvalidRequest) as error:
        answer(sent)
    found = [(one.path, one.message) for one in error.value.violations]

    assert {path for path, _ in found} == {"policy.queues[0].filter"}
    assert "Line 1, column 1" in found[0][1]
    assert "subject" in found[0][1]


def test_Q9_an_urgent_case_goes_over_a_full_limit_by_turns_and_says_so() -> None:
    """Both agents are at their limit; Bob has waited longer. Routine waits with its reason."""
    sent = request(
        [{"queue_id": "q", "priority": "P1"}, {"queue_id": "q", "priority": "P3"}],
        [{"queue_id": "q", "buckets": [{"agent_ids": ["ann", "bob"]}]}],
        policy={
            "limit_policy": {"limits": {"hourly": {"count": 1}}},
            "round_robin_fallback": {"priorities": ["P1"]},
        },
        agents=[
            {"agent_id": "ann", "recent_assignments": [_recent("09:50")]},
            {"agent_id": "bob", "recent_assignments": [_recent("09:10")]},
        ],
    )
    response = answer(sent)
    urgent, routine = response.batch.assignments

    assert (urgent.agent_id, urgent.via) == ("bob", VIA_RR_FALLBACK)
    assert list(urgent.overridden_limits) == [PairReason.PAIR_REASON_HOURLY_LIMIT]
    assert routine.outcome == OUTCOME_UNASSIGNED
    assert all(level.proved for level in response.batch.override_levels)
    assert response.batch.override_levels[0].served_count == 1
    assert "over an hourly limit" in response.explanations[0].sentence


def _recent(time: str) -> dict[str, str]:
    return {"case_id": "past", "queue_id": "q", "time": f"2026-03-04T{time}:00Z"}


def test_Q9_an_unknown_priority_is_refused() -> None:
    policy = {"round_robin_fallback": {"priorities": ["Critical"], "max_overrides_per_agent": -1}}
    with pytest.raises(InvalidRequest) as error:
        answer(request([{}], [queue("a", "ann")], policy=policy))

    assert [one.path for one in error.value.violations] == [
        "policy.round_robin_fallback.priorities[0]",
        "policy.round_robin_fallback.max_overrides_per_agent",
    ]
