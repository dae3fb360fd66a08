"""Local weekly hours as spans of UTC seconds, right across clock changes (V2)."""

from solver.calendars.intervals import EMPTY, Intervals, contains, intervals, merged, subtract
from solver.calendars.slots import DAY_SLOTS, midpoints
from solver.calendars.weekly import Calendar, shift_calendar

__all__ = [
    "DAY_SLOTS",
    "EMPTY",
    "Calendar",
    "Intervals",
    "contains",
    "intervals",
    "merged",
    "midpoints",
    "shift_calendar",
    "subtract",
]
