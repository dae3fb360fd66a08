"""Which incidents are the cases of a snapshot, and what the agents hold beside them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.importing.incidents import Holding, Incident

FEW = 50
"""Below so many open and unassigned incidents, those of the last day count too."""

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Workload:
    """Cases, and by agent the incidents held and the assignments of the last day.

    `counted_as_unassigned` of the cases do have an assignee in the log.
    """

    cases: tuple[Incident, ...]
    counted_as_unassigned: int
    held: dict[str, tuple[Incident, ...]]
    recent: dict[str, tuple[tuple[Incident, Holding], ...]]


def workload_of(incidents: Iterable[Incident], at: datetime) -> Workload:
    """Splits the incidents seen so far; all of them by id."""
    incidents = tuple(incidents)
    waiting = [incident for incident in incidents if incident.is_open and incident.opened <= at]
    unassigned = [incident for incident in waiting if incident.assignee is None]
    counted: list[Incident] = []
    if len(unassigned) < FEW:
        counted = [
            incident
            for incident in waiting
            if incident.assignee is not None and incident.opened > at - DAY
        ]
    left_alone = {incident.incident_id for incident in counted}
    others = [incident for incident in incidents if incident.incident_id not in left_alone]
    return Workload(
        cases=tuple(sorted(unassigned + counted, key=lambda incident: incident.incident_id)),
        counted_as_unassigned=len(counted),
        held=_held(others),
        recent=_recent(others, at),
    )


def _held(incidents: Iterable[Incident]) -> dict[str, tuple[Incident, ...]]:
    """Open incidents by the agent who holds them."""
    held = defaultdict(list)
    for incident in incidents:
        if incident.is_open and incident.assignee is not None:
            held[incident.assignee].append(incident)
    return {agent: tuple(mine) for agent, mine in held.items()}


def _recent(
    incidents: Iterable[Incident], at: datetime
) -> dict[str, tuple[tuple[Incident, Holding], ...]]:
    """Assignments made, or taken back, in the last day, by agent and time."""
    recent = defaultdict(list)
    for incident in incidents:
        for holding in incident.holdings:
            last = holding.end if holding.taken_back and holding.end else holding.start
            if last > at - DAY:
                recent[holding.agent].append((incident, holding))
    return {
        agent: tuple(sorted(mine, key=lambda pair: (pair[1].start, pair[0].incident_id)))
        for agent, mine in recent.items()
    }
