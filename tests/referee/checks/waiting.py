"""Why unassigned cases wait: histogram, counts and case reason (02 section 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from allotment.v1 import plan_pb2 as plan
from allotment.v1.explanation_pb2 import Explanation, PairReason
from allotment.v1.plan_pb2 import CaseReason
from tests.referee.case_file import CaseFile
from tests.referee.moments import moment, wall_clock
from tests.referee.refusals import AVAILABILITY, CAPACITY, COOL_DOWN


def waiting(file: CaseFile) -> Iterator[str]:
    """Reason and histogram of every unassigned case."""
    for row in file.unassigned:
        reason = case_reason(file, row.case_id)
        if row.case_reason != reason:
            told, true = CaseReason.Name(row.case_reason), CaseReason.Name(reason)
            yield f"{row.case_id}: case reason {told}, but {true}"
        if row.case_id in file.explanations:
            for complaint in histogram(file, file.explanations[row.case_id]):
                yield f"{row.case_id}: {complaint}"


def case_reason(file: CaseFile, case_id: str) -> CaseReason.ValueType:
    """The one reason of a case that waits."""
    case = file.snapshot.cases[case_id]
    if not file.chains.tiers(case):
        return plan.CASE_REASON_NO_QUEUE_MATCH
    if any(tier.queue.queue_id in file.refusals.stopped for tier in file.chains.tiers(case)):
        return plan.CASE_REASON_AUTO_ASSIGN_STOPPED
    agents = file.chains.agents(case)
    reasons = [set(file.refusals.of_pair(case, agent)) for agent in agents]
    if not all(reasons):
        proved = file.is_proved()
        return plan.CASE_REASON_OUTCOMPETED if proved else plan.CASE_REASON_TIME_LIMIT
    return blocked_by([each for each in reasons if each <= COOL_DOWN | AVAILABILITY | CAPACITY])


def blocked_by(reasons: list[set[PairReason.ValueType]]) -> CaseReason.ValueType:
    """Of agents who could take the case at another time, all refused now."""
    if not reasons:
        return plan.CASE_REASON_NO_ELIGIBLE_AGENT
    if all(each & COOL_DOWN for each in reasons):
        return plan.CASE_REASON_ALL_DECLINED
    if any(each <= CAPACITY for each in reasons):
        return plan.CASE_REASON_ALL_BLOCKED_BY_CAPACITY
    return plan.CASE_REASON_ALL_BLOCKED_BY_AVAILABILITY


def histogram(file: CaseFile, told: Explanation) -> Iterator[str]:
    """Agents of the case's queues under their first reason, and the free ones."""
    case = file.snapshot.cases[told.case_id]
    agents = file.chains.agents(case)
    refusals = [file.refusals.of_pair(case, agent) for agent in agents]
    true = Counter(PairReason.Name(each[0]) for each in refusals if each)
    found = [(PairReason.Name(row.reason), row.agent_count) for row in told.histogram]
    if sorted(found) != sorted(true.items()):
        yield f"histogram {dict(found)}, but {dict(true)}"
    if told.agent_count != len(agents):
        yield f"agent_count {told.agent_count}, but {len(agents)}"
    free = sum(not each for each in refusals)
    if told.eligible_agent_count != free:
        yield f"eligible_agent_count {told.eligible_agent_count}, but {free}"


def next_unblock(file: CaseFile) -> Iterator[str]:
    """The earliest moment at which a refused agent is free, unset where it is not known (V4).

    A queue that is stopped decides nothing, whoever is free (R8).
    """
    for row in file.unassigned:
        if row.case_id not in file.explanations:
            continue
        told = file.explanations[row.case_id]
        found = moment(told.next_unblock_time) if told.HasField("next_unblock_time") else None
        stopped = row.case_reason == plan.CASE_REASON_AUTO_ASSIGN_STOPPED
        true = None if stopped else file.next_unblock(file.case(row)).known
        if found != true:
            yield f"{row.case_id}: next unblock {shown(found)}, but {shown(true)}"


def shown(at: float | None) -> str:
    return "unset" if at is None else f"{wall_clock(int(at), 'UTC')} UTC"
