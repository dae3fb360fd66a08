"""I0, the night shift: only who is truly in hours, and among them time overlap decides."""

import pytest

from allotment.v1.plan_pb2 import CASE_REASON_ALL_BLOCKED_BY_AVAILABILITY
from tests.examples.shipped import assigned, at, away, example, judged, refusals, told

CASE = "harbour-1"


@pytest.mark.parametrize(
    ("gone", "agent", "overlap"),
    [
        pytest.param((), "tama", 4, id="Auckland first"),
        pytest.param(("tama",), "sofia", 3, id="then San Francisco"),
        pytest.param(("tama", "sofia"), "viktor", 1, id="then Vienna"),
    ],
)
def test_I0_among_those_in_hours_the_time_overlap_with_the_customer_decides(
    gone: tuple[str, ...], agent: str, overlap: int
) -> None:
    """Hours of the sixteen in which the customer is active."""
    response = judged(away(example("night_shift"), *gone))
    shared = told(response, CASE).fit.pillars[0]

    assert assigned(response)[CASE].agent_id == agent
    assert (shared.pillar, shared.value) == ("time_overlap", overlap * 1_000_000 // 16)


def test_I0_only_three_of_six_are_truly_in_hours() -> None:
    """The others sleep, are away, or do not take new cases yet."""
    assert told(judged(example("night_shift")), CASE).eligible_agent_count == 3


def test_I0_nobody_is_woken_when_nobody_is_in_hours() -> None:
    """Mei sleeps, though she suits the customer best; the case waits and says why."""
    response = judged(away(example("night_shift"), "tama", "sofia", "viktor"))

    assert response.batch.assignments[0].case_reason == CASE_REASON_ALL_BLOCKED_BY_AVAILABILITY
    assert refusals(told(response, CASE)) == {"OUT_OF_OFFICE": 4, "OUTSIDE_ASSIGNMENT_HOURS": 2}


def test_I0_assignment_hours_begin_at_eight_in_auckland() -> None:
    """At 08:00 there Wiremu takes new cases, and shares six hours with the customer."""
    response = judged(at(example("night_shift"), "2026-03-05T08:00:00+13:00"))

    assert assigned(response)[CASE].agent_id == "wiremu"
