"""The round-robin fallback in whole answers (Q9)."""

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.plan_pb2 import CASE_REASON_AUTO_ASSIGN_STOPPED
from tests.answering import answer
from tests.answers.asking import Goes, agent, case, decided, queue, request, rows

URGENT = {"priorities": ["P1"]}


def overridden(asked: AssignRequest) -> dict[str, list[str]]:
    """The limits that each case goes over."""
    return {
        name: [
            PairReason.Name(limit).removeprefix("PAIR_REASON_") for limit in row.overridden_limits
        ]
        for name, row in rows(asked).items()
    }


def test_Q9_an_urgent_case_goes_over_the_limits_of_its_own_queue_not_down_its_chain() -> None:
    """Ann and Bob are full; Bob's queue is a fallback."""
    staff = [agent(name, limits={"perCycle": 0}) for name in ("ann", "bob")]
    asked = request(
        [case("c1", "q", priority="P1"), case("c2", "q", priority="P2")],
        staff,
        [queue("q", "ann", fallbackQueueIds=["back"]), queue("back", "bob")],
        roundRobinFallback=URGENT,
    )

    assert decided(asked) == {
        "c1": Goes("ann", "q", via="RR_FALLBACK"),
        "c2": "ALL_BLOCKED_BY_CAPACITY",
    }


def test_Q9_an_override_through_another_queue_does_not_use_up_a_queues_day() -> None:
    """Both go over the cycle's limit; each queue has room for one a day, and gets one."""
    asked = request(
        [case("c1", "q", priority="P1"), case("c2", "r", priority="P1")],
        [agent("ann", limits={"perCycle": 0})],
        [queue("q", "ann", dailyLimit={"count": 1}), queue("r", "ann", dailyLimit={"count": 1})],
        roundRobinFallback=URGENT,
    )

    assert overridden(asked) == {"c1": ["CYCLE_LIMIT"], "c2": ["CYCLE_LIMIT"]}


def test_Q9_a_second_override_through_a_queue_goes_over_its_day() -> None:
    asked = request(
        [case("c1", "q", priority="P1"), case("c2", "q", priority="P1")],
        [agent("ann", limits={"perCycle": 0})],
        [queue("q", "ann", dailyLimit={"count": 1})],
        roundRobinFallback=URGENT,
    )

    assert overridden(asked) == {"c1": ["CYCLE_LIMIT"], "c2": ["QUEUE_DAILY_LIMIT", "CYCLE_LIMIT"]}


def test_Q9_S15_a_queue_that_stopped_decides_nothing_over_limits_either() -> None:
    """Its only pillar cannot be computed (R8)."""
    asked = request(
        [case("c1", "q", priority="P1")],
        [agent("ann", limits={"perCycle": 0})],
        [queue("q", "ann")],
        roundRobinFallback=URGENT,
        fit={"pillarWeights": [{"pillar": "x", "weight": 1}]},
    )

    (row,) = answer(asked).batch.assignments
    assert row.case_reason == CASE_REASON_AUTO_ASSIGN_STOPPED
