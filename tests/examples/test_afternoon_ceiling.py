"""I5, the afternoon ceiling: outages go round over limits, routine waits and knows till when."""

from collections import Counter
from datetime import UTC, datetime

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.explanation_pb2 import PAIR_REASON_QUEUE_DAILY_LIMIT
from allotment.v1.plan_pb2 import CASE_REASON_ALL_BLOCKED_BY_CAPACITY, VIA_RR_FALLBACK
from tests.examples.shipped import assigned, at, away, example, judged, refusals, told

NAME = "afternoon_ceiling"
URGENT = {f"down-{number}" for number in range(1, 4)}
ROUTINE = {f"routine-{number}" for number in range(1, 5)}
TOMORROW = datetime(2026, 3, 6, 9, tzinfo=UTC)


def with_more(request: AssignRequest, count: int) -> AssignRequest:
    """With so many urgent cases more."""
    other = AssignRequest()
    other.CopyFrom(request)
    for number in range(count):
        case = other.cases.add()
        case.CopyFrom(request.cases[0])
        case.case_id = f"more-{number}"
    return other


def test_I5_all_ten_are_at_their_daily_maximum() -> None:
    request = example(NAME)
    limit = request.policy.queues[0].daily_limit.count

    assert [len(agent.recent_assignments) for agent in request.agents] == [limit] * 10


def test_I5_the_urgent_cases_go_to_the_least_recent_over_the_limit() -> None:
    """It would be Jo's turn, but Jo is away, and that is never overridden."""
    rows = assigned(judged(example(NAME)))

    assert rows.keys() == URGENT
    assert {row.agent_id for row in rows.values()} == {"gus", "cal", "ivy"}
    assert {row.via for row in rows.values()} == {VIA_RR_FALLBACK}
    assert {tuple(row.overridden_limits) for row in rows.values()} == {
        (PAIR_REASON_QUEUE_DAILY_LIMIT,)
    }


def test_I5_nobody_gets_a_second_one_before_all_had_one() -> None:
    """Nine people for twelve urgent cases."""
    rows = assigned(judged(with_more(example(NAME), 9)))

    counts = Counter(row.agent_id for row in rows.values())
    assert sorted(counts.values()) == [1] * 6 + [2] * 3
    assert {name for name, count in counts.items() if count == 2} == {"gus", "cal", "ivy"}


def test_I5_routine_waits_with_its_reason_and_its_next_unblock_time() -> None:
    """Ada's first ticket of today leaves the 24 hours first."""
    response = judged(example(NAME))

    waiting = {row.case_id: row for row in response.batch.assignments if row.case_id in ROUTINE}
    assert {row.case_reason for row in waiting.values()} == {CASE_REASON_ALL_BLOCKED_BY_CAPACITY}
    for case_id in ROUTINE:
        explanation = told(response, case_id)
        assert refusals(explanation) == {"QUEUE_DAILY_LIMIT": 9, "OUT_OF_OFFICE": 1}
        assert explanation.next_unblock_time.ToDatetime(UTC) == TOMORROW


def test_I5_at_that_time_and_not_before_somebody_is_free() -> None:
    """Exactly 24 hours old no longer counts; the most urgent case takes the place."""
    before = assigned(judged(at(example(NAME), "2026-03-06T08:59:59+00:00")))
    then = assigned(judged(at(example(NAME), "2026-03-06T09:00:00+00:00")))

    assert {row.via for row in before.values()} == {VIA_RR_FALLBACK}
    assert [row.agent_id for row in then.values() if row.via != VIA_RR_FALLBACK] == ["ada"]


def test_I5_without_the_fallback_the_urgent_cases_wait_too() -> None:
    request = example(NAME)
    request.policy.ClearField("round_robin_fallback")

    assert assigned(judged(request)) == {}


def test_I5_when_nobody_is_there_nothing_is_overridden() -> None:
    request = example(NAME)
    everybody = away(request, *(agent.agent_id for agent in request.agents))

    assert assigned(judged(everybody)) == {}
