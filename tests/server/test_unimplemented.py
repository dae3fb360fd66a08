"""The table of what is not honoured yet, and the walk that finds it in a request."""

from typing import Any

import pytest
from google.protobuf.message import Message

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1.agent_pb2 import ActiveCase, Agent
from allotment.v1.case_pb2 import Case
from allotment.v1.policy_pb2 import Policy
from server.errors import NotHonoured
from server.translate import snapshot_from_proto
from server.unimplemented import TABLE, Rpc, find_unhonoured
from server.violations import MOST_LISTED
from tests.server.translate.requests import NOON, request_of, small_request, translate

NEWER = b"\x92\x7d\x01x"
"""Field 2002, a text: no message has it."""
SERVICE = wire.DESCRIPTOR.services_by_name["AssignmentService"]


def found_in(message: Message) -> list[tuple[str, str]]:
    """Path and enum value of all that is not honoured."""
    return [(found.path, found.value) for found in find_unhonoured(message).first]


def test_every_rpc_that_is_not_answered_is_in_the_table() -> None:
    """A new RPC is answered, or listed."""
    listed = {(each.service, each.name) for each in TABLE if isinstance(each, Rpc)}

    assert listed == {(SERVICE.name, rpc.name) for rpc in SERVICE.methods} - {
        (SERVICE.name, "Assign"),
        (SERVICE.name, "AssignStream"),
        (SERVICE.name, "Check"),
        (SERVICE.name, "Explain"),
        (SERVICE.name, "LintPolicy"),
        (SERVICE.name, "Recommend"),
        (SERVICE.name, "Simulate"),
        (SERVICE.name, "VerifyCertificate"),
    }


def test_no_line_of_the_table_comes_twice() -> None:
    """Deleting a line is enough to honour something."""
    assert [line for place, line in enumerate(TABLE) if line in TABLE[:place]] == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            {"agents": [{}, {}, {"presence": {"read_time": "2026-03-16T11:00:00Z"}}]},
            [("agents[2].presence.read_time", "")],
            id="a field of a row",
        ),
        pytest.param(
            {"rowErrors": "ROW_ERRORS_SET_ASIDE"},
            [("row_errors", "ROW_ERRORS_SET_ASIDE")],
            id="an enum value by its name",
        ),
        pytest.param(
            {"agents": [{"presence": {"read_time": "2026-03-16T08:00:00Z"}}]},
            [("agents[0].presence.read_time", "")],
            id="a message, not its fields",
        ),
        pytest.param(
            {
                "row_errors": "ROW_ERRORS_SET_ASIDE",
                "agents": [
                    {"active_cases": [{"case_id": "a", "queue_id": "q"}]},
                    {"presence": {"read_time": "2026-03-16T08:00:00Z"}},
                ],
                "policyId": "p",
            },
            [
                ("agents[0].active_cases[0].queue_id", ""),
                ("agents[1].presence.read_time", ""),
                ("policy_id", ""),
                ("row_errors", "ROW_ERRORS_SET_ASIDE"),
            ],
            id="all at once, by field number",
        ),
    ],
)
def test_what_is_set_and_not_honoured_is_listed(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Every setting is named by its path."""
    assert found_in(request_of(fields)) == expected


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(
            {"fit": {"recent_assignment_penalty": {"memory": "MEMORY_LAST"}}}, id="last one only"
        ),
        pytest.param({"fit": {"on_pillar_failure": "ON_PILLAR_FAILURE_DROP"}}, id="drop pillars"),
        pytest.param({"round_robin_fallback": {}}, id="no fallback"),
    ],
)
def test_settings_that_say_what_is_done_anyway_are_honoured(fields: dict[str, Any]) -> None:
    """Whoever writes a default out is not refused for it."""
    assert found_in(request_of({"policy": fields})) == []


def test_fields_of_a_newer_contract_are_listed() -> None:
    """A field that this version has never heard of is not dropped in silence."""
    case = Case.FromString(Case(case_id="c1").SerializeToString() + NEWER)
    request = wire.AssignRequest(cases=[Case(), case])
    request = wire.AssignRequest.FromString(request.SerializeToString() + NEWER)

    assert found_in(request) == [("(field 2002)", ""), ("cases[1].(field 2002)", "")]


def test_a_hostile_request_gets_a_bounded_list_and_a_count() -> None:
    """The list ends after 1,000 lines; the rest is counted."""
    busy = Agent(active_cases=[ActiveCase(queue_id="q")])
    request = wire.AssignRequest(agents=[busy] * (MOST_LISTED + 5))

    found = find_unhonoured(request)

    assert (len(found.first), found.rest) == (MOST_LISTED, 5)


def test_translation_refuses_before_it_looks_for_violations() -> None:
    """What is not honoured is told first: its rows cannot be judged."""
    request = small_request()
    request.agents[0].active_cases.add(queue_id="q")
    request.cases[0].case_id = ""

    with pytest.raises(NotHonoured, match=r"agents\[0\]\.active_cases\[0\]\.queue_id"):
        translate(request)


def test_the_servers_own_policy_is_looked_at_too() -> None:
    """A policy file does not get past the table."""
    policy = Policy()
    policy.MergeFromString(NEWER)

    with pytest.raises(NotHonoured, match=r"policy\.\(field 2002\)"):
        snapshot_from_proto(small_request(), NOON, policy)
