"""Limits in whole answers: who assigned counts, and hand assignments overrun them (L1, L5, L7)."""

from collections.abc import Callable
from typing import Any

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.plan_pb2 import Notice
from tests.answers.asking import (
    Goes,
    Row,
    agent,
    case,
    decided,
    histogram,
    judged,
    lately,
    queue,
    request,
)

MANUAL = {"source": "ASSIGNMENT_SOURCE_MANUAL"}
OWN = {"source": "ASSIGNMENT_SOURCE_ALLOTMENT"}
HOUR_AGO = "2026-03-04T09:00:00Z"


def held(count: int, **facts: object) -> Row:
    """Cases that somebody holds."""
    return {"activeCases": [{"caseId": f"held{place}"} | facts for place in range(count)]}


def got(count: int, **facts: object) -> Row:
    """Assignments of the last hour through queue q."""
    rows = [lately(HOUR_AGO, "q", **facts) | {"caseId": f"past{place}"} for place in range(count)]
    return {"recentAssignments": rows}


def asking(facts: Row, queue_facts: Row | None = None, **policy: Any) -> AssignRequest:
    """A case for Ann, of whom these facts are known, and then for Bob."""
    queues = [queue("q", "ann", "bob", **(queue_facts or {}))]
    return request([case("c1", "q")], [agent("ann", **facts), agent("bob")], queues, **policy)


def overruns(asked: AssignRequest) -> list[tuple[str, list[str], str]]:
    """(subject, agents, first half of the sentence) of each notice of an overrun."""
    return [
        (row.subject, list(row.row_ids), row.sentence.partition(". Hand")[0])
        for row in judged(asked).notices
        if row.kind == Notice.KIND_LIMIT_OVERRUN
    ]


OVERRUN: list[tuple[str, Row, Row, str, str]] = [
    (
        "backlog",
        held(3, **MANUAL) | {"limits": {"backlog": 2}},
        {},
        "limits.backlog",
        "1 agent is over their backlog limit: 'ann' has 3 of 2",
    ),
    (
        "a bare count",
        {"activeCount": 9, "activeLoad": 9, "limits": {"backlog": 2}},
        {},
        "limits.backlog",
        "1 agent is over their backlog limit: 'ann' has 9 of 2",
    ),
    (
        "hourly",
        got(3, **MANUAL) | {"limits": {"hourly": {"count": 2}}},
        {},
        "limits.hourly",
        "1 agent is over their hourly limit: 'ann' has 3 of 2",
    ),
    (
        "hard capacity",
        held(2, priority="P1", effort=1.5, **MANUAL) | {"limits": {"hardCapacity": 23.5}},
        {},
        "limits.hard_capacity",
        "1 agent is over their weighted capacity: 'ann' has 24 of 23.5",
    ),
    (
        "queue-daily",
        got(2, **OWN),
        {"dailyLimit": {"count": 1}},
        "q",
        "1 agent is over the daily limit of queue 'q': 'ann' has 2 of 1",
    ),
]


@pytest.mark.parametrize(
    ("facts", "queue_facts", "subject", "sentence"),
    [pytest.param(*each[1:], id=each[0]) for each in OVERRUN],
)
def test_L1_an_overrun_is_not_refused_but_counts_and_is_reported(
    facts: Row, queue_facts: Row, subject: str, sentence: str
) -> None:
    """Ann gets nothing more, so Bob of bucket 2 does."""
    asked = asking(facts, queue_facts)

    assert overruns(asked) == [(subject, ["ann"], sentence)]
    assert decided(asked) == {"c1": Goes("bob", "q", 2, 1)}


def test_L1_of_several_hourly_limits_the_one_that_is_overrun_most_is_told() -> None:
    """Nothing in the last half hour, of 0 allowed; three in eight hours, of two."""
    policy = {"limitPolicy": {"limits": {"hourly": {"count": 0, "window": "1800s"}}}}
    asked = asking(got(3, **MANUAL) | {"limits": {"hourly": {"count": 2}}}, **policy)

    assert [sentence for _, _, sentence in overruns(asked)] == [
        "1 agent is over their hourly limit: 'ann' has 3 of 2"
    ]


def test_L1_L5_hand_assignments_overrun_a_queues_day_where_the_policy_counts_them() -> None:
    policy = {"limitPolicy": {"dailySources": "COUNTED_SOURCES_ALL"}}
    asked = asking(got(2, **MANUAL), {"dailyLimit": {"count": 1}}, **policy)

    assert [subject for subject, _, _ in overruns(asked)] == ["q"]
    assert decided(asked) == {"c1": Goes("bob", "q", 2, 1)}


def test_L1_an_owner_keeps_all_his_cases_though_they_are_too_many() -> None:
    """Owned cases of the batch are hand assignments too."""
    cases = [case(name, "q", ownerAgentId="ann") for name in ("c1", "c2")]
    asked = request(cases, [agent("ann", limits={"backlog": 1})], [queue("q", "ann")])

    assert decided(asked) == {"c1": "kept by ann", "c2": "kept by ann"}
    assert [agents for _, agents, _ in overruns(asked)] == [["ann"]]


def test_L1_a_limit_that_is_just_used_up_is_no_overrun() -> None:
    assert overruns(asking(held(2, **MANUAL) | {"limits": {"backlog": 2}})) == []


def test_L1_the_first_ten_agents_are_named_and_all_counted() -> None:
    staff = [agent(f"a{place:02d}", **held(2), limits={"backlog": 1}) for place in range(12)]
    asked = request([case("c1", "q")], staff, [queue("q", "a00")])

    (notice,) = [row for row in judged(asked).notices if row.kind == Notice.KIND_LIMIT_OVERRUN]
    assert (notice.row_count, len(notice.row_ids)) == (12, 10)


@pytest.mark.parametrize(
    ("facts", "queue_facts", "reason"),
    [
        pytest.param(held(2), {}, "BACKLOG_LIMIT", id="backlog"),
        pytest.param(got(2), {}, "HOURLY_LIMIT", id="hourly"),
        pytest.param(got(2, **OWN), {"dailyLimit": {"count": 2}}, "QUEUE_DAILY_LIMIT", id="daily"),
    ],
)
def test_L5_L7_what_was_assigned_before_counts_by_default(
    facts: Row, queue_facts: Row, reason: str
) -> None:
    """Backlog and hourly limits count all sources, the queue's day what this product assigned."""
    limits = {} if queue_facts else {"backlog": 2, "hourly": {"count": 2}}
    staff = [agent("ann", limits=limits, **facts)]
    asked = request([case("c1", "q")], staff, [queue("q", "ann", **queue_facts)])

    assert histogram(asked, "c1") == {reason: 1}


@pytest.mark.parametrize("source", ["MANUAL", "OTHER", "UNSPECIFIED"])
@pytest.mark.parametrize(
    ("facts", "queue_facts", "sources"),
    [
        pytest.param(held, {}, "backlogSources", id="backlog"),
        pytest.param(got, {}, "hourlySources", id="hourly"),
        pytest.param(got, {"dailyLimit": {"count": 1}}, "", id="daily by default"),
    ],
)
def test_L5_L7_what_others_assigned_does_not_count_where_the_policy_counts_its_own(
    facts: Callable[..., Row], queue_facts: Row, sources: str, source: str
) -> None:
    told = facts(2, source=f"ASSIGNMENT_SOURCE_{source}")
    limits = {"backlog": 1, "hourly": {"count": 1}} if sources else {}
    counted = {sources: "COUNTED_SOURCES_ALLOTMENT"} if sources else {}
    asked = request(
        [case("c1", "q")],
        [agent("ann", limits=limits, **told)],
        [queue("q", "ann", **queue_facts)],
        limitPolicy=counted,
    )

    assert decided(asked) == {"c1": Goes("ann", "q")}


def test_L2_a_case_that_its_owner_keeps_weighs_though_his_backlog_does_not_count_it() -> None:
    """Ann has room for the one or the other, and keeps what she has."""
    asked = request(
        [case("c1", "q", priority="P1", ownerAgentId="ann"), case("c2", "q", priority="P1")],
        [agent("ann", limits={"hardCapacity": 8})],
        [queue("q", "ann")],
        limitPolicy={"backlogSources": "COUNTED_SOURCES_ALLOTMENT"},
    )

    assert decided(asked) == {"c1": "kept by ann", "c2": "OUTCOMPETED"}
    told = next(row for row in judged(asked).explanations if row.case_id == "c2")
    assert list(told.displacing_case_ids) == ["c1"]


def test_L7_limits_hold_over_cycles_when_answers_are_fed_back() -> None:
    """Ann may have two of the queue a day: one in each of two cycles, none in the third."""
    past: list[Row] = []
    outcomes = []
    for place in range(3):
        now = f"2026-03-04T10:0{2 * place}:00Z"
        asked = request(
            [case(f"c{place}", "q")],
            [agent("ann", recentAssignments=past)],
            [queue("q", "ann", dailyLimit={"count": 2})],
            now=now,
        )
        outcomes.append(decided(asked)[f"c{place}"])
        past = [*past, lately(now, "q", **OWN) | {"caseId": f"c{place}"}]

    assert outcomes == [Goes("ann", "q"), Goes("ann", "q"), "ALL_BLOCKED_BY_CAPACITY"]
