"""When the agents work, each different week once (S5)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.calendars import Calendar, contains, intervals, shift_calendar
from solver.facts import Absence, Hours, Snapshot
from solver.members import absences_of, shifts_of
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True)
class Week:
    """Working hours of an agent and the times away from them."""

    calendars: tuple[Calendar, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StaffHours:
    """Working hours on a grid of slots.

    working: shape: weeks x slots. week: of each agent; shape: agents.
    known: True for agents on a shift; shape: agents.
    """

    working: Bools
    week: Indexes
    known: Bools


def staff_hours(snapshot: Snapshot, grid: Ints) -> StaffHours:
    """Working hours of all agents on the grid of midpoints."""
    weeks = _weeks(snapshot)
    places = {week: place for place, week in enumerate(dict.fromkeys(weeks))}
    return StaffHours(
        working=_working(tuple(places), grid),
        week=np.array([places[week] for week in weeks], dtype=np.int32),
        known=np.array([bool(week.calendars) for week in weeks], dtype=np.bool_),
    )


def calendar_mask(calendar: Calendar, grid: Ints) -> Bools:
    """True for slots inside a window; shape: slots."""
    return contains(calendar.intervals(int(grid[0]), int(grid[-1]) + 1), grid)


def _weeks(snapshot: Snapshot) -> list[Week]:
    """The week of each agent."""
    calendars = {s.shift_id: shift_calendar(s, Hours.WORKING) for s in snapshot.policy.shifts}
    return [
        Week(tuple(calendars[shift.shift_id] for shift in shifts), absences)
        for shifts, absences in zip(shifts_of(snapshot), absences_of(snapshot), strict=True)
    ]


def _working(weeks: Sequence[Week], grid: Ints) -> Bools:
    """Hours of any shift without the absences; shape: weeks x slots."""
    calendars = {calendar for week in weeks for calendar in week.calendars}
    masks = {calendar: calendar_mask(calendar, grid) for calendar in calendars}
    table = np.zeros((len(weeks), len(grid)), dtype=np.bool_)
    for row, week in zip(table, weeks, strict=True):
        for calendar in week.calendars:
            row |= masks[calendar]
        if week.absences:
            row &= ~contains(intervals(week.absences), grid)
    return table
