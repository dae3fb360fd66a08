"""Hours of people and customers: local weekly windows, shifts, absences (V2)."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

MINUTES_PER_DAY = 1440


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """A half-open local span that starts on some days of the week.

    `days`: 0 = Monday. Minutes count from local midnight; `end` at or below
    `start` lies on the next day; `end` is never equal to `start`.
    """

    days: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of the agents linked to it, teams already resolved; no window starts on a holiday.

    `breaks` are taken out of both kinds of hours (V3).
    """

    shift_id: str
    zone: ZoneInfo
    agent_ids: frozenset[str] = frozenset()
    assignment_hours: tuple[WeeklyWindow, ...] = ()
    working_hours: tuple[WeeklyWindow, ...] = ()
    holidays: frozenset[date] = frozenset()
    breaks: tuple[WeeklyWindow, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """A time away, half-open; without an end until further notice (L6)."""

    start: datetime
    end: datetime | None = None
