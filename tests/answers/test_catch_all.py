"""The catch-all queue in whole answers (Q10)."""

from typing import Any

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from tests.answers.asking import Goes, Row, agent, agents, case, decided, histogram, queue, request

QUEUES = [queue("q", "ann"), queue("rest", "bob", "cid")]


def caught(agent_id: str, bucket: int = 1, rank: int = 0) -> Goes:
    return Goes(agent_id, "rest", bucket, rank, "CATCH_ALL")


def asking(*cases: Row, staff: list[Row] | None = None, **policy: Any) -> AssignRequest:
    given = {"catchAllQueueId": "rest"} | policy
    return request(list(cases), staff or agents("ann bob cid"), QUEUES, **given)


def test_Q10_a_case_of_no_queue_goes_to_the_catch_all() -> None:
    """One without a queue, and one with a name that nobody knows."""
    asked = asking(case("c1"), case("c2", "unheard of"), case("c3", "q"))

    assert decided(asked) == {"c1": caught("bob"), "c2": caught("bob"), "c3": Goes("ann", "q")}


def test_Q10_the_catch_all_is_the_last_tier() -> None:
    asked = asking(
        case("c1", "q", urgency=80), case("c2", "q"), limitPolicy={"limits": {"perCycle": 1}}
    )

    assert decided(asked) == {"c1": Goes("ann", "q"), "c2": caught("bob", 1, 1)}


def test_Q10_without_a_catch_all_a_case_of_no_queue_waits() -> None:
    assert decided(asking(case("c1"), catchAllQueueId="")) == {"c1": "NO_QUEUE_MATCH"}


@pytest.mark.parametrize(
    ("bob", "reason"),
    [
        pytest.param({"limits": {"backlog": 0}}, "BACKLOG_LIMIT", id="its limits"),
        pytest.param(
            {"absences": [{"startTime": "2026-03-04T00:00:00Z"}]}, "OUT_OF_OFFICE", id="absences"
        ),
        pytest.param({}, "MISSING_SKILL", id="what the case requires"),
    ],
)
def test_Q10_absolute_rules_limits_and_requirements_hold_in_the_catch_all(
    bob: Row, reason: str
) -> None:
    """If even there nobody is available the case stays, with its reason."""
    needs = [] if bob else [{"kind": "KIND_SKILL", "name": "vpn"}]
    asked = asking(case("c1", requirements=needs), staff=[agent("ann"), agent("bob", **bob)])

    assert histogram(asked, "c1") == {reason: 1}


def test_Q10_a_case_of_the_catch_all_queue_itself_is_its_own() -> None:
    assert decided(asking(case("c1", "rest"))) == {"c1": caught("bob")}


def test_Q5_a_case_of_no_queue_comes_after_all_groups() -> None:
    """Bob takes one: the case of the listed queue, though it is less urgent."""
    asked = request(
        [case("c1", urgency=90), case("c2", "q", urgency=10)],
        [agent("bob", limits={"perCycle": 1})],
        [queue("q", "bob"), queue("rest", "bob")],
        catchAllQueueId="rest",
        drainGroups=[{"queueIds": ["q"]}],
    )

    assert decided(asked) == {"c1": "OUTCOMPETED", "c2": Goes("bob", "q")}
