"""Local weekly hours as spans of UTC seconds, right across clock changes (V2)."""

from solver.calendars.days import next_date
from solver.calendars.intervals import (
    EMPTY,
    Intervals,
    common,
    contains,
    intervals,
    merged,
    subtract,
)
from solver.calendars.open_time import NEVER, OpenTime
from solver.calendars.slots import DAY_SLOTS, midpoints
from solver.calendars.weekly import (
    HORIZON,
    Calendar,
    break_calendar,
    business_calendar,
    predicted_calendar,
    shift_calendar,
)

__all__ = [
    "DAY_SLOTS",
    "EMPTY",
    "HORIZON",
    "NEVER",
    "Calendar",
    "Intervals",
    "OpenTime",
    "break_calendar",
    "business_calendar",
    "common",
    "contains",
    "intervals",
    "merged",
    "midpoints",
    "next_date",
    "predicted_calendar",
    "shift_calendar",
    "subtract",
]
