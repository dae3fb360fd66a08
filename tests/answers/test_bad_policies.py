"""Policies that are wrong, or perhaps not meant, in whole answers and in lint (K1, K2)."""

from typing import Any

import pytest
from google.protobuf import json_format

from allotment.v1.policy_pb2 import Policy
from server.errors import InvalidRequest
from server.lint import lint
from tests.answering import SETTINGS, answer
from tests.answers.asking import ALWAYS, Goes, Row, agents, case, decided, queue, request

SHIFT: Row = {"shiftId": "s", "timeZone": "UTC", "agentIds": ["ann"], "workingHours": ALWAYS}
MORNING: Row = {"days": ["DAY_MONDAY"], "start": "09:00", "end": "11:00"}


def policy(**fields: Any) -> Row:
    """Ann is in queue q all the time, but for what is given."""
    return {"shifts": [SHIFT], "queues": [queue("q", "ann")]} | fields


def checks_of(fields: Row) -> set[str]:
    """Names of the checks that find something."""
    read = json_format.ParseDict(fields, Policy())
    return {each.check for each in lint(read, None, SETTINGS.received_time)}


def chain(**fallbacks: list[str]) -> list[Row]:
    return [queue(name, "ann", fallbackQueueIds=ids) for name, ids in fallbacks.items()]


WRONG: list[Any] = [
    pytest.param(
        policy(queues=[queue("q", "ann", filter="urgncy > 5")]),
        "queues[0].filter",
        "urgncy",
        id="a bad filter: no such field",
    ),
    pytest.param(
        policy(queues=[queue("q", "ann", filter="urgency > 'x'")]),
        "queues[0].filter",
        "^",
        id="a bad filter: a text is no number",
    ),
    pytest.param(
        policy(queues=[queue("q", "ann", filter="(urgency > 5")]),
        "queues[0].filter",
        "^",
        id="a bad filter: a bracket stays open",
    ),
    pytest.param(
        policy(queues=chain(q=["r"], r=["q"])),
        "queues[1].fallback_queue_ids",
        "q -> r -> q",
        id="a chain in a circle",
    ),
    pytest.param(
        policy(queues=chain(q=["q"])),
        "queues[0].fallback_queue_ids",
        "q -> q",
        id="a queue behind itself",
    ),
    pytest.param(
        policy(queues=[{"queueId": "q", "buckets": [{"teamIds": ["tem"]}]}]),
        "queues[0].buckets[0].team_ids[0]",
        "tem",
        id="an unknown team in a bucket",
    ),
    pytest.param(
        policy(shifts=[SHIFT | {"teamIds": ["tem"]}]),
        "shifts[0].team_ids[0]",
        "tem",
        id="an unknown team on a shift",
    ),
    pytest.param(
        policy(shifts=[SHIFT | {"timeZone": ""}]), "shifts[0].time_zone", "", id="no zone"
    ),
    pytest.param(
        policy(shifts=[SHIFT | {"timeZone": "Europe/Wien"}]),
        "shifts[0].time_zone",
        "Europe/Wien",
        id="an unknown zone",
    ),
]


@pytest.mark.parametrize(("fields", "path", "words"), WRONG)
def test_K1_K2_what_is_wrong_is_refused_with_its_place_and_found_by_lint(
    fields: Row, path: str, words: str
) -> None:
    """As a whole: nothing of the policy is in force, the good queue neither."""
    good = queue("good", "ann")
    whole = fields | {"queues": [*fields["queues"], good]}
    asked = request([case("c1", "good")], agents("ann"), **whole)
    with pytest.raises(InvalidRequest) as error:
        answer(asked)
    told = {each.path: each.message for each in error.value.violations}
    found = [each.finding for each in lint(asked.policy, None, SETTINGS.received_time)]

    assert any(at.startswith(f"policy.{path}") and words in text for at, text in told.items())
    assert any(each.field.startswith(path) and words in each.description for each in found)
    assert all("Maybe" in text or "^" in text for text in told.values())


ODD: list[Any] = [
    pytest.param(
        policy(queues=[queue("q", "", "ann")]), "empty-bucket", Goes("ann", "q", 2, 1),
        id="an empty bucket is passed",
    ),
    pytest.param(
        policy(queues=[queue("q", "ann ben")]), "no-availability-source", Goes("ann", "q"),
        id="an agent on no shift",
    ),
    pytest.param(
        policy(shifts=[SHIFT | {"workingHours": [*ALWAYS, *ALWAYS]}]),
        "overlapping-hours", Goes("ann", "q"), id="overlapping hours",
    ),
    pytest.param(
        policy(queues=[queue("q", "ann", roundRobin={"mode": "MODE_WINDOWS",
                                                     "windows": [MORNING, MORNING]})]),
        "overlapping-windows", Goes("ann", "q"), id="overlapping windows of turns",
    ),
    pytest.param(
        policy(queues=[queue("q", "ann", filter="queue = 'q' OR queue = 'r' AND priority = 'P1'")]),
        "mixed-and-or", Goes("ann", "q"), id="AND and OR without brackets",
    ),
    pytest.param(
        policy(queues=[queue("q", "ann " + " ".join(f"x{n}" for n in range(150)))]),
        "wide-scope", Goes("ann", "q"), id="more than 150 agents",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "check", "found"), ODD)
def test_K2_what_is_perhaps_not_meant_is_found_by_lint_and_decides_all_the_same(
    fields: Row, check: str, found: Goes
) -> None:
    asked = request([case("c1", "q")], agents("ann"), **fields)

    assert check in checks_of(fields)
    assert check not in checks_of(policy())
    assert decided(asked) == {"c1": found}


def test_K2_a_scope_of_exactly_150_agents_is_not_too_wide() -> None:
    names = " ".join(f"x{n}" for n in range(150))

    assert "wide-scope" not in checks_of(policy(queues=[queue("q", names)]))
