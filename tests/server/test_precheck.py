"""PRECHECK_ONLY says without a solve what is true after every solve."""

from collections import Counter

import pytest

from allotment.v1 import agent_pb2
from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2 as pb
from benchmarks.instances import Order, make_instance
from tests.answering import answer
from tests.answers.asking import agent, case, queue, request
from tests.referee.instances.requests import Size, random_request, weighted_request

SIZE = Size(cases=(8, 14), agents=(3, 5))
SOLVED_ONLY = (pb.CASE_REASON_OUTCOMPETED, pb.CASE_REASON_TIME_LIMIT)


def prechecked(request: wire.AssignRequest) -> wire.AssignResponse:
    copy = wire.AssignRequest()
    copy.CopyFrom(request)
    copy.mode = wire.ASSIGN_MODE_PRECHECK_ONLY
    return answer(copy)


def compared(request: wire.AssignRequest) -> Counter[int]:
    """Holds every row to the one of a solve; how many have which outcome."""
    request.options.explanation_depth = wire.EXPLANATION_DEPTH_SUMMARY
    request.options.baseline = False
    found, solved = prechecked(request), answer(request)
    why = {one.case_id: one for one in solved.explanations}
    for row, told, after in zip(
        found.batch.assignments, found.explanations, solved.batch.assignments, strict=True
    ):
        assert row.case_id == told.case_id == after.case_id
        if not row.outcome:
            waits = after.outcome == pb.OUTCOME_UNASSIGNED and after.case_reason not in SOLVED_ONLY
            assert not waits or "may go over limits" in told.sentence
            assert told.sentence.startswith("Open: ")
            assert not row.agent_id
        elif row.outcome == pb.OUTCOME_KEPT:
            assert (after.outcome, after.agent_id) == (pb.OUTCOME_KEPT, row.agent_id)
        else:
            assert row == after
            assert told == why[row.case_id]
    assert list(found.batch.levels) == []
    assert found.batch.snapshot_fingerprint == solved.batch.snapshot_fingerprint
    assert found.batch.batch_id != solved.batch.batch_id
    return Counter(row.outcome for row in found.batch.assignments)


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_what_is_told_holds_after_a_solve(start: int) -> None:
    """And what is left open is served, or waits for reasons that only a solve knows."""
    seen = Counter[int]()
    for seed in range(start, start + 20):
        seen += compared(random_request(seed, SIZE))
    assert all(seen[one] for one in (pb.OUTCOME_UNSPECIFIED, pb.OUTCOME_UNASSIGNED))
    assert len(seen) > 3


def test_with_weighted_capacity_it_holds_too() -> None:
    seen = Counter[int]()
    for seed in range(10):
        seen += compared(weighted_request(seed, SIZE))
    assert seen[pb.OUTCOME_UNSPECIFIED] > 10


def test_where_pairs_are_not_held_it_holds_too() -> None:
    """Among them a case that everybody has declined."""
    dense = make_instance("dense", Order(cases=350, agents=200, seed=2, tightness=1.2))
    dense.policy.cooldown.FromSeconds(3_600)
    declined = dense.cases[7].case_id
    for one in dense.agents:
        back = one.recent_assignments.add(case_id=declined, queue_id=dense.cases[7].queue_id)
        back.time.CopyFrom(dense.snapshot_time)
        back.came_back = agent_pb2.CAME_BACK_DECLINED
        back.came_back_time.CopyFrom(dense.snapshot_time)
    seen = compared(dense)
    assert seen[pb.OUTCOME_UNSPECIFIED] > 300
    (row,) = (one for one in prechecked(dense).batch.assignments if one.case_id == declined)
    assert row.case_reason == pb.CASE_REASON_ALL_DECLINED


def test_a_locked_case_is_kept_and_an_owned_one_may_be() -> None:
    cases = [
        case("c1", "q", ownerAgentId="ann", lock=True),
        case("c2", "q", ownerAgentId="ann"),
    ]
    asking = request(cases, [agent("ann")], [queue("q", "ann")])
    found = prechecked(asking)

    assert [row.outcome for row in found.batch.assignments] == [
        pb.OUTCOME_KEPT,
        pb.OUTCOME_UNSPECIFIED,
    ]
    assert found.explanations[0].sentence == "Stays with ann: it is locked."
    assert "ann may keep it" in found.explanations[1].sentence


def test_a_priority_case_may_go_over_limits() -> None:
    """Nobody is free, but the second phase may serve it (Q9)."""
    cases = [case("c1", "q", priority="P1"), case("c2", "q", priority="P2")]
    fallback = {"priorities": ["P1"]}
    staff = [agent("ann", limits={"perCycle": 0})]
    asking = request(cases, staff, [queue("q", "ann")], roundRobinFallback=fallback)
    first, second = prechecked(asking).batch.assignments

    assert not first.outcome
    assert second.case_reason == pb.CASE_REASON_ALL_BLOCKED_BY_CAPACITY


def test_depth_none_explains_nothing() -> None:
    asking = random_request(1, SIZE)
    asking.options.ClearField("alternative_count")
    asking.options.explanation_depth = wire.EXPLANATION_DEPTH_NONE
    found = prechecked(asking)

    assert not found.explanations
    assert len(found.batch.assignments) == len(asking.cases)
