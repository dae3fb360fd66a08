"""The people of a log: when agents are active, and which groups they serve."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.importing.activity_hours import Smoothing, Span, active_spans
from server.importing.events import Event, Stage
from server.importing.incidents import Incident

LATELY = timedelta(days=7)
SPECIALIST_INCIDENTS = 3
AGENT_EVENTS = 20
CALLER_INCIDENTS = 5

AGENT_SMOOTHING = Smoothing(own_day=0.5, threshold=1.0)
CALLER_SMOOTHING = Smoothing(own_day=0.0, threshold=1.0)


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of the week by person; who is not in `own` has the `usual` ones."""

    own: dict[str, tuple[Span, ...]]
    usual: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Servers:
    """Agents of a group: those who served it much lately, and the others who ever did."""

    specialists: frozenset[str]
    others: frozenset[str]


def agents_seen(events: Iterable[Event]) -> tuple[str, ...]:
    """Everybody who was ever an assignee, by id."""
    return tuple(sorted({event.assignee for event in events if event.assignee is not None}))


def agent_hours(events: Iterable[Event]) -> Hours:
    """Hours of agents, from the events of incidents while assigned to them.

    Closings are left out: systems close incidents by themselves. Agents with fewer
    than 20 events have the hours of all agents together.
    """
    times = defaultdict(list)
    for event in events:
        if event.assignee is not None and event.stage is not Stage.CLOSED:
            times[event.assignee].append(event.local)
    usual = active_spans((time for mine in times.values() for time in mine), AGENT_SMOOTHING)
    return Hours(_own_hours(times, AGENT_EVENTS, AGENT_SMOOTHING), usual)


def caller_hours(incidents: Iterable[Incident]) -> Hours:
    """Hours of callers, from when they opened incidents, five at least; weekdays are alike."""
    times = defaultdict(list)
    for incident in incidents:
        if incident.caller is not None:
            times[incident.caller].append(incident.opened_local)
    return Hours(_own_hours(times, CALLER_INCIDENTS, CALLER_SMOOTHING))


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


def _own_hours(
    times: dict[str, list[datetime]], enough: int, smoothing: Smoothing
) -> dict[str, tuple[Span, ...]]:
    """Hours of those seen often enough, if any hour comes out."""
    own = {}
    for person in sorted(times):
        if len(times[person]) >= enough:
            spans = active_spans(times[person], smoothing)
            if spans:
                own[person] = spans
    return own
