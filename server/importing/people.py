"""The people of a log: who they are, and which groups they serve."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.importing.events import Event

LATELY = timedelta(days=7)
SPECIALIST_INCIDENTS = 3


@dataclass(frozen=True, slots=True)
class Servers:
    """Agents of a group: those who served it much lately, and the others who ever did."""

    specialists: frozenset[str]
    others: frozenset[str]


def agents_seen(events: Iterable[Event]) -> tuple[str, ...]:
    """Everybody who was ever an assignee, by id."""
    return tuple(sorted({event.assignee for event in events if event.assignee is not None}))


def groups_served(events: Sequence[Event], at: datetime) -> dict[str, Servers]:
    """Who serves which group, by the incidents that he held in it.

    Specialists held three incidents or more in the last seven days.
    """
    lately = defaultdict(set)
    ever = defaultdict(set)
    for event in events:
        if event.assignee is None or event.group is None:
            continue
        ever[event.group].add(event.assignee)
        if event.time > at - LATELY:
            lately[event.group, event.assignee].add(event.incident)
    served = {}
    for group in sorted(ever):
        specialists = frozenset(
            agent
            for agent in ever[group]
            if len(lately.get((group, agent), ())) >= SPECIALIST_INCIDENTS
        )
        served[group] = Servers(specialists, frozenset(ever[group]) - specialists)
    return served
