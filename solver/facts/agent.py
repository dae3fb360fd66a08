"""An agent: limits, what he holds, what he got lately, when he is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from solver.facts.requirement import Attribute, Skill
from solver.facts.schedule import Absence, WeeklyWindow

UTC = ZoneInfo("UTC")


class Source(IntEnum):
    """Who made an assignment (L5)."""

    ALLOTMENT = 1
    MANUAL = 2
    OTHER = 3


class CameBack(IntEnum):
    """How an assignment came back (R4)."""

    NO = 0
    DECLINED = 1
    EXPIRED = 2
    WITHDRAWN = 3


@dataclass(frozen=True, slots=True)
class ActiveCase:
    """A case held now, outside the batch."""

    case_id: str
    priority: str = ""
    status: str = ""
    effort: float = 1.0
    source: Source = Source.OTHER


@dataclass(frozen=True, slots=True)
class RecentAssignment:
    """An assignment of the near past; `returned` is when it came back, if it did."""

    case_id: str
    time: datetime
    queue_id: str = ""
    source: Source = Source.OTHER
    came_back: CameBack = CameBack.NO
    returned: datetime | None = None


@dataclass(frozen=True, slots=True)
class HourlyLimit:
    """At most `count` new assignments in (now - window, now] (L3)."""

    count: int
    window: timedelta = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Limits:
    """Hard limits of a policy, a team or an agent; None = no limit (L1, L2, L3, S4)."""

    backlog: int | None = None
    hourly: HourlyLimit | None = None
    per_cycle: int | None = None
    hard_capacity: float | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who takes cases.

    Either `active_cases` tells what he holds, or `active_count` and `active_load` do.
    presence, custom_presence: status texts, empty where they are unknown (V1).
    predicted_hours: local in `zone` (S6).
    """

    agent_id: str
    capacity: float | None = None
    limits: Limits = Limits()
    active_cases: tuple[ActiveCase, ...] = ()
    active_count: int | None = None
    active_load: float | None = None
    recent: tuple[RecentAssignment, ...] = ()
    absences: tuple[Absence, ...] = ()
    presence: str = ""
    custom_presence: str = ""
    zone: ZoneInfo = UTC
    predicted_hours: tuple[WeeklyWindow, ...] = ()
    skills: tuple[Skill, ...] = ()
    attributes: tuple[Attribute, ...] = ()

    @property
    def last_assigned(self) -> datetime | None:
        """The last assignment that did not come back, from any source (S3)."""
        return max((r.time for r in self.recent if not r.came_back), default=None)
