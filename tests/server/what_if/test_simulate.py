"""Simulate: the difference that changes make, case by case."""

from typing import Any

import pytest
from google.protobuf import json_format

from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import (
    AssignRequest,
    SimulateRequest,
    SimulateResponse,
    SnapshotChange,
)
from server.answer import simulate
from server.errors import InvalidRequest, NotFound
from server.what_if.changes import APPLY
from tests.answering import SETTINGS, answer
from tests.referee.instances.requests import random_request
from tests.server.what_if.questions import ROWS, team


def ask(snapshot: AssignRequest, *changes: dict[str, Any]) -> SimulateResponse:
    question = SimulateRequest(snapshot=snapshot)
    for change in changes:
        json_format.ParseDict(change, question.changes.add())
    return simulate(question.SerializeToString(), SETTINGS)


def lone() -> AssignRequest:
    """The team with one case to give away, so that nothing ties: Ann gets it."""
    snapshot = team()
    del snapshot.cases[1]
    return snapshot


def told(response: SimulateResponse) -> list[tuple[str, str]]:
    """Agents before and after of each case that differs."""
    return [(one.before.agent_id, one.after.agent_id) for one in response.differences]


def refused(*changes: dict[str, Any]) -> list[str]:
    with pytest.raises(InvalidRequest) as caught:
        ask(team(), *changes)
    return [problem.path for problem in caught.value.violations]


def more(agent_id: str, backlog: int) -> dict[str, Any]:
    return {"limits": {"agent_id": agent_id, "limits": {"backlog": backlog}}}


def test_one_more_place_serves_one_more_case() -> None:
    """And the sentence says who takes it, and through what."""
    snapshot = lone()
    snapshot.agents[0].limits.backlog = 0
    found = ask(snapshot, more("cid", 2))

    (one,) = found.differences
    assert (one.before.agent_id, one.after.agent_id) == ("", "cid")
    assert one.sentence.startswith("Waits no more: cid gets it. Goes to cid through q")
    assert [(row.outcome, row.before, row.after) for row in found.outcomes] == [
        (plan_pb2.OUTCOME_ASSIGNED, 0, 1),
        (plan_pb2.OUTCOME_UNASSIGNED, 2, 1),
    ]


def test_a_limit_that_is_not_named_stays() -> None:
    """Only the backlog changes; no new case per cycle is still none."""
    snapshot = lone()
    snapshot.agents[0].limits.backlog = 0
    snapshot.agents[2].limits.per_cycle = 0

    assert "cid" not in {agent for pair in told(ask(snapshot, more("cid", 2))) for agent in pair}


@pytest.mark.parametrize(
    ("changes", "agents"),
    [
        pytest.param([more("cid", 2), {"removed_agent_id": "ann"}], [("ann", "cid")], id="moves"),
        pytest.param([more("cid", 2), more("cid", 1)], [], id="there and back"),
        pytest.param([{"removed_case_id": "c1"}], [("ann", "")], id="a case less"),
        pytest.param(
            [{"agent": {"agent_id": "ann", "limits": {"backlog": 0}}}],
            [("ann", "")],
            id="an agent replaced",
        ),
        pytest.param(
            [{"case": ROWS["cases"][0] | {"case_id": "c4", "queue_id": "none"}}],
            [("", "")],
            id="a case more",
        ),
        pytest.param(
            [
                {
                    "shift": {
                        "shift_id": "s",
                        "time_zone": "UTC",
                        "agent_ids": ["bob"],
                        "working_hours": [
                            {"days": ["DAY_MONDAY"], "start": "00:00", "end": "24:00"}
                        ],
                    }
                }
            ],
            [("ann", "")],
            id="another shift",
        ),
        pytest.param([{"policy": {"queues": [], "shifts": []}}], [("ann", "")], id="no queues"),
        pytest.param(
            [
                {"skill": {"agent_id": "ann", "skill": {"name": "tls"}}},
                {"skill": {"agent_id": "ann", "skill": {"name": "tls", "level": 2}}},
            ],
            [],
            id="a skill that nobody asks for",
        ),
    ],
)
def test_changes_are_applied_in_order(
    changes: list[dict[str, Any]], agents: list[tuple[str, str]]
) -> None:
    """What differs, and nothing else."""
    assert told(ask(lone(), *changes)) == agents


def test_a_skill_opens_a_case_that_asks_for_it() -> None:
    snapshot = team()
    asked = snapshot.cases[0].requirements.add(name="tls")
    asked.kind = 1  # type: ignore[assignment]
    del snapshot.cases[1:]
    skill = {"skill": {"agent_id": "ann", "skill": {"name": "tls"}}}

    assert told(ask(snapshot, skill)) == [("", "ann")]


def test_both_batches_are_those_of_assign() -> None:
    """Whatever the features: the base is what Assign answers, and so is the other."""
    for seed in range(12):
        request = random_request(seed)
        request.ClearField("options")
        other = AssignRequest()
        other.CopyFrom(request)
        other.agents[0].limits.per_cycle = 0
        limit = {"limits": {"agent_id": request.agents[0].agent_id, "limits": {"per_cycle": 0}}}
        found = ask(request, limit)
        assert found.before == answer(request).batch, seed
        assert found.after == answer(other).batch, seed
        whole = len(found.before.assignments)
        assert sum(one.before for one in found.outcomes) == whole
        assert sum(one.after for one in found.outcomes) == whole


@pytest.mark.parametrize(
    "change",
    [
        {"removed_agent_id": "zoe"},
        {"removed_case_id": "c9"},
        more("zoe", 1),
        {"skill": {"agent_id": "zoe", "skill": {"name": "tls"}}},
    ],
)
def test_what_is_not_there_is_not_found(change: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        ask(team(), change)


def test_changes_that_say_nothing_are_refused_all_at_once() -> None:
    assert refused() == ["changes"]
    assert refused({}, {"limits": {"agent_id": "ann"}}, {"skill": {"agent_id": "ann"}}) == [
        "changes[0].change",
        "changes[1].limits.limits",
        "changes[2].skill.skill.name",
    ]


def test_what_is_wrong_after_the_changes_is_told_by_its_place_there() -> None:
    assert refused(more("ann", -1)) == ["changed.agents[0].limits.backlog"]


def test_the_snapshot_itself_is_not_changed() -> None:
    snapshot = team()
    ask(snapshot, {"removed_agent_id": "ann"})

    assert snapshot == team()


def test_every_kind_of_change_can_be_applied() -> None:
    """A new one needs a line of its own."""
    assert set(APPLY) == {field.name for field in SnapshotChange.DESCRIPTOR.fields}
