"""A small team that is asked about."""

from typing import Any

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest

ROWS: dict[str, Any] = {
    "snapshot_time": "2026-03-16T10:00:00Z",
    "cases": [
        {"case_id": "c1", "queue_id": "q", "created_time": "2026-03-16T09:00:00Z"},
        {"case_id": "c2", "queue_id": "q", "created_time": "2026-03-16T09:00:00Z"},
        {"case_id": "c3", "created_time": "2026-03-16T09:00:00Z"},
    ],
    "agents": [
        {"agent_id": "ann", "limits": {"backlog": 1}},
        {"agent_id": "bob"},
        {
            "agent_id": "cid",
            "limits": {"backlog": 1},
            "active_cases": [{"case_id": "h1"}],
        },
    ],
    "policy": {
        "queues": [{"queue_id": "q", "buckets": [{"agent_ids": ["ann", "cid"]}]}],
        "shifts": [
            {
                "shift_id": "s",
                "time_zone": "UTC",
                "agent_ids": ["ann", "bob", "cid"],
                "working_hours": [{"days": ["DAY_MONDAY"], "start": "00:00", "end": "24:00"}],
            }
        ],
    },
}
"""Ann has room for one case, Bob is in no queue, Cid is full, and no queue takes `c3`."""


def team() -> AssignRequest:
    """A copy of its snapshot."""
    return json_format.ParseDict(ROWS, AssignRequest())
