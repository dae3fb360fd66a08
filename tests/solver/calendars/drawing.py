"""Drawn hours, and the changes of clocks near which they lie."""

from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from solver.facts import WeeklyWindow
from tests.builders import KOLKATA, LORD_HOWE, NEW_YORK, SYDNEY, VIENNA
from tests.solver.calendars.wall_clock import clock_changes

ZONES = [
    VIENNA,
    NEW_YORK,
    SYDNEY,
    LORD_HOWE,
    KOLKATA,
    ZoneInfo("America/Santiago"),
    ZoneInfo("America/Havana"),
    ZoneInfo("America/St_Johns"),
    ZoneInfo("Africa/Cairo"),
    ZoneInfo("Africa/Casablanca"),
    ZoneInfo("Asia/Kathmandu"),
    ZoneInfo("Pacific/Chatham"),
]
CHANGES = [(zone, hour) for zone in ZONES for hour in clock_changes(zone, 2026)]
"""(zone, hour of a change) of 2026."""


@st.composite
def windows(draw: st.DrawFn) -> WeeklyWindow:
    """Any window, more often than not with edges near the small hours of clock changes."""
    edges = st.integers(0, 1439) | st.sampled_from([0, 30, 60, 90, 120, 150, 180])
    start = draw(edges)
    end = draw((edges | st.just(1440)).filter(lambda one: one != start))
    return WeeklyWindow(draw(st.frozensets(st.integers(0, 6), min_size=1)), start, end)
