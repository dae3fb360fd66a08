"""The reference policy, as text, as fields and as a message, and a snapshot to go with it."""

from typing import Any

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.policy_pb2 import Policy
from server.translate.files import read_policy
from server.translate.plain_text import read_yaml
from tests.architecture.house import ROOT

PATH = ROOT / "examples/reference_policy.yaml"
TEXT = PATH.read_text("utf-8")


def reference_fields() -> dict[str, Any]:
    """The policy in proto-JSON form, afresh."""
    fields = read_yaml(TEXT)
    assert isinstance(fields, dict)
    return fields


def reference_policy() -> Policy:
    """The policy, afresh."""
    return read_policy(PATH)


AGENTS = ("ada", "ben", "cleo", "dan", "eve", "finn", "gus", "hana")


def monday_morning() -> AssignRequest:
    """Everybody of the reference policy, and a case for most of its queues."""
    agents = [
        {
            "agent_id": name,
            "skills": [{"name": "sql", "level": 3}],
            "attributes": [{"name": "language", "text": "de"}],
            "presence": {"status": "Available"},
        }
        for name in AGENTS
    ]
    cases: list[dict[str, Any]] = [
        {"case_id": "key", "account_id": "acme", "priority": "P1"},
        {"case_id": "sql", "attributes": [{"name": "product", "text": "database"}]},
        {"case_id": "lan", "queue_id": "network"},
        {"case_id": "new", "queue_id": "trial"},
        {"case_id": "odd"},
    ]
    created = {"created_time": "2026-03-16T08:30:00Z"}
    fields = {
        "snapshot_time": "2026-03-16T09:00:00Z",
        "agents": agents,
        "accounts": [{"account_id": "acme"}],
        "cases": [case | created for case in cases],
    }
    return json_format.ParseDict(fields, AssignRequest())
