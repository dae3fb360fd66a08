"""The next unblock of a waiting case, as the answer tells it (V4, I1)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from allotment.v1 import explanation_pb2 as pb
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from tests.answering import answer
from tests.server.translate.requests import request_of

EARLY = [f"early{number}" for number in range(5)]
LATE = [f"late{number}" for number in range(7)]
DAILY = ["DAY_MONDAY", "DAY_TUESDAY", "DAY_WEDNESDAY", "DAY_THURSDAY", "DAY_FRIDAY"]


def shift(shift_id: str, start: str, agent_ids: list[str]) -> dict[str, Any]:
    hours = [{"days": DAILY, "start": start, "end": "17:00"}]
    return {
        "shift_id": shift_id,
        "time_zone": "UTC",
        "agent_ids": agent_ids,
        "assignment_hours": hours,
    }


def morning(clock: str, cases: int, given: int = 0) -> AssignRequest:
    """Monday 16 March 2026: five agents from 08:00, seven from 08:30, 2 cases in 8 hours each.

    given: cases that each of the five got at 08:00.
    """
    past = [{"case_id": f"old{number}", "time": "2026-03-16T08:00:00Z"} for number in range(given)]
    early = [{"agent_id": each, "recent_assignments": past} for each in EARLY]
    rows = [
        {"case_id": f"c{number:02}", "queue_id": "q", "created_time": "2026-03-16T07:00:00Z"}
        for number in range(cases)
    ]
    return request_of(
        {
            "snapshot_time": f"2026-03-16T{clock}:00Z",
            "cases": rows,
            "agents": [*early, *({"agent_id": each} for each in LATE)],
            "policy": {
                "shifts": [shift("early", "08:00", EARLY), shift("late", "08:30", LATE)],
                "queues": [{"queue_id": "q", "buckets": [{"agent_ids": EARLY + LATE}]}],
                "limit_policy": {"limits": {"hourly": {"count": 2}}},
            },
        }
    )


def next_unblocks(response: AssignResponse) -> set[datetime | None]:
    """Those of all cases that wait."""
    waiting = [row for row in response.explanations if not row.HasField("fit")]
    return {
        row.next_unblock_time.ToDatetime(UTC) if row.HasField("next_unblock_time") else None
        for row in waiting
    }


@pytest.mark.parametrize(("clock", "given"), [("08:00", 0), ("08:02", 2), ("08:28", 2)])
def test_I1_the_flood_of_the_morning_waits_for_half_past_eight_throughout(
    clock: str, given: int
) -> None:
    response = answer(morning(clock, cases=20 - 5 * given, given=given))

    assert response.batch.assigned_count == 10 - 5 * given
    assert next_unblocks(response) == {datetime(2026, 3, 16, 8, 30, tzinfo=UTC)}


def test_I1_from_0802_the_five_are_at_their_limit_and_the_seven_not_there() -> None:
    [*_, last] = answer(morning("08:02", cases=10, given=2)).explanations

    found = {pb.PairReason.Name(row.reason): row.agent_count for row in last.histogram}
    assert found == {
        "PAIR_REASON_OUTSIDE_ASSIGNMENT_HOURS": 7,
        "PAIR_REASON_HOURLY_LIMIT": 5,
    }


def test_I1_at_half_past_eight_all_are_assigned() -> None:
    response = answer(morning("08:30", cases=10, given=2))

    assert response.batch.assigned_count == 10
    assert next_unblocks(response) == set()


def test_V4_an_unknown_presence_among_the_agents_hides_the_next_unblock() -> None:
    """The first of the late ones is judged by his presence alone: he may be back at any time."""
    request = morning("08:02", cases=1, given=2)
    del request.policy.shifts[1].agent_ids[0]
    request.agents[5].presence.status = "Away"

    assert next_unblocks(answer(request)) == {None}
