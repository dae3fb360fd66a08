"""What one more of something would be worth, as people read it."""

from collections.abc import Iterator

from rich.text import Text

from allotment.v1.assignment_service_pb2 import AssignResponse
from solver.explanation import sentences

MOST = 5
"""Of each: slots of agents, agents in queues, skills."""
SLOTS = 3
"""The last kind of slots of agents."""


def worths(response: AssignResponse) -> Iterator[Text]:
    """Those that gain most, level by level; slots first, then queues and skills."""
    found = sorted(response.shadow_prices, key=lambda one: tuple(one.gain), reverse=True)
    kinds = sorted({max(int(one.kind), SLOTS) for one in found})
    for kind in kinds:
        mine = [one for one in found if max(int(one.kind), SLOTS) == kind]
        for one in mine[:MOST]:
            yield Text(one.sentence)
    if response.untried_unit_count:
        yield Text(sentences.untried_units(response.untried_unit_count))
