"""Incidents as they stood at a moment, and who had held them until then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from server.importing.events import Event, Stage


@dataclass(frozen=True, slots=True)
class Holding:
    """A span in which one agent held an incident.

    `end` is None while it lasts. `taken_back`: it ended while the incident was open.
    `given_by`: who made the change, None where the log does not say.
    """

    agent: str
    start: datetime
    group: str | None
    end: datetime | None = None
    taken_back: bool = False
    given_by: str | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as its last event left it.

    A value that an event does not say stays as it was; the assignee alone does not:
    without one nobody holds the incident. An incident whose opening time was never
    said counts as opened at its first event; one of unknown state counts as open.
    """

    incident_id: str
    opened: datetime
    opened_local: datetime
    state: str
    stage: Stage
    assignee: str | None
    group: str | None
    caller: str | None
    priority: str | None
    urgency: str | None
    impact: str | None
    holdings: tuple[Holding, ...]
    group_is_old: bool

    @property
    def is_open(self) -> bool:
        """Neither resolved nor closed."""
        return self.stage is Stage.OPEN


def incidents_of(events: Iterable[Event]) -> tuple[Incident, ...]:
    """The incidents that sorted events leave behind, by id."""
    incidents: dict[str, Incident] = {}
    for event in events:
        before = incidents.get(event.incident) or _unseen(event)
        incidents[event.incident] = _after(before, event)
    return tuple(incidents[key] for key in sorted(incidents))


def _unseen(event: Event) -> Incident:
    """An incident before its first event."""
    return Incident(
        incident_id=event.incident,
        opened=event.time,
        opened_local=event.local,
        state="",
        stage=Stage.OPEN,
        assignee=None,
        group=None,
        caller=None,
        priority=None,
        urgency=None,
        impact=None,
        holdings=(),
        group_is_old=False,
    )


def _after(incident: Incident, event: Event) -> Incident:
    """The incident after one more event."""
    group = event.group or incident.group
    return Incident(
        incident_id=incident.incident_id,
        opened=event.opened or incident.opened,
        opened_local=event.opened_local or incident.opened_local,
        state=event.state or incident.state,
        stage=event.stage or incident.stage,
        assignee=event.assignee,
        group=group,
        caller=event.caller or incident.caller,
        priority=event.priority or incident.priority,
        urgency=event.urgency or incident.urgency,
        impact=event.impact or incident.impact,
        holdings=_holdings(incident, event, group),
        group_is_old=event.group is None and group is not None,
    )


def _holdings(incident: Incident, event: Event, group: str | None) -> tuple[Holding, ...]:
    """Who has held the incident, the newest last."""
    if event.assignee == incident.assignee:
        return incident.holdings
    holdings = incident.holdings
    if incident.assignee is not None:
        stage = event.stage or incident.stage
        ended = replace(holdings[-1], end=event.time, taken_back=stage is Stage.OPEN)
        holdings = (*holdings[:-1], ended)
    if event.assignee is not None:
        given = Holding(event.assignee, event.time, group, given_by=event.changed_by)
        holdings = (*holdings, given)
    return holdings
