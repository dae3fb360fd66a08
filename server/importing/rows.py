"""The rows of an imported snapshot: cases, agents and accounts."""

from collections.abc import Iterable
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from allotment.v1 import agent_pb2, case_pb2
from server.importing.incidents import Holding, Incident
from server.importing.mapping import Mapping
from server.importing.workload import Workload


def timestamp(moment: datetime) -> Timestamp:
    """A moment as the wire has it."""
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp


class Rows:
    """Writes incidents and people as rows of the contract."""

    def __init__(self, mapping: Mapping, zone: str) -> None:
        self._mapping = mapping
        self._zone = zone

    def case(self, incident: Incident) -> case_pb2.Case:
        """An incident that waits for an agent."""
        return case_pb2.Case(
            case_id=incident.incident_id,
            queue_id=incident.group or "",
            account_id=incident.caller or "",
            created_time=timestamp(incident.opened),
            priority=self._priority(incident),
            urgency=self._urgency(incident),
        )

    def agent(self, agent: str, workload: Workload) -> agent_pb2.Agent:
        """An agent with what he holds and what he got lately."""
        return agent_pb2.Agent(
            agent_id=agent,
            active_cases=[self._active(incident) for incident in workload.held.get(agent, ())],
            recent_assignments=[
                self._recent(incident, holding)
                for incident, holding in workload.recent.get(agent, ())
            ],
        )

    def accounts(self, cases: Iterable[Incident]) -> list[case_pb2.Account]:
        """The callers of the cases, by id."""
        callers = sorted({case.caller for case in cases if case.caller is not None})
        return [case_pb2.Account(account_id=caller, time_zone=self._zone) for caller in callers]

    def _active(self, incident: Incident) -> agent_pb2.ActiveCase:
        return agent_pb2.ActiveCase(
            case_id=incident.incident_id,
            priority=self._priority(incident),
            status=self._mapping.statuses.get(incident.state, incident.state),
            source=self._source(incident.holdings[-1]),
        )

    def _recent(self, incident: Incident, holding: Holding) -> agent_pb2.RecentAssignment:
        """A change of assignee; withdrawn where it was taken back while the incident was open."""
        recent = agent_pb2.RecentAssignment(
            case_id=incident.incident_id,
            queue_id=holding.group or "",
            time=timestamp(holding.start),
            source=self._source(holding),
        )
        if holding.taken_back and holding.end is not None:
            recent.came_back = agent_pb2.CAME_BACK_WITHDRAWN
            recent.came_back_time.CopyFrom(timestamp(holding.end))
        return recent

    def _source(self, holding: Holding) -> agent_pb2.AssignmentSource.ValueType:
        """Who assigned it: a person, unless the mapping knows better (L5)."""
        sources = self._mapping.sources
        if holding.given_by is None or holding.given_by in sources.other:
            return agent_pb2.ASSIGNMENT_SOURCE_OTHER
        if holding.given_by in sources.allotment:
            return agent_pb2.ASSIGNMENT_SOURCE_ALLOTMENT
        return agent_pb2.ASSIGNMENT_SOURCE_MANUAL

    def _priority(self, incident: Incident) -> str:
        return self._mapping.priorities.get(incident.priority or "", "")

    def _urgency(self, incident: Incident) -> float | None:
        """Points of urgency and impact added up; None where either is not known."""
        points = self._mapping.urgency_points
        urgency = points.urgency.get(incident.urgency or "")
        impact = points.impact.get(incident.impact or "", None if points.impact else 0.0)
        if urgency is None or impact is None:
            return None
        return min(100.0, urgency + impact)
