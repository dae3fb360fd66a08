"""What one more of something is worth, in the terminal."""

from allotment.v1.assignment_service_pb2 import AssignResponse
from allotment.v1.explanation_pb2 import ShadowPrice
from server.cli.worths import MOST, worths


def _told(untried: int = 0) -> list[str]:
    """Ten slots, a queue and two skills, in no order of worth."""
    response = AssignResponse(untried_unit_count=untried)
    for gain in (3, 9, 1, 7, 5, 2, 8, 4, 10, 6):
        kind = ShadowPrice.KIND_BACKLOG if gain % 2 else ShadowPrice.KIND_HOURLY
        response.shadow_prices.add(kind=kind, gain=[gain, 0], sentence=f"slot {gain}")
    response.shadow_prices.add(kind=ShadowPrice.KIND_QUEUE, gain=[0, 1], sentence="queue")
    for gain in (1, 2):
        skill = ShadowPrice.KIND_SKILL
        response.shadow_prices.add(kind=skill, gain=[0, gain], sentence=f"skill {gain}")
    return [line.plain for line in worths(response)]


def test_the_units_that_gain_most_are_told_first() -> None:
    """Of each kind only so many."""
    slots = [f"slot {gain}" for gain in (10, 9, 8, 7, 6)]
    assert len(slots) == MOST
    assert _told() == [*slots, "queue", "skill 2", "skill 1"]


def test_what_was_left_out_is_said() -> None:
    """Once, at the end; and nothing at all where nothing was asked for."""
    told = "What one more is worth is not worked out for"
    assert _told(1)[-1] == f"{told} 1 agent, queue or skill."
    assert _told(7)[-1] == f"{told} 7 agents, queues and skills."
    assert list(worths(AssignResponse())) == []
