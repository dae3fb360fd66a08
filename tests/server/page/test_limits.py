"""How full agents are before and after a batch."""

from datetime import UTC

import pytest

from allotment.v1 import plan_pb2
from allotment.v1.agent_pb2 import ASSIGNMENT_SOURCE_ALLOTMENT, Agent
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.case_pb2 import Case
from server.page.limits import Fullness, Use, fullness
from server.translate import snapshot_from_proto
from solver.facts import Snapshot
from tests.answering import answer
from tests.answers.asking import agent, case, lately, queue, request
from tests.referee.instances.requests import SMALL, random_request, weighted_request

PER_CYCLE = "CYCLE_LIMIT"


def facts(asked: AssignRequest) -> Snapshot:
    """Of a request with a policy of its own."""
    return snapshot_from_proto(asked, asked.snapshot_time.ToDatetime(UTC)).snapshot


def following(asked: AssignRequest, response: AssignResponse) -> AssignRequest:
    """The same moment after the batch: what was assigned is held, and counts."""
    after = AssignRequest()
    after.CopyFrom(asked)
    del after.scores[:]
    given = {
        row.case_id: row
        for row in response.batch.assignments
        if row.outcome == plan_pb2.OUTCOME_ASSIGNED
    }
    agents = {one.agent_id: one for one in after.agents}
    for each in asked.cases:
        if each.case_id in given:
            row = given[each.case_id]
            _hold(agents[row.agent_id], each.case_id, each.priority, each.effort or 1.0)
            agents[row.agent_id].recent_assignments.add(
                case_id=each.case_id,
                queue_id=row.queue_id,
                time=asked.snapshot_time,
                source=ASSIGNMENT_SOURCE_ALLOTMENT,
            )
    rest = [one for one in asked.cases if one.case_id not in given]
    del after.cases[:]
    after.cases.extend(rest or [Case(case_id="other", created_time=asked.snapshot_time)])
    return after


def _hold(one: Agent, case_id: str, priority: str, effort: float) -> None:
    if one.HasField("active_count"):
        one.active_count += 1
        return
    one.active_cases.add(
        case_id=case_id, priority=priority, effort=effort, source=ASSIGNMENT_SOURCE_ALLOTMENT
    )


def counted(full: Fullness, *, after: bool) -> dict[tuple[str, str], int]:
    """By limit and queue; without what begins anew with every cycle, and weights."""
    uses = [full.held, *(use for use in full.others if use.reason != PER_CYCLE and not use.weighs)]
    return {(use.reason, use.queue_id): use.after if after else use.before for use in uses}


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_what_is_used_after_a_batch_is_what_the_next_one_begins_with(start: int) -> None:
    """The limits themselves count it in the snapshot that follows."""
    some = 0
    for seed in range(start, start + 20):
        asked = random_request(seed, SMALL)
        response = answer(asked)
        if any(row.outcome == plan_pb2.OUTCOME_INVALID for row in response.batch.assignments):
            continue
        now = fullness(facts(asked), response.batch)
        then = fullness(facts(following(asked, response)), plan_pb2.Batch())
        for agent_id, full in now.items():
            begins = counted(then[agent_id], after=False)
            for limit, used in counted(full, after=True).items():
                if limit in begins:
                    assert used == begins[limit], (seed, agent_id, limit)
                    some += 1
    assert some > 20


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_no_batch_fills_an_agent_beyond_a_limit(start: int) -> None:
    """But for those who are over it already, and for cases that may go over limits (Q9)."""
    full_ones = 0
    for seed in range(start, start + 20):
        asked = weighted_request(seed)
        response = answer(asked)
        over = {row.agent_id for row in response.batch.assignments if row.overridden_limits}
        for agent_id, full in fullness(facts(asked), response.batch).items():
            for use in (full.held, *full.others):
                if use.limit is None or agent_id in over or use.after <= use.before:
                    continue
                assert use.after <= use.limit, (seed, agent_id, use)
                full_ones += use.after == use.limit
    assert full_ones > 5


def test_L1_L3_L4_S4_every_limit_is_told() -> None:
    limits = {"backlog": 5, "perCycle": 3, "hourly": {"count": 4, "window": "3600s"}}
    past = [lately("2026-03-04T09:30:00Z", "q", source="ASSIGNMENT_SOURCE_ALLOTMENT")]
    staff = [agent("ann", activeCount=2, activeLoad=2, limits=limits, recentAssignments=past)]
    queues = [queue("q", "ann", dailyLimit={"count": 9})]
    asked = request([case("c1", "q"), case("c2", "q")], staff, queues)
    (told,) = fullness(facts(asked), answer(asked).batch).values()

    assert told.held == Use("BACKLOG_LIMIT", 2, 4, 5)
    assert set(told.others) == {
        Use("HOURLY_LIMIT", 1, 3, 4),
        Use("CYCLE_LIMIT", 0, 2, 3),
        Use("QUEUE_DAILY_LIMIT", 1, 3, 9, "q"),
    }


def test_L2_weights_are_told_in_hundredths() -> None:
    staff = [agent("ann", activeCount=1, activeLoad=2.5, limits={"hardCapacity": 20})]
    asked = request([case("c1", "q", priority="P1")], staff, [queue("q", "ann")])
    (told,) = fullness(facts(asked), answer(asked).batch).values()

    assert told.others == (Use("WEIGHTED_CAPACITY", 250, 1_050, 2_000, weighs=True),)


def test_O3_a_case_that_moves_leaves_its_owner() -> None:
    """The backlog counts it with ann before, with bob after."""
    away = [{"startTime": "2026-03-01T00:00:00Z"}]
    staff = [agent("ann", limits={"backlog": 9}, absences=away), agent("bob")]
    cases = [case("c1", "q", ownerAgentId="ann"), case("c2", "q", ownerAgentId="ann", lock=True)]
    asked = request(cases, staff, [queue("q", "bob")])
    response = answer(asked)
    told = fullness(facts(asked), response.batch)
    moved = sum(row.outcome == plan_pb2.OUTCOME_ASSIGNED for row in response.batch.assignments)

    assert told["ann"].held == Use("BACKLOG_LIMIT", 2, 2 - moved, 9)
    assert told["bob"].held == Use("BACKLOG_LIMIT", 0, moved, None)
