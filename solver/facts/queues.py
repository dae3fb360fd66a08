"""A queue: which cases, which agents in which order, under which rules."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from solver.facts.requirement import Requirement
from solver.facts.schedule import WeeklyWindow


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


class Turns(IntEnum):
    """When turns decide instead of fit (Q8)."""

    NEVER = 1
    ALWAYS = 2
    WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue; its buckets hold agent ids, teams resolved, no agent twice (Q3).

    filter: makes it virtual (Q2); empty: a CRM queue (Q1). fallback_ids: queues tried
    after the last bucket (Q4). min_fit: from 0 to 1, waived after `min_fit_wait` (Q7).
    """

    queue_id: str
    buckets: tuple[frozenset[str], ...] = ()
    zone: ZoneInfo | None = None
    hours: Hours = Hours.ASSIGNMENT
    presence_required: bool = False
    daily_limit: DailyLimit | None = None
    pillar_weights: tuple[tuple[str, float], ...] = ()
    filter: str = ""
    fallback_ids: tuple[str, ...] = ()
    takes_part: bool = True
    auto_assign: bool = True
    min_fit: float = 0.0
    min_fit_wait: timedelta | None = None
    turns: Turns = Turns.NEVER
    turn_windows: tuple[WeeklyWindow, ...] = ()
    requirements: tuple[Requirement, ...] = ()
