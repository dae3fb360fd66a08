"""With a snapshot the lint knows who and what there really is."""

from typing import Any

import pytest

from tests.server.lint.linted import GOOD, found, places, policy_of, snapshot_of

QUEUE = GOOD["queues"][0]
PRESENT = {"agent_id": "g", "presence": {"status": "Available"}}
PREDICTED = {
    "agent_id": "g",
    "time_zone": "UTC",
    "predicted_windows": [{"days": ["DAY_MONDAY"], "start": "08:00", "end": "12:00"}],
}


def test_K2_agents_who_are_not_there_are_named() -> None:
    """Wherever the policy names them."""
    policy = policy_of(teams=[{"team_id": "t", "agent_ids": ["g", "gone"]}])

    (finding,) = found(policy, "unknown-agent", snapshot_of("g"))

    assert finding.field == "teams[0].agent_ids"
    assert finding.description == "1 agent not in the snapshot, so passed over: 'gone'."


def test_K2_a_bucket_of_people_who_are_not_there_is_empty() -> None:
    (finding,) = found(policy_of(), "empty-bucket", snapshot_of("somebody"))

    assert finding.description == "Bucket 1 of queue 'q' holds nobody who is in the snapshot."


def test_K2_an_agent_in_no_bucket_is_named() -> None:
    (finding,) = found(policy_of(), "idle-agent", snapshot_of("g", "idle"))

    assert finding.description == "1 agent of the snapshot in no bucket: 'idle'."


@pytest.mark.parametrize(
    ("agents", "expected"),
    [
        pytest.param([{"agent_id": "g"}], ["ERROR shifts"], id="no source at all"),
        pytest.param([PRESENT], [], id="presence"),
        pytest.param([PREDICTED], [], id="predicted hours"),
        pytest.param([{"agent_id": "h"}], [], id="in no bucket"),
    ],
)
def test_K2_it_must_be_known_when_somebody_is_there(
    agents: list[dict[str, Any]], expected: list[str]
) -> None:
    """V1: no source at all is an error."""
    snapshot = snapshot_of(agents=agents)

    assert places(policy_of(shifts=[]), "no-availability-source", snapshot) == expected


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        pytest.param({"agent_id": "g"}, ["WARNING queues[0].presence_required"], id="unknown"),
        pytest.param(PRESENT, [], id="known"),
    ],
)
def test_K2_presence_can_only_be_asked_for_where_it_is_known(
    agent: dict[str, Any], expected: list[str]
) -> None:
    policy = policy_of(queues=[{**QUEUE, "presence_required": True}])

    assert places(policy, "no-presence", snapshot_of(agents=[agent])) == expected


def test_K2_a_queue_without_cases_and_a_case_without_queue_are_told() -> None:
    """The queue's name is perhaps written differently in the CRM."""
    policy = policy_of(queues=[{**QUEUE, "queue_id": "Q"}])

    assert places(policy, "unmatched-queue", snapshot_of("g")) == ["INFO queues[0].queue_id"]
    assert places(policy, "unmatched-case", snapshot_of("g")) == ["WARNING queues"]


def test_K2_a_snapshot_that_is_refused_is_told_and_not_looked_at() -> None:
    """Its own problems, with the first of them."""
    snapshot = snapshot_of("g", "g")

    (finding,) = found(policy_of(), "snapshot", snapshot)

    assert finding.description.startswith("The snapshot is refused, with 1 problem; agents[1]")
    assert places(policy_of(), "unmatched-queue", snapshot) == []


def test_K2_cases_are_not_looked_at_under_a_policy_that_is_refused() -> None:
    """And that is said."""
    policy = policy_of(time_zone="Wien")

    assert places(policy, "snapshot", snapshot_of("g")) == ["INFO "]


def test_K2_the_policy_of_the_snapshot_does_not_count() -> None:
    snapshot = snapshot_of("g", policy={"queues": []})

    assert places(policy_of(), "no-queue", snapshot) == []


def test_K2_sent_skills_need_no_ontology() -> None:
    """S13: what is sent wins."""
    sent = {"kind": "KIND_PILLAR", "pillar": "skills", "sparse": {}}

    assert places(policy_of(fit={}), "no-ontology", snapshot_of("g", scores=[sent])) == []
