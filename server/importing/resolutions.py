"""Resolved incidents of a log, with who held them (S8)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from server.importing.events import Event, Stage
from server.learning.history import ResolvedCase


@dataclass(slots=True)
class _Story:
    """An incident as far as its events were told."""

    opened: datetime
    caller: str | None = None
    assignee: str | None = None
    holders: set[str] = field(default_factory=set)
    resolved: datetime | None = None
    resolver: str | None = None

    def go_on(self, event: Event) -> None:
        """Takes one more event; an incident that is opened again is not resolved."""
        self.opened = event.opened or self.opened
        self.caller = event.caller or self.caller
        if event.assignee is not None:
            self.holders.add(event.assignee)
            self.assignee = event.assignee
        if event.stage is Stage.OPEN:
            self.resolved = self.resolver = None
        elif event.stage is Stage.RESOLVED and self.resolved is None:
            self.resolved, self.resolver = event.time, self.assignee


def resolved_cases(events: Iterable[Event]) -> list[ResolvedCase]:
    """The incidents that are resolved after sorted events; without caller or resolver none."""
    stories: dict[str, _Story] = {}
    for event in events:
        stories.setdefault(event.incident, _Story(event.time)).go_on(event)
    return [
        ResolvedCase(
            account_id=story.caller,
            resolver_id=story.resolver,
            seconds=max(0.0, (story.resolved - story.opened).total_seconds()),
            holder_ids=frozenset(story.holders),
        )
        for story in stories.values()
        if story.caller and story.resolver and story.resolved
    ]
