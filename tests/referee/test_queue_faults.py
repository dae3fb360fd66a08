"""The referee finds planted faults about chains, turns, requirements and owners."""

from collections.abc import Callable
from functools import cache

import pytest

from allotment.v1 import plan_pb2 as plan
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from tests.answering import answer
from tests.answers.asking import agent, case, fits, lately, queue, request
from tests.referee import complaints
from tests.referee.test_referee import Fault, assign, change, explain, fit, row, told

TURNS = {"mode": "MODE_ALWAYS"}
VPN = [{"kind": "KIND_SKILL", "name": "vpn", "minLevel": 2}]
GERMAN = [{"kind": "KIND_ATTRIBUTE", "name": "language", "value": "de"}]
FITS = {
    "kept": (0.5, 0.6, 0.5, 0.5),
    "locked": (0.1, 0.9, 0.5, 0.5),
    "moved": (0.2, 0.9, 0.5, 0.5),
    "own": (0.5, 0.5, 0.5, 0.5),
    "rest": (0.5, 0.5, 0.5, 0.7),
    "tier": (0.5, 0.5, 0.9, 0.5),
    "turn": (0.1, 0.2, 0.5, 0.5),
    "both": (0.5, 0.4, 0.5, 0.5),
}


def example() -> AssignRequest:
    """Ann owns three cases; two queues match `both`; `tier` goes down its chain."""
    staff = [
        agent("ann", skills=[{"name": "vpn", "level": 2}]),
        agent("bob", recentAssignments=[lately("2026-03-04T09:00:00Z", "turns")]),
        agent("cid", attributes=[{"name": "language", "text": "de"}]),
        agent("dan"),
    ]
    queues = [
        queue("desk", "ann bob", minFit=0.05),
        queue("first", "gone", fallbackQueueIds=["second"]),
        queue("second", "cid", requirements=GERMAN),
        queue("turns", "ann bob", roundRobin=TURNS),
        queue("rest", "dan"),
        queue("off", "dan", when="WHEN_NEVER"),
        queue("vip", "ann", filter="account = 'x'"),
    ]
    cases = [
        case("kept", "desk", ownerAgentId="ann"),
        case("locked", "desk", ownerAgentId="ann", lock=True),
        case("moved", "desk", ownerAgentId="ann"),
        case("own", "desk", designatedAgentId="dan"),
        case("rest"),
        case("tier", "first"),
        case("turn", "turns"),
        case("both", "vip", accountId="x", requirements=VPN),
    ]
    return request(
        cases,
        staff,
        queues,
        fits(FITS),
        accounts=[{"accountId": "x"}],
        catchAllQueueId="rest",
        switchCost=0.2,
    )


@cache
def right_answer() -> bytes:
    return answer(example()).SerializeToString()


def value_of(kind: plan.Level.Kind.ValueType, value: int) -> Fault:
    """Writes the value of a level."""

    def fault(response: AssignResponse) -> None:
        next(each for each in response.batch.levels if each.kind == kind).value = value

    return fault


def keep(case_id: str, agent_id: str) -> Fault:
    """Leaves the case with somebody."""

    def fault(response: AssignResponse) -> None:
        kept = plan.Assignment(case_id=case_id, agent_id=agent_id, outcome=plan.OUTCOME_KEPT)
        row(response, case_id).CopyFrom(kept)

    return fault


FAULTS: list[tuple[str, Fault, str]] = [
    ("kept by another", keep("kept", "bob"), "kept: kept by 'bob', but owned by 'ann'"),
    ("kept of nobody", keep("rest", "dan"), "rest: kept by 'dan', but owned by ''"),
    ("kept in a queue", change("kept", queue_id="desk"), "kept: kept, but has a queue"),
    ("lock broken", assign("locked", "bob"), "locked: locked, but not kept"),
    ("locked pair", assign("locked", "bob"), "bob is refused by PAIR_REASON_LOCKED_TO_OTHER"),
    ("own owner", assign("moved", "ann"), "moved: assigned to its own owner"),
    ("given up", change("moved", outcome=plan.OUTCOME_UNASSIGNED), "moved: taken from ann and gi"),
    ("moved silently", change("moved", via=plan.VIA_OPTIMISED), "moved: via VIA_OPTIMISED, but V"),
    ("turn as fit", change("turn", via=plan.VIA_OPTIMISED), "turn: via VIA_OPTIMISED, but VIA_RO"),
    ("caught as fit", change("rest", via=plan.VIA_OPTIMISED), "rest: via VIA_OPTIMISED, but VIA_"),
    ("rank of a tier", change("tier", fallback_rank=0), "tier: fallback_rank 0, but 1"),
    ("other chain", assign("tier", "ann", "desk"), "tier: charged to desk, but its queues are ['"),
    ("designated", change("own", bucket=2), "own: bucket 2, but dan stands in 1"),
    ("skill", assign("both", "dan", "rest"), "dan is refused by PAIR_REASON_MISSING_SKILL"),
    ("kept fit", change("kept", fit=4999), "kept: fit 4999, but 5000"),
    ("kept penalty", fit("kept", keep=0), "kept: keep 0, but 1000000"),
    ("queues", lambda r: told(r, "tier").queue_ids.reverse(), "tier: queue_ids ['rest', 'sec"),
    ("eligible", explain("kept", eligible_agent_count=9), "kept: eligible_agent_count 9, but "),
    ("incumbents", value_of(plan.Level.KIND_INCUMBENTS, 2), "value 2, but 3"),
    ("order", value_of(plan.Level.KIND_ORDER, 1), "value 1, but 0"),
    ("rounds", value_of(plan.Level.KIND_ROUNDS, 1), "value 1, but 0"),
]


def judged(fault: Callable[[AssignResponse], object]) -> list[str]:
    response = AssignResponse.FromString(right_answer())
    fault(response)
    return complaints(example(), response)


def test_a_right_answer_is_left_in_peace() -> None:
    assert complaints(example(), AssignResponse.FromString(right_answer())) == []


@pytest.mark.parametrize(
    ("fault", "complaint"), [pytest.param(*each[1:], id=each[0]) for each in FAULTS]
)
def test_a_planted_fault_is_found(fault: Fault, complaint: str) -> None:
    found = judged(fault)
    assert any(complaint in each for each in found), found
