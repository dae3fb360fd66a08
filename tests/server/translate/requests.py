"""Requests for the tests of the translation, and translations as comparable values."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import numpy as np
from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.errors import InvalidRequest
from server.translate import Translated, snapshot_from_proto
from server.violations import Violation
from solver.facts import DenseEfforts, DenseScores, Efforts, Scores

NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)
"""The moment of the server's clock: a Monday."""

FULL: dict[str, Any] = {
    "request_id": "00000000-0000-4000-8000-000000000001",
    "snapshot_time": "2026-03-16T10:00:00Z",
    "cases": [
        {
            "case_id": "c1",
            "queue_id": "q1",
            "account_id": "a1",
            "created_time": "2026-03-16T08:00:00Z",
            "priority": "P1",
            "urgency": 10,
            "effort": 2,
            "time_zone": "Europe/Vienna",
            "activity_windows": [{"days": ["DAY_MONDAY"], "start": "08:00", "end": "17:00"}],
            "designated_agent_id": "g1",
            "requirements": [
                {
                    "kind": "KIND_ATTRIBUTE",
                    "name": "language",
                    "value": "de",
                    "min_level": 2,
                    "widen_after": "600s",
                }
            ],
            "owner_agent_id": "g1",
            "attributes": [{"name": "product", "text": "Mail"}],
            "vip": True,
        },
        {"case_id": "c2", "created_time": "2026-03-16T09:00:00Z"},
    ],
    "agents": [
        {
            "agent_id": "g1",
            "capacity": 10,
            "limits": {"backlog": 5, "hourly": {"count": 2, "window": "3600s"}, "per_cycle": 1},
            "active_cases": [{"case_id": "h1", "priority": "P2", "status": "New", "effort": 1.5}],
            "recent_assignments": [
                {
                    "case_id": "r1",
                    "queue_id": "q1",
                    "time": "2026-03-16T09:00:00Z",
                    "source": "ASSIGNMENT_SOURCE_ALLOTMENT",
                    "came_back": "CAME_BACK_DECLINED",
                    "came_back_time": "2026-03-16T09:30:00Z",
                }
            ],
            "absences": [
                {"start_time": "2026-03-10T00:00:00Z", "end_time": "2026-03-22T00:00:00Z"}
            ],
            "presence": {"status": "Away"},
            "custom_presence": {"status": "Available"},
            "time_zone": "Europe/Vienna",
            "predicted_windows": [{"days": ["DAY_MONDAY"], "start": "10:00", "end": "16:00"}],
            "skills": [{"name": "vpn", "level": 3}],
            "attributes": [{"name": "language", "text": "de"}],
        },
        {"agent_id": "g2", "active_count": 3, "active_load": 4},
        {"agent_id": "g3"},
    ],
    "accounts": [
        {
            "account_id": "a1",
            "time_zone": "Europe/Vienna",
            "activity_windows": [{"days": ["DAY_FRIDAY"], "start": "08:00", "end": "17:00"}],
            "designated_agent_id": "g1",
            "attributes": [{"name": "region", "text": "EU"}],
            "histories": [
                {
                    "agent_id": "g1",
                    "case_count": 4,
                    "sentiment": 0.5,
                    "sentiment_trend": 0.25,
                    "need_attention": 0.75,
                    "mean_resolution_duration": "3600s",
                    "final_resolver_share": 0.5,
                }
            ],
            "median_resolution_duration": "7200s",
        },
        {"account_id": "a2"},
    ],
    "policy": {
        "policy_id": "p1",
        "version": "7",
        "time_zone": "Europe/Vienna",
        "priority_levels": [{"name": "P1", "weight": 8}, {"name": "P2", "weight": 4}],
        "teams": [
            {
                "team_id": "t1",
                "agent_ids": ["g1"],
                "limits": {"hourly": {"count": 9}},
                "absences": [{"start_time": "2026-03-01T00:00:00Z"}],
            },
            {"team_id": "t2", "agent_ids": ["g2"]},
        ],
        "holiday_calendars": [
            {"holiday_calendar_id": "h1", "dates": ["2026-12-25"]},
            {"holiday_calendar_id": "h2", "dates": ["2026-07-04"]},
        ],
        "shifts": [
            {
                "shift_id": "s1",
                "time_zone": "Europe/Vienna",
                "agent_ids": ["g1"],
                "team_ids": ["t1"],
                "assignment_hours": [{"days": ["DAY_MONDAY"], "start": "09:00", "end": "17:00"}],
                "working_hours": [{"days": ["DAY_MONDAY"], "start": "08:00", "end": "18:00"}],
                "breaks": [{"days": ["DAY_MONDAY"], "start": "12:00", "end": "12:30"}],
                "holiday_calendar_id": "h1",
            }
        ],
        "queues": [
            {
                "queue_id": "q1",
                "buckets": [{"agent_ids": ["g1"], "team_ids": ["t2"]}, {"agent_ids": ["g2"]}],
                "time_zone": "Europe/Vienna",
                "daily_limit": {"count": 3},
                "pillar_weights": [{"pillar": "skills", "weight": 1}],
                "fallback_queue_ids": ["q3"],
                "min_fit": 0.25,
                "min_fit_wait": "3600s",
                "round_robin": {
                    "mode": "MODE_WINDOWS",
                    "windows": [{"days": ["DAY_MONDAY"], "start": "09:00", "end": "11:00"}],
                },
                "requirements": [{"kind": "KIND_ATTRIBUTE", "name": "site", "value": "Graz"}],
            },
            {"queue_id": "q2"},
            {"queue_id": "q3", "filter": "product = 'Mail' OR virtual_account = 'key'"},
        ],
        "virtual_accounts": [{"virtual_account_id": "key", "account_ids": ["a1"]}],
        "field_declarations": [{"name": "product", "type": "TYPE_TEXT"}],
        "round_robin_fallback": {"priorities": ["P1"], "max_overrides_per_agent": 3},
        "drain_groups": [{"queue_ids": ["q1"]}],
        "catch_all_queue_id": "q3",
        "fit": {
            "pillar_weights": [
                {"pillar": "time_overlap", "weight": 0.75},
                {"pillar": "sentiment", "weight": 0.5},
            ],
            "status_multipliers": [{"status": "New", "multiplier": 1.5}],
        },
        "limit_policy": {"limits": {"hourly": {"count": 8}}},
        "availability": {"available_statuses": ["Available", "Idle"]},
        "urgency": {
            "bands": [{"name": "high", "min_score": 50}, {"name": "low"}],
            "tiers": [{"name": "Gold", "response_duration": "3600s"}],
            "categories": [{"category": "flood", "points": 50}],
            "lifetime_values": [{"above": 1000, "points": 5}],
            "contacts": [{"within_duration": "3600s", "points": 5}],
            "business_hours": {
                "windows": [{"days": ["DAY_MONDAY"], "start": "08:00", "end": "18:00"}],
                "holiday_calendar_id": "h1",
            },
        },
    },
    "scores": [
        {
            "kind": "KIND_PILLAR",
            "pillar": "sentiment",
            "dense": {"encoding": "ENCODING_UINT16", "case_count": 2, "agent_count": 3},
        },
        {
            "kind": "KIND_FIT",
            "sparse": {"case_indexes": [0], "agent_indexes": [1], "values": [0.5]},
        },
    ],
}
"""A request in which every row that this version reads is there."""

SMALL: dict[str, Any] = {
    "cases": [{"case_id": "c1", "created_time": "2026-03-16T08:00:00Z"}],
    "agents": [{"agent_id": "g1"}],
}
"""The least that is a request."""


def request_of(fields: dict[str, Any]) -> AssignRequest:
    """The request in proto-JSON form."""
    return json_format.ParseDict(fields, AssignRequest())


def full_request() -> AssignRequest:
    """A fresh copy of FULL, with scores of all its pairs."""
    return edited({})


ABSENT = object()
"""As a value in `edited`: the field is taken out."""


def edited(edits: dict[str, object], base: dict[str, Any] = FULL) -> AssignRequest:
    """The base with other values at some paths, such as `cases.0.urgency`; new rows are added."""
    fields = deepcopy(base)
    for path, value in edits.items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        here: Any = fields
        for step in steps:
            here = here.setdefault(step, {}) if isinstance(step, str) else here[step]
        if value is ABSENT:
            del here[last]
        elif isinstance(here, list) and last == len(here):
            here.append(value)
        else:
            here[last] = value
    return _with_cells(request_of(fields))


def _with_cells(request: AssignRequest) -> AssignRequest:
    if request.scores and request.scores[0].dense.case_count:
        request.scores[0].dense.cells = np.arange(6, dtype="<u2").tobytes()
    return request


def small_request() -> AssignRequest:
    """A fresh copy of SMALL."""
    return request_of(SMALL)


def translate(request: AssignRequest) -> Translated:
    """The translation at NOON."""
    return snapshot_from_proto(request, NOON)


def violations_of(request: AssignRequest) -> list[Violation]:
    """What is wrong with the request; nothing, if it is right."""
    try:
        translate(request)
    except InvalidRequest as error:
        return list(error.violations)
    return []


def problems_of(request: AssignRequest) -> list[tuple[str, str]]:
    """Path and reason of all that is wrong with the request."""
    return [(violation.path, violation.reason.value) for violation in violations_of(request)]


def facts_of(translated: Translated) -> tuple[object, ...]:
    """The snapshot as a value that can be compared."""
    snapshot = translated.snapshot
    return (
        snapshot.now,
        snapshot.cases,
        snapshot.agents,
        snapshot.accounts,
        snapshot.policy,
        tuple(_values(scores) for scores in snapshot.scores),
        _efforts(snapshot.efforts),
    )


def _efforts(efforts: Efforts | None) -> object:
    if efforts is None or isinstance(efforts, DenseEfforts):
        return efforts and efforts.effort.tolist()
    pairs = (efforts.case.tolist(), efforts.agent.tolist(), efforts.effort.tolist())
    return pairs, efforts.unlisted


def _values(scores: Scores) -> tuple[object, ...]:
    values = scores.values
    if isinstance(values, DenseScores):
        return scores.pillar, values.ppm.tolist()
    pairs = (values.case.tolist(), values.agent.tolist(), values.ppm.tolist())
    return scores.pillar, pairs, values.unlisted
