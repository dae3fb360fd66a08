"""Hours of the people of a log, from what it told up to the moment (S6)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.importing.events import Event, Stage
from server.importing.incidents import Incident
from server.learning.activity import Kind, Moment, Person
from server.learning.hours import HoursModel, Learning, Window, learn_hours
from server.learning.into_snapshot import add_hours, windows_to_proto


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of single people; agents who are not in it have the `usual` ones."""

    model: HoursModel
    usual: tuple[Window, ...]

    def add_to(self, request: AssignRequest) -> None:
        """Writes them into a snapshot: predicted hours and activity windows."""
        add_hours(request, self.model)
        for agent in request.agents:
            if not agent.predicted_windows and self.usual:
                agent.time_zone = request.policy.time_zone
                agent.predicted_windows.extend(windows_to_proto(self.usual))


def activity_of(
    events: Iterable[Event], incidents: Iterable[Incident], zone: ZoneInfo
) -> Iterator[Moment]:
    """Activity that the log tells: agents by the events of what they hold, without closings,
    which systems do by themselves; accounts by what they opened."""
    for event in events:
        if event.assignee is not None and event.stage is not Stage.CLOSED:
            yield Moment(Person(Kind.AGENT, event.assignee, zone), event.time)
    for incident in incidents:
        if incident.caller is not None:
            yield Moment(Person(Kind.ACCOUNT, incident.caller, zone), incident.opened)


def hours_of(moments: Sequence[Moment], learning: Learning) -> Hours:
    """The hours of everybody; the usual ones are those of all agents together."""
    model = learn_hours(moments, learning)
    together = list(_as_one(moments))
    if not together:
        return Hours(model, ())
    (everybody,) = learn_hours(together, learning, least=1).people
    return Hours(model, everybody.windows)


def _as_one(moments: Iterable[Moment]) -> Iterable[Moment]:
    """The activity of all agents as that of one."""
    for moment in moments:
        if moment.person.kind is Kind.AGENT:
            everybody = Person(Kind.AGENT, "everybody", moment.person.zone)
            yield Moment(everybody, moment.time)
