"""A slow second opinion on weekly windows: read the wall clock at every moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from solver.facts import WeeklyWindow

ONE_DAY = timedelta(days=1)


def reads_inside(
    moment: datetime, zone: ZoneInfo, windows: tuple[WeeklyWindow, ...], holidays: frozenset[date]
) -> bool:
    """True if the wall clock with its date reads inside some window."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    spans = occurrences(wall.date(), windows, holidays)
    return any(start <= wall < end for start, end in spans)


def occurrences(
    day: date, windows: tuple[WeeklyWindow, ...], holidays: frozenset[date]
) -> Iterator[tuple[datetime, datetime]]:
    """Wall-clock spans that start on the day or the day before."""
    for first in (day - ONE_DAY, day):
        for window in windows:
            if first.weekday() in window.days and first not in holidays:
                midnight = datetime.combine(first, time())
                end = midnight + timedelta(minutes=window.end)
                later = end if window.end > window.start else end + ONE_DAY
                yield midnight + timedelta(minutes=window.start), later


def clock_changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """The hours of a year in which the zone changes its clock."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=hour) for hour in range(366 * 24)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hours[i] for i in range(len(hours) - 1) if offsets[i] != offsets[i + 1]]
