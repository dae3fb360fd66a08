"""I7, the routine bombardment: the high group is served in full first, in its best buckets."""

from collections import Counter

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from tests.examples.shipped import assigned, example, judged


def high(response: AssignResponse) -> dict[str, int]:
    """Buckets of the outages by id."""
    rows = assigned(response)
    return {case: row.bucket for case, row in rows.items() if case.startswith("outage")}


def without_routine(request: AssignRequest) -> AssignRequest:
    other = AssignRequest()
    other.CopyFrom(request)
    del other.cases[:]
    other.cases.extend(case for case in request.cases if case.queue_id == "payments")
    return other


def test_I7_every_outage_is_served_and_the_most_urgent_by_those_who_know() -> None:
    """Six among 240 routine tickets, with room for nine cases in all."""
    request = example("routine_bombardment")
    response = judged(request)
    ranks = {f"outage-{n}": 1 if n <= 3 else 2 for n in range(1, 7)}

    assert Counter(case.queue_id for case in request.cases) == {"payments": 6, "routine": 240}
    assert high(response) == ranks
    assert response.batch.assigned_count == 9


def test_I7_no_routine_case_holds_an_agent_that_an_outage_needed() -> None:
    """Without a single routine ticket the outages are served no better."""
    request = example("routine_bombardment")
    alone, among = judged(without_routine(request)), judged(request)
    of_group = [
        [(row.kind, row.value) for row in response.batch.levels if row.drain_group == 1]
        for response in (alone, among)
    ]

    assert high(alone) == high(among)
    assert of_group[0] == of_group[1]


def test_I7_without_the_group_routine_work_takes_what_outages_need() -> None:
    """The contrast: in urgency order it is the same, but not once routine cases are P1 too."""
    request = example("routine_bombardment")
    request.policy.ClearField("drain_groups")
    for case in request.cases:
        case.priority, case.urgency = "P1", 90

    assert len(high(judged(request))) < 6
