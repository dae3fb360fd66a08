"""A case and the account behind it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from solver.facts.requirement import Attribute, Requirement
from solver.facts.schedule import WeeklyWindow


@dataclass(frozen=True, slots=True)
class Case:
    """A work item; empty texts and None mean unknown, its own facts win over the account's."""

    case_id: str
    created: datetime
    queue_id: str = ""
    account_id: str = ""
    priority: str = ""
    urgency: float | None = None
    effort: float = 1.0
    zone: ZoneInfo | None = None
    activity_windows: tuple[WeeklyWindow, ...] = ()
    owner_id: str = ""
    locked: bool = False
    designated_agent_id: str = ""
    requirements: tuple[Requirement, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    reporter_id: str = ""
    status: str = ""
    subject: str = ""
    description: str = ""
    stage: str = ""
    stage_since: datetime | None = None
    owned_since: datetime | None = None
    reassignments: int = 0
    category: str = ""
    tier: str = ""
    lifetime_value: float | None = None
    vip: bool | None = None
    last_contact: datetime | None = None
    override_routing: bool = False
    escalated: datetime | None = None
    warned: datetime | None = None
    escalation_bonus: float = 0.0


@dataclass(frozen=True, slots=True)
class Account:
    """A customer."""

    account_id: str
    zone: ZoneInfo | None = None
    activity_windows: tuple[WeeklyWindow, ...] = ()
    skip_weekends: bool | None = None
    designated_agent_id: str = ""
    attributes: tuple[Attribute, ...] = ()
    tier: str = ""
    lifetime_value: float | None = None
    vip: bool | None = None
    last_contact: datetime | None = None
