"""Agents of an imported snapshot: what they hold, got and serve."""

import pytest

from allotment.v1 import agent_pb2
from server.importing.limits import AssumedLimits
from server.importing.mapping import Sources
from tests.server.importing.logs import SERVICENOW, Imported, Row, event, imported

WAITING = event("WAIT", "1/3/2016 09:00")


def held(number: str, time: str, agent: str = "Resolver 1", **columns: str) -> Row:
    """An event of an incident that somebody holds, opened on the first of March."""
    return event(number, time, assigned_to=agent, **{"opened_at": "1/3/2016 09:00", **columns})


def fifty() -> list[Row]:
    """Enough unassigned incidents for none to be counted in."""
    return [event(f"OLD{place:03d}", "1/3/2016 09:00") for place in range(50)]


def agent_of(found: Imported, name: str = "Resolver 1") -> agent_pb2.Agent:
    """The agent of a name."""
    return next(agent for agent in found.request.agents if agent.agent_id == name)


def test_everybody_who_was_ever_an_assignee_is_an_agent() -> None:
    rows = [WAITING, held("A", "2/3/2016 09:00", "Resolver 2"), held("B", "2/3/2016 09:00")]

    assert [agent.agent_id for agent in imported(rows).request.agents] == [
        "Resolver 1",
        "Resolver 2",
    ]


def test_open_incidents_are_the_backlog_of_who_holds_them() -> None:
    rows = [
        WAITING,
        held("A", "2/3/2016 09:00", incident_state="Awaiting User Info"),
        held("B", "2/3/2016 09:00", incident_state="Active", priority="2 - High"),
        held("C", "2/3/2016 09:00", incident_state="Resolved"),
    ]

    active = agent_of(imported(rows)).active_cases

    assert [(one.case_id, one.status, one.priority) for one in active] == [
        ("A", "Waiting on customer", "P3"),
        ("B", "Active", "P2"),
    ]
    assert {one.source for one in active} == {agent_pb2.ASSIGNMENT_SOURCE_OTHER}


def test_a_change_of_assignee_in_the_last_day_is_a_recent_assignment() -> None:
    rows = [WAITING, held("A", "2/3/2016 09:00", "?"), held("A", "10/3/2016 09:00")]

    (recent,) = agent_of(imported(rows)).recent_assignments

    assert (recent.case_id, recent.queue_id) == ("A", "Group 1")
    assert recent.time.ToJsonString() == "2016-03-10T09:00:00Z"
    assert recent.came_back == agent_pb2.CAME_BACK_UNSPECIFIED


@pytest.mark.parametrize(
    ("changed_by", "source"),
    [
        pytest.param("allotment", agent_pb2.ASSIGNMENT_SOURCE_ALLOTMENT, id="this product"),
        pytest.param("rules", agent_pb2.ASSIGNMENT_SOURCE_OTHER, id="another program"),
        pytest.param("Updated by 7", agent_pb2.ASSIGNMENT_SOURCE_MANUAL, id="a person"),
        pytest.param("?", agent_pb2.ASSIGNMENT_SOURCE_OTHER, id="nobody knows"),
    ],
)
def test_L5_L7_an_import_marks_who_assigned(changed_by: str, source: int) -> None:
    """A case that is held, and the assignment that gave it to its agent."""
    columns = SERVICENOW.columns.model_copy(update={"changed_by": "sys_updated_by"})
    sources = Sources(allotment=frozenset({"allotment"}), other=frozenset({"rules"}))
    mapping = SERVICENOW.model_copy(update={"columns": columns, "sources": sources})
    rows = [
        WAITING | {"sys_updated_by": "somebody"},
        held("A", "10/3/2016 09:00", sys_updated_by=changed_by),
        held("A", "10/3/2016 09:30", incident_state="Active", sys_updated_by="somebody"),
    ]

    found = agent_of(imported(rows, mapping=mapping))

    assert [one.source for one in found.recent_assignments] == [source]
    assert [one.source for one in found.active_cases] == [source]


def test_an_event_without_a_change_of_assignee_is_no_assignment() -> None:
    rows = [WAITING, held("A", "2/3/2016 09:00"), held("A", "10/3/2016 09:00")]

    assert not agent_of(imported(rows)).recent_assignments


def test_an_assignment_just_a_day_old_is_no_longer_recent() -> None:
    rows = [WAITING, held("A", "9/3/2016 12:00"), held("B", "9/3/2016 12:01")]

    assert [one.case_id for one in agent_of(imported(rows)).recent_assignments] == ["B"]


def test_an_open_incident_that_is_passed_on_was_withdrawn() -> None:
    rows = [
        WAITING,
        held("A", "2/3/2016 09:00"),
        held("A", "10/3/2016 11:00", "Resolver 2", incident_state="Active"),
    ]

    found = imported(rows)

    (recent,) = agent_of(found).recent_assignments
    assert recent.came_back == agent_pb2.CAME_BACK_WITHDRAWN
    assert recent.came_back_time.ToJsonString() == "2016-03-10T11:00:00Z"
    assert agent_of(found, "Resolver 2").recent_assignments[0].came_back == 0


def test_an_incident_that_ends_with_somebody_else_was_not_withdrawn() -> None:
    rows = [
        WAITING,
        held("A", "10/3/2016 09:00"),
        held("A", "10/3/2016 11:00", "Resolver 2", incident_state="Resolved"),
    ]

    (recent,) = agent_of(imported(rows)).recent_assignments

    assert recent.came_back == agent_pb2.CAME_BACK_UNSPECIFIED


def test_within_a_minute_the_sequence_tells_who_held_the_incident_last() -> None:
    rows = [
        *fifty(),
        held("A", "10/3/2016 09:00", "Resolver 2", sys_mod_count="10"),
        held("A", "10/3/2016 09:00", "Resolver 1", sys_mod_count="9"),
    ]

    found = imported(rows)

    assert [one.case_id for one in agent_of(found, "Resolver 2").active_cases] == ["A"]
    assert not agent_of(found).active_cases


def test_three_incidents_in_seven_days_make_a_specialist() -> None:
    rows = [
        WAITING,
        *(held(number, "9/3/2016 09:00") for number in "ABC"),
        *(held(number, "9/3/2016 09:00", "Resolver 2") for number in "DE"),
        *(held(number, "2/3/2016 09:00", "Resolver 3") for number in "FGH"),
    ]

    (queue,) = imported(rows).request.policy.queues

    assert [list(bucket.agent_ids) for bucket in queue.buckets] == [
        ["Resolver 1"],
        ["Resolver 2", "Resolver 3"],
    ]


def test_where_nobody_is_a_specialist_the_others_come_first() -> None:
    (queue,) = imported([WAITING, held("A", "9/3/2016 09:00")]).request.policy.queues

    assert [list(bucket.agent_ids) for bucket in queue.buckets] == [["Resolver 1"]]


def test_many_events_of_one_incident_count_once() -> None:
    rows = [WAITING, *(held("A", f"9/3/2016 09:{minute:02d}") for minute in range(10))]
    rows += [held(number, "9/3/2016 09:00", "Resolver 2") for number in "BCD"]

    (queue,) = imported(rows).request.policy.queues

    assert [list(bucket.agent_ids) for bucket in queue.buckets] == [["Resolver 2"], ["Resolver 1"]]


def test_the_limits_are_those_that_were_asked_for() -> None:
    found = imported([WAITING, held("A", "9/3/2016 09:00")], limits=AssumedLimits(7, 2))

    limits = found.request.policy.limit_policy.limits
    assert (limits.backlog, limits.hourly.count) == (7, 2)
    assert any("7 cases and get 2 in 8 hours" in text for text in found.summary.assumptions)
