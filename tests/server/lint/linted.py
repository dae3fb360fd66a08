"""Policies and snapshots in proto-JSON form, and what the lint finds in them."""

from datetime import UTC, datetime
from typing import Any

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.policy_pb2 import Policy
from server.lint import Finding, lint

MONDAY = datetime(2026, 3, 16, 12, tzinfo=UTC)

MORNING = {"days": ["DAY_MONDAY"], "start": "08:00", "end": "12:00"}

GOOD: dict[str, Any] = {
    "teams": [{"team_id": "t", "agent_ids": ["g"]}],
    "shifts": [
        {"shift_id": "s", "time_zone": "UTC", "team_ids": ["t"], "working_hours": [MORNING]}
    ],
    "queues": [{"queue_id": "q", "buckets": [{"team_ids": ["t"]}]}],
    "fit": {"pillar_weights": [{"pillar": "bandwidth", "weight": 1}]},
}
"""A policy in which nothing is found but that there is no catch-all."""


def policy_of(**fields: object) -> Policy:
    """GOOD with other fields."""
    return json_format.ParseDict({**GOOD, **fields}, Policy())


def snapshot_of(*agents: str, **fields: object) -> AssignRequest:
    """A snapshot of these agents with one case in queue q."""
    rows = [{"agent_id": agent_id} for agent_id in agents]
    case = {"case_id": "c", "queue_id": "q", "created_time": "2026-03-16T08:00:00Z"}
    return json_format.ParseDict({"agents": rows, "cases": [case], **fields}, AssignRequest())


def found(policy: Policy, check: str, snapshot: AssignRequest | None = None) -> list[Finding]:
    """What one check finds."""
    findings = lint(policy, snapshot, MONDAY)
    return [reported.finding for reported in findings if reported.check == check]


def places(policy: Policy, check: str, snapshot: AssignRequest | None = None) -> list[str]:
    """Severity and field path of what one check finds."""
    return [f"{each.severity.name} {each.field}" for each in found(policy, check, snapshot)]


def checks_of(policy: Policy, snapshot: AssignRequest | None = None) -> set[str]:
    """Names of the checks that find something."""
    return {reported.check for reported in lint(policy, snapshot, MONDAY)}
