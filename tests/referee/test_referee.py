"""The referee finds every planted fault in a right answer."""

from collections.abc import Callable
from functools import cache

import pytest
from google.protobuf.message import Message

from allotment.v1 import explanation_pb2 as why
from allotment.v1 import plan_pb2 as plan
from allotment.v1.assignment_service_pb2 import (
    EXPLANATION_DEPTH_NONE,
    AssignResponse,
)
from allotment.v1.explanation_pb2 import Explanation
from allotment.v1.plan_pb2 import Assignment
from tests.answering import answer
from tests.referee import complaints
from tests.referee.example import example

Fault = Callable[[AssignResponse], object]


@cache
def right_answer() -> bytes:
    return answer(example()).SerializeToString()


def judged(fault: Fault) -> list[str]:
    """Complaints about the right answer with one fault."""
    response = AssignResponse.FromString(right_answer())
    fault(response)
    return complaints(example(), response)


def row(response: AssignResponse, case_id: str) -> Assignment:
    return next(each for each in response.batch.assignments if each.case_id == case_id)


def told(response: AssignResponse, case_id: str) -> Explanation:
    return next(each for each in response.explanations if each.case_id == case_id)


def write(message: Message, facts: dict[str, object]) -> None:
    for name, value in facts.items():
        setattr(message, name, value)


def assign(case_id: str, agent_id: str, queue_id: str = "desk") -> Fault:
    """Gives the case to the agent, whatever it had."""

    def fault(response: AssignResponse) -> None:
        given = row(response, case_id)
        given.outcome, given.via = plan.OUTCOME_ASSIGNED, plan.VIA_OPTIMISED
        given.agent_id, given.queue_id, given.bucket = agent_id, queue_id, 1

    return fault


def change(case_id: str, **facts: object) -> Fault:
    """Writes fields of the case's row."""
    return lambda response: write(row(response, case_id), facts)


def explain(case_id: str, **facts: object) -> Fault:
    """Writes fields of the case's explanation."""
    return lambda response: write(told(response, case_id), facts)


def fit(case_id: str, **facts: object) -> Fault:
    """Writes fields of the case's fit."""
    return lambda response: write(told(response, case_id).fit, facts)


def urgency(case_id: str, **facts: object) -> Fault:
    """Writes fields of the case's urgency."""
    return lambda response: write(told(response, case_id).urgency, facts)


def due(case_id: str) -> Fault:
    """Makes a case due in 1970."""
    return lambda response: row(response, case_id).sla_deadline_time.SetInParent()


def risk_notice(response: AssignResponse) -> None:
    kind = plan.Notice.KIND_SLA_RISK
    response.notices.add(kind=kind, subject="desk", row_count=1, row_ids=["c4"])


def pillar(case_id: str, at: int, **facts: object) -> Fault:
    """Writes fields of one pillar."""
    return lambda response: write(told(response, case_id).fit.pillars[at], facts)


def level(at: int, **facts: object) -> Fault:
    """Writes fields of one level."""
    return lambda response: write(response.batch.levels[at], facts)


def swap_rows(response: AssignResponse) -> None:
    first = Assignment.FromString(response.batch.assignments[0].SerializeToString())
    response.batch.assignments[0].CopyFrom(response.batch.assignments[1])
    response.batch.assignments[1].CopyFrom(first)


def take_away(response: AssignResponse) -> None:
    row(response, "c3").CopyFrom(
        Assignment(
            case_id="c3",
            outcome=plan.OUTCOME_UNASSIGNED,
            case_reason=plan.CASE_REASON_OUTCOMPETED,
        )
    )


def test_a_right_answer_is_left_in_peace() -> None:
    assert complaints(example(), AssignResponse.FromString(right_answer())) == []


def test_an_answer_without_explanations_is_judged_too() -> None:
    request = example()
    request.options.explanation_depth = EXPLANATION_DEPTH_NONE
    response = answer(request)
    assert complaints(request, response) == []
    row(response, "c1").fit += 1
    assert any("c1: fit" in each for each in complaints(request, response))


FAULTS: list[tuple[str, Fault, str]] = [
    ("urgency", change("c1", urgency=850_001), "c1: urgency 850001, but 850000"),
    ("band", change("c2", band="premium"), "c2: band premium, but standard"),
    ("deadline", due("c1"), "c1: due 0, but None"),
    ("risk", change("c4", sla_risk=True), "c4: risk, escalated, warned, bonus (True,"),
    ("bonus", change("c4", escalation_bonus=20), "c4: risk, escalated, warned, bonus (False,"),
    ("held", change("c4", outcome=plan.OUTCOME_HELD_BUSINESS_HOURS), "c4: OUTCOME_HELD_BUSI"),
    ("review", change("c4", outcome=plan.OUTCOME_MANUAL_REVIEW), "c4: OUTCOME_MANUAL_REVIEW, but"),
    ("credit", urgency("c1", waiting_credit=1), "c1: urgency: credit 1, but 2"),
    ("weight of urgency", urgency("c1", weight=1), "c1: urgency: weight 1 is not 1 + 850000"),
    ("sent urgency", urgency("c4", sent=True), "c4: urgency: score, band, sent, vip"),
    ("part", lambda r: told(r, "c4").urgency.parts.pop(), "c4: urgency: lifetime_value 0, but 500"),
    ("notice of risk", risk_notice, "notices KIND_SLA_RISK {'desk': (1, ['c4'])}, but {}"),
    ("lost case", lambda r: r.batch.assignments.pop(), "assignments: missing ['c8']"),
    ("case twice", lambda r: r.batch.assignments.append(row(r, "c8")), "twice ['c8']"),
    ("order of rows", swap_rows, "or not by case id"),
    ("lost explanation", lambda r: r.explanations.pop(), "explanations: missing ['c8']"),
    ("count", lambda r: setattr(r.batch, "assigned_count", 4), "assigned_count 4"),
    ("outcome", change("c4", outcome=plan.OUTCOME_INVALID), "c4: outcome 6"),
    ("no reason", change("c4", case_reason=0), "c4: waits without a case reason"),
    ("agent of nobody", change("c4", agent_id="ann"), "c4: waits, but has an agent"),
    ("reason and agent", change("c1", case_reason=6), "c1: is assigned, but has a case reason"),
    ("unknown agent", assign("c1", "zoe"), "c1: assigned with an unknown agent"),
    ("unknown queue", assign("c1", "ann", "nowhere"), "c1: assigned with an unknown agent or q"),
    ("other queue", assign("c1", "cat", "vip"), "c1: charged to vip, but its queues are ['desk']"),
    ("out of queue", assign("c1", "fay"), "fay is refused by PAIR_REASON_NOT_IN_QUEUE"),
    ("away", assign("c5", "cat", "vip"), "cat is refused by PAIR_REASON_OUT_OF_OFFICE"),
    ("hours", assign("c4", "dan"), "refused by PAIR_REASON_OUTSIDE_ASSIGNMENT_HOURS"),
    ("backlog", assign("c8", "eve", "full"), "refused by PAIR_REASON_BACKLOG_LIMIT"),
    ("bucket", change("c3", bucket=1), "c3: bucket 1, but bob stands in 2"),
    ("rank", change("c3", fallback_rank=0), "c3: fallback_rank 0, but 1"),
    ("via", change("c3", via=plan.VIA_CATCH_ALL), "c3: via VIA_CATCH_ALL, but VIA_OPTIMISED"),
    ("per cycle", assign("c4", "bob"), "bob: per cycle limit leaves room for 1"),
    ("hourly", assign("c3", "ann"), "ann: hourly limit leaves room for 2"),
    ("not maximal", take_away, "c3: waits, but bob is free and has room left: 1"),
    ("fit", change("c1", fit=1903), "c1: fit 1903, but 1902"),
    ("explained fit", fit("c1", fit=1903), "c1: explained fit 1903, but 1902"),
    ("keep", fit("c1", keep=499_999), "c1: keep 499999, but 500000"),
    ("sent", fit("c1", sent=True), "c1: sent True, but False"),
    ("load", fit("c1", load=60_001), "c1: load 60001, but 60000"),
    ("utilisation", fit("c1", utilisation=1), "c1: utilisation 1, but 150000"),
    ("minutes", fit("c1", minutes_since_assignment=31), "minutes since the last assignment 31"),
    ("never", fit("c3", minutes_since_assignment=0), "minutes since the last assignment 0.0"),
    ("pillar lost", lambda r: told(r, "c1").fit.pillars.pop(), "c1: pillars ['time_overlap', "),
    ("value", pillar("c1", 0, value=199_999), "value of time_overlap 199999, but 200000"),
    ("bandwidth", pillar("c1", 1, value=1), "value of bandwidth 1, but 850000"),
    ("weight", pillar("c1", 0, weight=1), "weight of time_overlap 1, but 330000"),
    ("flag", pillar("c2", 0, flag=why.PillarContribution.FLAG_SENT), "flag of time_overlap 1"),
    ("sum", pillar("c1", 0, contribution=331), "sum of contributions 1903, but 1902"),
    ("contribution", pillar("c1", 0, contribution=332), "contribution of time_overlap 332"),
    ("echo", lambda r: r.batch.effective_weights.pop(), "effective weights {'': {'time_overlap'"),
    ("case reason", change("c5", case_reason=4), "c5: case reason CASE_REASON_ALL_BLOCKED_BY_CAP"),
    ("no time", change("c4", case_reason=8), "but CASE_REASON_OUTCOMPETED"),
    ("histogram", lambda r: told(r, "c4").histogram.pop(), "c4: histogram {'PAIR_REASON_OUTSIDE_"),
    ("agents", explain("c4", agent_count=5), "c4: agent_count 5, but 4"),
    ("free agents", explain("c4", eligible_agent_count=1), "c4: eligible_agent_count 1, but 2"),
    ("displacing", lambda r: told(r, "c5").displacing_case_ids.append("c1"), "displaced by c1"),
    ("nobody", lambda r: told(r, "c4").ClearField("displacing_case_ids"), "c4: outcompeted, but"),
    ("sent on", lambda r: told(r, "c1").bucket_case_ids.append("c5"), "c1: sent on by c5"),
    ("owner queue", change("c4", owner_queue_id="nope"), "c4: owner_queue_id 'nope', but 'desk'"),
    ("place", explain("c1", place=1), "c1: place 1, but 2"),
    ("eligible", explain("c1", eligible_agent_count=3), "c1: eligible_agent_count 3, but 2"),
    ("discount", explain("c1", discount=573), "c1: discount 573, but 574 as case 2 of ann"),
    ("first case", explain("c2", discount=1), "c2: discount 1, but 0 as case 1 of ann"),
    ("queues", lambda r: told(r, "c1").queue_ids.pop(), "c1: queue_ids [], but ['desk']"),
    (
        "defaults",
        lambda r: told(r, "c5").defaults_used.pop(),
        "c5: defaults_used ['tier', 'category', 'lifetime_value'], but",
    ),
    ("notice", lambda r: r.notices.pop(0), "notice of cases.priority: None"),
    ("no coverage", lambda r: r.batch.levels.pop(0), "levels [('KIND_RANK', 1, '', '')"),
    ("coverage", level(3, value=879_999), "'premium'): value 879999, but 880000"),
    ("served", level(4, served_count=1), "1 of 2 served, but 2 of 2"),
    ("cases", level(6, case_count=2), "0 of 2 served, but 0 of 3"),
    ("class", level(4, band="premium"), "levels [('KIND_COVERAGE'"),
    ("rank value", level(7, value=0), "'KIND_RANK', 2, '', ''): value 0, but 680000"),
    ("order value", level(8, value=1), "'KIND_ORDER', 2, '', ''): value 1, but 0"),
    ("fit value", level(9, value=9017), "'KIND_FIT', 0, '', ''): value 9017, but 9016"),
    ("tie-break", level(10, value=9), "'KIND_TIE_BREAK', 0, '', ''): value 9, but 13"),
    ("bound", level(9, bound=9017), "proved with value 9016 and bound 9017"),
    ("no proof", level(9, proved=False), "batch: termination 1, all proved: False"),
]


@pytest.mark.parametrize(
    ("fault", "complaint"), [pytest.param(*each[1:], id=each[0]) for each in FAULTS]
)
def test_a_planted_fault_is_found(fault: Fault, complaint: str) -> None:
    found = judged(fault)
    assert any(complaint in each for each in found), found
