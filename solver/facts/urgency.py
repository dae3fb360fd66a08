"""What makes a case urgent: tiers, points, bands, business hours (U1-U9)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from solver.facts.schedule import WeeklyWindow

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Clock(IntEnum):
    """On which clock a response time runs (U1)."""

    CALENDAR = 1
    BUSINESS = 2


@dataclass(frozen=True, slots=True)
class Tier:
    """A service tier (U1); `routes_after_hours`: its cases are never held (U6)."""

    name: str
    response: timedelta
    clock: Clock = Clock.CALENDAR
    points: float = 0.0
    routes_after_hours: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """Points of a category (U2); cases of some escalate by themselves (U3)."""

    name: str
    points: float = 0.0
    auto_escalates: bool = False


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """When business is done, local in the zone of the case's queue, else in `zone` (U1, U6)."""

    windows: tuple[WeeklyWindow, ...] = (WeeklyWindow(frozenset(range(5)), 8 * 60, 18 * 60),)
    zone: ZoneInfo | None = None
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class SlaWatch:
    """When a case that nobody has is escalated and warned of (U7)."""

    escalate_within: timedelta = HOUR
    warn_share: float = 0.25
    bonus_points: float = 20.0


@dataclass(frozen=True, slots=True)
class UrgencyPolicy:
    """Who goes first (U1-U9).

    lifetime_values: `(value that must be exceeded, points)`. contacts: `(age that must not
    be reached, points)`. bands: `(name, least score)` from the highest down. business_hours:
    None = nothing is held.
    """

    base_points: float = 0.0
    tiers: tuple[Tier, ...] = (
        Tier("Premium", 2 * HOUR, points=40.0, routes_after_hours=True),
        Tier("Standard", 8 * HOUR, points=20.0),
        Tier("Basic", 24 * HOUR),
    )
    categories: tuple[Category, ...] = (
        Category("security incident", 30.0, auto_escalates=True),
        Category("outage", 30.0, auto_escalates=True),
        Category("billing", 20.0),
        Category("general question", 10.0),
        Category("feature request", 5.0),
    )
    lifetime_values: tuple[tuple[float, float], ...] = (
        (50_000.0, 20.0),
        (20_000.0, 15.0),
        (5_000.0, 10.0),
    )
    other_value_points: float = 5.0
    contacts: tuple[tuple[timedelta, float], ...] = ((7 * DAY, 10.0), (30 * DAY, 5.0))
    vip_points: float = 30.0
    floor: float = 80.0
    bands: tuple[tuple[str, float], ...] = (("premium", 80.0), ("standard", 60.0), ("basic", 0.0))
    business_hours: BusinessHours | None = None
    waiting_credit_limit: float = 20.0
    waiting_minutes_per_point: float = 30.0
    class_by_priority: bool = True
    class_by_band: bool = True
    watch: SlaWatch = SlaWatch()
