"""A case and the account behind it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from solver.facts.requirement import Attribute, Requirement
from solver.facts.schedule import WeeklyWindow
from solver.facts.topic import Topic


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
    topics: tuple[Topic, ...] = ()


class History(NamedTuple):
    """What is known of an account and one agent (S8); None: unknown.

    case_count: cases of the account that he handled. sentiment: from -1 to 1.
    sentiment_trend: per 30 days. need_attention, final_resolver_share: from 0 to 1.
    """

    agent_id: str
    case_count: int = 0
    sentiment: float | None = None
    sentiment_trend: float | None = None
    need_attention: float | None = None
    final_resolver_share: float | None = None
    mean_resolution: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A customer. histories: each agent at most once. median_resolution: of all its cases."""

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
    histories: tuple[History, ...] = ()
    median_resolution: timedelta | None = None
