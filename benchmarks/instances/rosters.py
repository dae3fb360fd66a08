"""Rosters: shifts of the agents, and which of them are on duty at NOW."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from allotment.v1 import schedule_pb2
from benchmarks.instances.dice import Ints
from benchmarks.instances.moments import NOW
from benchmarks.instances.zones import weekdays


@dataclass(frozen=True, slots=True)
class Roster:
    """One shift: working hours, and inside them the hours in which cases are handed out."""

    name: str
    zone: str
    working: tuple[str, str]
    assignment: tuple[str, str]
    weight: int

    @property
    def on_duty(self) -> bool:
        """Whether cases are handed out at NOW, which is on a weekday everywhere."""
        start, end = self.assignment
        now = f"{NOW.astimezone(ZoneInfo(self.zone)):%H:%M}"
        return start <= now < end if start < end else now >= start or now < end

    def shift(self, agent_ids: Sequence[str]) -> schedule_pb2.Shift:
        """The shift of the contract, with its agents."""
        return schedule_pb2.Shift(
            shift_id=self.name,
            time_zone=self.zone,
            agent_ids=agent_ids,
            working_hours=[weekdays(*self.working)],
            assignment_hours=[weekdays(*self.assignment)],
        )


TEAM_ROSTERS = (
    Roster("vienna-early", "Europe/Vienna", ("06:00", "14:00"), ("06:00", "13:30"), 15),
    Roster("vienna-day", "Europe/Vienna", ("08:00", "17:00"), ("08:00", "16:30"), 35),
    Roster("new-york-day", "America/New_York", ("08:00", "17:00"), ("08:30", "16:30"), 30),
    Roster("kolkata-late", "Asia/Kolkata", ("14:00", "23:00"), ("14:00", "22:00"), 15),
    Roster("kolkata-night", "Asia/Kolkata", ("22:00", "06:00"), ("22:00", "05:30"), 5),
)
"""A team in three zones; about one in five is off duty at NOW."""

WIDE_ROSTERS = (
    Roster("vienna", "Europe/Vienna", ("08:00", "17:00"), ("08:00", "17:00"), 20),
    Roster("new-york", "America/New_York", ("08:00", "17:00"), ("08:00", "17:00"), 25),
    Roster("kolkata", "Asia/Kolkata", ("14:00", "23:00"), ("14:00", "23:00"), 20),
    Roster("london", "Europe/London", ("07:00", "16:00"), ("07:00", "16:00"), 15),
    Roster("sao-paulo", "America/Sao_Paulo", ("09:00", "18:00"), ("09:00", "18:00"), 10),
    Roster("johannesburg", "Africa/Johannesburg", ("11:00", "20:00"), ("11:00", "20:00"), 10),
)
"""Six zones, everybody on duty at NOW."""

ENTERPRISE_ROSTERS = (
    Roster("vienna-early", "Europe/Vienna", ("06:00", "14:00"), ("06:00", "13:30"), 8),
    Roster("vienna-day", "Europe/Vienna", ("08:00", "17:00"), ("08:00", "16:30"), 22),
    Roster("london-day", "Europe/London", ("08:00", "17:00"), ("08:00", "16:30"), 12),
    Roster("new-york-day", "America/New_York", ("08:00", "17:00"), ("08:30", "16:30"), 20),
    Roster("new-york-late", "America/New_York", ("12:00", "21:00"), ("12:00", "20:30"), 8),
    Roster("sao-paulo-day", "America/Sao_Paulo", ("08:00", "17:00"), ("08:00", "16:30"), 8),
    Roster("johannesburg", "Africa/Johannesburg", ("11:00", "20:00"), ("11:00", "19:30"), 7),
    Roster("kolkata-late", "Asia/Kolkata", ("14:00", "23:00"), ("14:00", "22:30"), 10),
    Roster("kolkata-night", "Asia/Kolkata", ("22:00", "07:00"), ("22:00", "06:30"), 5),
)
"""Nine shifts in six zones; about one in five agents is off duty at NOW."""


def shifts(
    rosters: Sequence[Roster], roster_of: Ints, agent_ids: Sequence[str]
) -> list[schedule_pb2.Shift]:
    """The shifts that have agents; `roster_of` holds a position in `rosters` per agent."""
    members: list[list[str]] = [[] for _ in rosters]
    for agent_id, place in zip(agent_ids, roster_of.tolist(), strict=True):
        members[place].append(agent_id)
    return [roster.shift(mine) for roster, mine in zip(rosters, members, strict=True) if mine]
