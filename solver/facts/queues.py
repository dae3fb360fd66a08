"""A queue: which cases, which agents in which order, under which daily limit."""

from dataclasses import dataclass
from enum import IntEnum
from zoneinfo import ZoneInfo


class Hours(IntEnum):
    """Which hours of a shift count (Q7)."""

    ASSIGNMENT = 1
    WORKING = 2


class Period(IntEnum):
    """What a day is (L4)."""

    ROLLING = 1
    CALENDAR = 2


@dataclass(frozen=True, slots=True)
class DailyLimit:
    """Most assignments per agent, queue and day (L4)."""

    count: int
    period: Period = Period.ROLLING


@dataclass(frozen=True, slots=True)
class Queue:
    """A CRM queue (Q1); its buckets hold agent ids, teams resolved, no agent twice (Q3)."""

    queue_id: str
    buckets: tuple[frozenset[str], ...] = ()
    zone: ZoneInfo | None = None
    hours: Hours = Hours.ASSIGNMENT
    presence_required: bool = False
    daily_limit: DailyLimit | None = None
    pillar_weights: tuple[tuple[str, float], ...] = ()
