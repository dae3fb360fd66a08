"""A small request with one of everything, whose right answer is known."""

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from tests.referee.instances.dice import Row

NOW = "2026-03-04T10:00:00Z"
"""A Wednesday, 11:00 in Vienna."""

ALL_DAY = [{"days": ["DAY_WEDNESDAY", "DAY_THURSDAY"], "start": "08:00", "end": "18:00"}]
NIGHT = [{"days": ["DAY_WEDNESDAY"], "start": "22:00", "end": "06:00"}]


def example() -> AssignRequest:
    """Six agents, eight cases, four queues; ann and bob have room for two and one."""
    return json_format.ParseDict(
        {
            "snapshotTime": NOW,
            "cases": cases(),
            "agents": agents(),
            "accounts": [{"accountId": "k", "timeZone": "Asia/Tokyo", "activityWindows": ALL_DAY}],
            "policy": policy(),
        },
        AssignRequest(),
    )


def cases() -> list[Row]:
    """c1, c2 and c3 are served, c4 is not; c5, c6, c7 and c8 cannot be."""
    return [
        case("c1", "desk", priority="P1", urgency=85, accountId="k"),
        case("c2", "desk", priority="P2", urgency=70),
        case("c3", "desk", priority="P2", urgency=65),
        case("c4", "desk"),
        case("c5", "vip", priority="P1"),
        case("c6", "empty", priority="P3"),
        case("c7", "nowhere"),
        case("c8", "full", urgency=10),
    ]


def case(name: str, queue: str, **facts: object) -> Row:
    return {"caseId": name, "queueId": queue, "createdTime": "2026-03-04T09:00:00Z"} | facts


def agents() -> list[Row]:
    held = [{"caseId": "h1", "priority": "P2", "status": "New"}, {"caseId": "h2"}]
    lately = [{"caseId": "old", "queueId": "desk", "time": "2026-03-04T09:30:00Z"}]
    return [
        {"agentId": "ann", "activeCases": held, "recentAssignments": lately},
        {"agentId": "bob", "limits": {"perCycle": 1}},
        {"agentId": "cat", "absences": [{"startTime": "2026-03-03T00:00:00Z"}]},
        {"agentId": "dan"},
        {"agentId": "eve", "activeCases": held, "limits": {"backlog": 2}},
        {"agentId": "fay"},
    ]


def policy() -> Row:
    crew = ["ann", "bob", "cat", "eve", "fay"]
    return {
        "holidayCalendars": [{"holidayCalendarId": "feast", "dates": ["2026-03-04"]}],
        "teams": [{"teamId": "pool", "agentIds": ["bob", "dan"]}],
        "shifts": [
            {
                "shiftId": "day",
                "timeZone": "Europe/Vienna",
                "agentIds": crew,
                "workingHours": ALL_DAY,
            },
            {"shiftId": "late", "timeZone": "UTC", "agentIds": ["dan"], "assignmentHours": NIGHT},
        ],
        "queues": [
            {"queueId": "desk", "buckets": [{"agentIds": ["ann", "eve"]}, {"teamIds": ["pool"]}]},
            {"queueId": "vip", "buckets": [{"agentIds": ["cat"]}]},
            {"queueId": "empty", "buckets": [{"agentIds": ["nobody"]}]},
            {"queueId": "full", "buckets": [{"agentIds": ["eve"]}]},
        ],
        "drainGroups": [{"queueIds": ["vip"]}],
        "limitPolicy": {"limits": {"hourly": {"count": 3}}},
    }
