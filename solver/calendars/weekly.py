"""Weekly windows of a zone (V2).

One definition holds for every clock change: a moment is inside a window when
the wall clock of the zone, with its date, reads from the window's start until
before its end. So local times that are skipped in spring move forward to the
change, and times that come twice in autumn count both times.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from solver.calendars.days import DAY_SECONDS
from solver.calendars.intervals import EMPTY, Intervals, merged
from solver.calendars.offsets import Stretch, stretches
from solver.facts import (
    Agent,
    BusinessHours,
    Hours,
    Shift,
    UrgencyPolicy,
    WeeklyWindow,
)
from solver.facts.schedule import MINUTES_PER_DAY
from solver.moments import EPOCH
from solver.units import Ints

EPOCH_WEEKDAY = EPOCH.weekday()
ONE_DAY = timedelta(days=1)
HORIZON = timedelta(days=28)
"""How far ahead hours are looked for: beyond every usual row of holidays."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Windows that recur every week in a zone; none starts on a holiday."""

    zone: ZoneInfo
    windows: tuple[WeeklyWindow, ...]
    holidays: frozenset[date] = frozenset()

    def is_open(self, now: datetime) -> bool:
        """True inside a window."""
        local = now.astimezone(self.zone)
        minute = 60 * local.hour + local.minute
        today = local.date()
        return self._runs(today, minute) or self._runs(today - ONE_DAY, minute + MINUTES_PER_DAY)

    def intervals(self, start: int, end: int) -> Intervals:
        """The windows in UTC seconds from `start` until before `end`."""
        found = [self._spans(stretch) for stretch in stretches(self.zone, start, end)]
        return merged(np.concatenate([EMPTY, *found]))

    def _runs(self, day: date, minute: int) -> bool:
        """True if a window that starts on the day runs so many minutes after its midnight."""
        return day not in self.holidays and any(
            day.weekday() in window.days and window.start <= minute < _end(window)
            for window in self.windows
        )

    def _spans(self, stretch: Stretch) -> Intervals:
        """The windows inside a stretch of one offset; some may be empty."""
        days = self._start_days(stretch)
        spans = [_on(days, window) - stretch.offset for window in self.windows]
        clipped: Intervals = np.clip(np.concatenate([EMPTY, *spans]), stretch.start, stretch.end)
        return clipped

    def _start_days(self, stretch: Stretch) -> Ints:
        """Local days since 1970 on which a window of the stretch may start."""
        first = (stretch.start + stretch.offset) // DAY_SECONDS - 1
        last = (stretch.end + stretch.offset) // DAY_SECONDS
        days = np.arange(first, last + 1, dtype=np.int64)
        holidays = [day.toordinal() - EPOCH.toordinal() for day in self.holidays]
        return days[~np.isin(days, holidays)] if holidays else days


def shift_calendar(shift: Shift, hours: Hours) -> Calendar:
    """The hours of a shift; a kind that is not set falls back to the other."""
    narrow, broad = shift.assignment_hours, shift.working_hours
    windows = (narrow or broad) if hours == Hours.ASSIGNMENT else (broad or narrow)
    return Calendar(shift.zone, windows, shift.holidays)


def business_calendar(urgency: UrgencyPolicy, zone: ZoneInfo) -> Calendar:
    """Business hours of a zone; the usual ones where the policy has none (U1, U6)."""
    hours = urgency.business_hours or BusinessHours()
    return Calendar(zone, hours.windows, hours.holidays)


def break_calendar(shift: Shift) -> Calendar:
    """The breaks of a shift (V3)."""
    return Calendar(shift.zone, shift.breaks, shift.holidays)


def predicted_calendar(agent: Agent) -> Calendar:
    """The hours predicted for an agent (S6)."""
    return Calendar(agent.zone, agent.predicted_hours)


def _end(window: WeeklyWindow) -> int:
    """Minutes from midnight of the day on which the window starts."""
    return window.end if window.end > window.start else window.end + MINUTES_PER_DAY


def _on(days: Ints, window: WeeklyWindow) -> Intervals:
    """Local seconds of the window on those of the days on which it starts."""
    starts = np.array([weekday in window.days for weekday in range(7)], dtype=np.bool_)
    midnights = days[starts[(days + EPOCH_WEEKDAY) % 7]] * DAY_SECONDS
    return midnights[:, None] + 60 * np.array([window.start, _end(window)], dtype=np.int64)
