"""From a log to a snapshot as it stood at a moment, reading nothing from after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from allotment.v1 import assignment_service_pb2
from server.importing.assumptions import assumptions
from server.importing.doubts import doubts
from server.importing.errors import LogError, MomentError
from server.importing.event_log import Row
from server.importing.events import EventReader, EventsSoFar
from server.importing.hours import Hours, activity_of, hours_of
from server.importing.incidents import Incident, incidents_of
from server.importing.limits import AssumedLimits
from server.importing.mapping import Mapping
from server.importing.people import (
    Servers,
    agents_seen,
    groups_served,
)
from server.importing.policy import PolicyFacts, make_policy
from server.importing.resolutions import resolved_cases
from server.importing.rows import Rows, timestamp
from server.importing.summary import Counts, Summary
from server.importing.workload import Workload, workload_of
from server.learning.activity import Kind
from server.learning.history import HistoryModel, learn_history
from server.learning.hours import Learning
from server.learning.into_snapshot import add_history


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is asked for: the moment in UTC, and how to read the log."""

    mapping: Mapping
    zone: ZoneInfo
    at: datetime
    limits: AssumedLimits = AssumedLimits()


@dataclass(frozen=True, slots=True)
class _Findings:
    """What the log told up to the moment."""

    incidents: tuple[Incident, ...]
    agents: tuple[str, ...]
    workload: Workload
    groups: dict[str, Servers]
    hours: Hours
    history: HistoryModel | None


def import_incidents(
    rows: Iterable[Row], order: ImportOrder
) -> tuple[assignment_service_pb2.AssignRequest, Summary]:
    """The snapshot of a log at a moment, and an account of it.

    Raises MappingError, LogError, and MomentError where the log has nothing to say yet.
    """
    seen = EventReader(order.mapping, order.zone, order.at).read(rows)
    _require_events(seen, order)
    incidents = incidents_of(seen.events)
    moments = list(activity_of(seen.events, incidents, order.zone))
    resolved = resolved_cases(seen.events)
    findings = _Findings(
        incidents=incidents,
        agents=agents_seen(seen.events),
        workload=workload_of(incidents, order.at),
        groups=groups_served(seen.events, order.at),
        hours=hours_of(moments, Learning(order.at)),
        history=learn_history(resolved, order.at) if resolved else None,
    )
    _require_work(findings, order)
    request = _request(findings, order)
    return request, _summary(seen, findings, request, order)


def _request(findings: _Findings, order: ImportOrder) -> assignment_service_pb2.AssignRequest:
    rows = Rows(order.mapping, order.zone.key)
    workload = findings.workload
    facts = PolicyFacts(
        zone=order.zone.key,
        groups=findings.groups,
        limits=order.limits,
    )
    request = assignment_service_pb2.AssignRequest(
        snapshot_time=timestamp(order.at),
        cases=[rows.case(incident) for incident in workload.cases],
        agents=[rows.agent(agent, workload) for agent in findings.agents],
        accounts=rows.accounts(workload.cases),
        policy=make_policy(facts),
    )
    findings.hours.add_to(request)
    if findings.history is not None:
        add_history(request, findings.history)
    return request


def _summary(
    seen: EventsSoFar,
    findings: _Findings,
    request: assignment_service_pb2.AssignRequest,
    order: ImportOrder,
) -> Summary:
    cases = findings.workload.cases
    recent = [one for agent in request.agents for one in agent.recent_assignments]
    counts = Counts(
        log_rows=seen.row_count,
        events_read=len(seen.events),
        incidents=len(findings.incidents),
        cases=len(cases),
        cases_counted_as_unassigned=findings.workload.counted_as_unassigned,
        cases_without_group=sum(case.group is None for case in cases),
        cases_without_agents=sum(
            case.group is not None and case.group not in findings.groups for case in cases
        ),
        cases_with_old_group=sum(case.group_is_old for case in cases),
        cases_without_priority=sum(not case.priority for case in request.cases),
        cases_without_urgency=sum(not case.HasField("urgency") for case in request.cases),
        agents=len(request.agents),
        agents_with_own_hours=sum(bool(one.windows) for one in findings.hours.model.of(Kind.AGENT)),
        queues=len(request.policy.queues),
        accounts=len(request.accounts),
        accounts_with_history=sum(bool(one.histories) for one in request.accounts),
        accounts_with_hours=sum(bool(one.activity_windows) for one in request.accounts),
        active_cases=sum(len(agent.active_cases) for agent in request.agents),
        recent_assignments=len(recent),
        recent_withdrawn=sum(bool(one.came_back) for one in recent),
        impossible_local_times=seen.impossible_time_count,
    )
    return Summary(
        snapshot_time=order.at.astimezone(order.zone).isoformat(),
        time_zone=order.zone.key,
        mapping=order.mapping.name,
        counts=counts,
        assumptions=assumptions(order.zone.key, order.limits, counts),
        warnings=tuple(doubts(order.mapping, findings.incidents, counts)),
    )


def _require_events(seen: EventsSoFar, order: ImportOrder) -> None:
    if seen.first is None:
        raise LogError("The log has column names but no events.")
    if not seen.events:
        first = seen.first.astimezone(order.zone)
        raise MomentError(
            f"Nothing had happened by {order.at.astimezone(order.zone):%Y-%m-%d %H:%M} "
            f"({order.zone.key}): the first event of the log is at {first:%Y-%m-%d %H:%M}.\n"
            "Maybe give a later --at."
        )


def _require_work(findings: _Findings, order: ImportOrder) -> None:
    local = f"{order.at.astimezone(order.zone):%Y-%m-%d %H:%M}"
    if not findings.agents:
        raise MomentError(
            f"Nobody had been assigned an incident by {local}: the snapshot would have no agents.\n"
            "Maybe give a later --at."
        )
    if not findings.workload.cases:
        raise MomentError(
            f"No incident was open and unassigned at {local}, nor opened in the 24 hours before "
            "and still open: the snapshot would have no cases.\nMaybe give another --at."
        )
