"""Hours of agents, read off the wall clock moment by moment (V1, V2, L6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from allotment.v1.queue_pb2 import Queue
from allotment.v1.schedule_pb2 import Absence, Shift, WeeklyWindow
from tests.referee.moments import moment, wall_clock
from tests.referee.snapshot import Snapshot


def minute_of(text: str) -> int:
    """`HH:MM` as minutes since midnight."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def in_windows(
    windows: Iterable[WeeklyWindow], at: int, zone: str, holidays: frozenset[str] = frozenset()
) -> bool:
    """The wall clock lies in a window that starts on no holiday."""
    local = wall_clock(at, zone)
    minute = local.hour * 60 + local.minute
    return any(covers(window, local.date(), minute, holidays) for window in windows)


def covers(window: WeeklyWindow, day: date, minute: int, holidays: frozenset[str]) -> bool:
    """The window covers this minute of this day; overnight ones started the day before."""
    start, end = minute_of(window.start), minute_of(window.end)
    if start < end:
        return starts_on(window, day, holidays) and start <= minute < end
    if minute >= start:
        return starts_on(window, day, holidays)
    return minute < end and starts_on(window, day - timedelta(days=1), holidays)


def starts_on(window: WeeklyWindow, day: date, holidays: frozenset[str]) -> bool:
    return day.isoweekday() in window.days and day.isoformat() not in holidays


def holidays_of(snapshot: Snapshot, shift: Shift) -> frozenset[str]:
    for calendar in snapshot.policy.holiday_calendars:
        if calendar.holiday_calendar_id == shift.holiday_calendar_id:
            return frozenset(calendar.dates)
    return frozenset()


def hours(shift: Shift, kind: Queue.Hours.ValueType) -> list[WeeklyWindow]:
    """Windows of one kind; an unset kind falls back to the other."""
    if kind == Queue.HOURS_WORKING:
        return list(shift.working_hours or shift.assignment_hours)
    return list(shift.assignment_hours or shift.working_hours)


def on_shift(snapshot: Snapshot, agent: str, kind: Queue.Hours.ValueType, at: int) -> bool:
    """Some shift of the agent has hours of this kind then."""
    return any(
        in_windows(hours(shift, kind), at, shift.time_zone, holidays_of(snapshot, shift))
        for shift in snapshot.shifts_of[agent]
    )


def is_away(snapshot: Snapshot, agent: str, at: int) -> bool:
    """Out of office, himself or his whole team."""
    return any(lasts(absence, at) for absence in snapshot.absences_of(agent))


def lasts(absence: Absence, at: int) -> bool:
    if at < moment(absence.start_time):
        return False
    return not absence.HasField("end_time") or at < moment(absence.end_time)
