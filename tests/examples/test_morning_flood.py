"""I1, the morning flood: limits hold work back until the latecomers are there."""

from collections import Counter
from datetime import UTC, datetime

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.plan_pb2 import (
    CASE_REASON_ALL_BLOCKED_BY_CAPACITY,
    CASE_REASON_OUTCOMPETED,
    OUTCOME_UNASSIGNED,
)
from tests.examples.shipped import assigned, example, following, judged, refusals, told

EARLY = {"ada", "ben", "cleo", "dan", "eve"}
LATE = {"finn", "gus", "hana", "ida", "jan", "kim", "lou"}
HALF_PAST = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
"""08:30 in Vienna."""


def waiting(response: AssignResponse) -> set[tuple[int, datetime]]:
    """Reason and next unblock of all waiting cases."""
    return {
        (
            row.case_reason,
            told(response, row.case_id).next_unblock_time.ToDatetime(tzinfo=UTC),
        )
        for row in response.batch.assignments
        if row.outcome == OUTCOME_UNASSIGNED
    }


def shares(response: AssignResponse) -> Counter[str]:
    return Counter(row.agent_id for row in assigned(response).values())


def test_I1_at_eight_ten_cases_go_to_the_five_two_each() -> None:
    """The others are outcompeted, and can go on at 08:30."""
    request = example("morning_flood")
    response = judged(request)

    assert len(request.cases) == 20
    assert shares(response) == dict.fromkeys(EARLY, 2)
    assert waiting(response) == {(CASE_REASON_OUTCOMPETED, HALF_PAST)}


def test_I1_until_half_past_the_others_wait_and_say_why_and_then_all_are_assigned() -> None:
    """A cycle every two minutes, each fed with the results of the one before."""
    request = example("morning_flood")
    response = judged(request)
    for minute in range(2, 30, 2):
        request = following(request, response)
        response = judged(request)
        assert len(request.cases) == 10, minute
        assert not assigned(response), minute
        assert waiting(response) == {(CASE_REASON_ALL_BLOCKED_BY_CAPACITY, HALF_PAST)}, minute
        for explanation in response.explanations:
            assert refusals(explanation) == {"HOURLY_LIMIT": 5, "OUTSIDE_ASSIGNMENT_HOURS": 7}
    request = following(request, response)
    response = judged(request)

    assert request.snapshot_time.ToDatetime(tzinfo=UTC) == HALF_PAST
    assert len(assigned(response)) == 10
    assert set(shares(response)) == LATE
    assert set(shares(response).values()) == {1, 2}


def test_I1_without_the_limit_the_first_five_get_four_each() -> None:
    """The in-batch discount spreads what is served, but never holds work back."""
    request = example("morning_flood")
    request.policy.ClearField("limit_policy")

    assert shares(judged(request)) == dict.fromkeys(EARLY, 4)


def test_I1_fits_lie_between_a_half_and_seven_tenths_and_differ_by_agent_only() -> None:
    """Nobody was assigned anything lately."""
    request = example("morning_flood")
    assert not any(agent.recent_assignments for agent in request.agents)

    fits = fits_of(request) | fits_of(late(request))
    assert set(fits) == EARLY | LATE
    assert all(len(of_agent) == 1 for of_agent in fits.values())
    assert min(min(of_agent) for of_agent in fits.values()) == 5_000
    assert max(max(of_agent) for of_agent in fits.values()) == 7_000


def late(request: AssignRequest) -> AssignRequest:
    """The same snapshot at 08:30, without the five."""
    other = AssignRequest()
    other.CopyFrom(request)
    other.snapshot_time.FromDatetime(HALF_PAST)
    other.policy.shifts[0].ClearField("team_ids")
    return other


def fits_of(request: AssignRequest) -> dict[str, set[int]]:
    """Fits of all assigned cases by agent."""
    fits: dict[str, set[int]] = {}
    for row in assigned(judged(request)).values():
        fits.setdefault(row.agent_id, set()).add(row.fit)
    return fits
