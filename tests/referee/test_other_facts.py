"""The referee reads the facts: an answer is wrong for a request that differs in one of them."""

from collections.abc import Callable

import pytest

from allotment.v1.agent_pb2 import CAME_BACK_DECLINED
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.policy_pb2 import COUNTED_SOURCES_ALL
from tests.answering import answer
from tests.referee import complaints
from tests.referee.example import example


def right_answer() -> AssignResponse:
    return answer(example())


def sent(request: AssignRequest) -> None:
    """Sends one fit and leaves all other pairs out."""
    matrix = request.scores.add()
    matrix.kind = matrix.KIND_FIT
    matrix.sparse.case_indexes.append(1)
    matrix.sparse.agent_indexes.append(0)
    matrix.sparse.values.append(0.5)


def back(request: AssignRequest) -> None:
    """Ann declined c1 eight hours ago less a nanosecond."""
    tried = request.agents[0].recent_assignments.add(case_id="c1", came_back=CAME_BACK_DECLINED)
    tried.time.seconds = request.snapshot_time.seconds - 8 * 3600
    tried.time.nanos = 1


def used(request: AssignRequest) -> None:
    """Bob used up his one case of the day by himself, and it counts."""
    request.policy.queues[0].daily_limit.count = 1
    request.policy.limit_policy.daily_sources = COUNTED_SOURCES_ALL
    past = request.agents[1].recent_assignments.add(case_id="old", queue_id="desk")
    past.time.CopyFrom(request.snapshot_time)


def away(request: AssignRequest) -> None:
    """The whole pool is away from now on."""
    request.policy.teams[0].absences.add().start_time.CopyFrom(request.snapshot_time)


def customer(request: AssignRequest) -> None:
    """The customer of c1 is active an hour later."""
    window = request.accounts[0].activity_windows[0]
    window.start, window.end = "09:00", "19:00"


def hourly(request: AssignRequest) -> None:
    """Assignments of the last half hour count, its first moment does not."""
    request.policy.limit_policy.limits.hourly.window.seconds = 1800
    request.policy.limit_policy.limits.hourly.count = 1


OTHER_FACTS: list[tuple[str, Callable[[AssignRequest], object], str]] = [
    ("feast", lambda r: setattr(r.policy.shifts[0], "holiday_calendar_id", "feast"), "OUTSIDE_AS"),
    ("zone", lambda r: setattr(r.policy.shifts[0], "time_zone", "Asia/Tokyo"), "OUTSIDE_ASSIGN"),
    ("no shift", lambda r: r.policy.shifts.pop(0), "ann is refused by PAIR_REASON_NO_AVAILABIL"),
    ("team away", away, "bob is refused by PAIR_REASON_OUT_OF_OFFICE"),
    ("came back", back, "c1: ann is refused by PAIR_REASON_DECLINED_RECENTLY"),
    ("day used up", used, "c3: bob is refused by PAIR_REASON_QUEUE_DAILY_LIMIT"),
    ("shorter hour", hourly, "ann: hourly limit leaves room for 1, but the batch takes 2"),
    ("team limit", lambda r: setattr(r.policy.teams[0].limits, "per_cycle", 0), "_CYCLE_LIMIT"),
    ("scores", sent, "c1: ann is refused by PAIR_REASON_NOT_SCORED"),
    ("sent fit", sent, "c2: fit 2398, but 5000"),
    ("capacity", lambda r: setattr(r.agents[0], "capacity", 20), "value of bandwidth 850000, but"),
    ("customer", customer, "c1: value of time_overlap 200000, but 300000"),
    ("penalty", lambda r: setattr(r.policy.fit.recent_assignment_penalty, "weight", 0.3), "keep"),
    (
        "discount off",
        lambda r: setattr(r.policy.fit, "in_batch_discount", False),
        "but 0 as case 2",
    ),
    ("groups", lambda r: r.policy.drain_groups.pop(), "levels [('KIND_COVERAGE', 1, 'P1', 'ba"),
    ("urgency", lambda r: setattr(r.cases[1], "urgency", 71), "value 1410000, but 1420000"),
    ("band", lambda r: setattr(r.cases[1], "urgency", 80), "levels [('KIND_COVERAGE'"),
    ("waiting", lambda r: setattr(r.cases[0].created_time, "seconds", 0), "but 1060000"),
    ("turn", lambda r: r.agents[0].ClearField("recent_assignments"), "'KIND_TIE_BREAK', 0, '', '"),
    ("free agent", lambda r: r.agents[4].ClearField("limits"), "c8: case reason CASE_REASON_ALL_"),
    ("room left", lambda r: r.agents[1].ClearField("limits"), "c4: waits, but bob is free and"),
]


@pytest.mark.parametrize(
    ("fact", "complaint"), [pytest.param(*each[1:], id=each[0]) for each in OTHER_FACTS]
)
def test_an_answer_to_other_facts_is_found(
    fact: Callable[[AssignRequest], object], complaint: str
) -> None:
    """The right answer is wrong for a request that differs in one fact."""
    request = example()
    fact(request)
    found = complaints(request, right_answer())
    assert any(complaint in each for each in found), found
