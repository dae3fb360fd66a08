"""When the agents work, each different week once (S5)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.calendars import (
    Calendar,
    break_calendar,
    contains,
    intervals,
    predicted_calendar,
    shift_calendar,
)
from solver.facts import Absence, Agent, Hours, Snapshot
from solver.members import absences_of, shifts_of
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True)
class Week:
    """Working hours of an agent, or else those predicted, and what is taken out of them."""

    calendars: tuple[Calendar, ...]
    breaks: tuple[Calendar, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StaffHours:
    """Working hours on a grid of slots.

    working: shape: weeks x slots. week: of each agent; shape: agents.
    known: True for agents with a shift or predicted hours; shape: agents.
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
    every_shift = snapshot.policy.shifts
    hours = {each.shift_id: shift_calendar(each, Hours.WORKING) for each in every_shift}
    breaks = {each.shift_id: break_calendar(each) for each in every_shift if each.breaks}
    rows = zip(snapshot.agents, shifts_of(snapshot), absences_of(snapshot), strict=True)
    return [
        Week(
            calendars=tuple(hours[each.shift_id] for each in shifts) or predicted_hours(agent),
            breaks=tuple(breaks[each.shift_id] for each in shifts if each.breaks),
            absences=absences,
        )
        for agent, shifts, absences in rows
    ]


def predicted_hours(agent: Agent) -> tuple[Calendar, ...]:
    """The hours predicted for an agent, if there are any (S6)."""
    return (predicted_calendar(agent),) if agent.predicted_hours else ()


def _working(weeks: Sequence[Week], grid: Ints) -> Bools:
    """Hours of any shift without breaks and absences; shape: weeks x slots."""
    calendars = {calendar for week in weeks for calendar in week.calendars + week.breaks}
    masks = {calendar: calendar_mask(calendar, grid) for calendar in calendars}
    table = np.zeros((len(weeks), len(grid)), dtype=np.bool_)
    for row, week in zip(table, weeks, strict=True):
        for calendar in week.calendars:
            row |= masks[calendar]
        for calendar in week.breaks:
            row &= ~masks[calendar]
        if week.absences:
            row &= ~contains(intervals(week.absences), grid)
    return table
