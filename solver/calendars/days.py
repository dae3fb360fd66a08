"""Local days of a zone, right across every change of its clock (V2)."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from solver.calendars.offsets import Stretch, stretches
from solver.moments import SECOND_MICROS, micros

DAY_SECONDS = 86_400
# No date lasts longer anywhere, even where a zone moves across the date line.
LONGEST = 3 * DAY_SECONDS


def next_date(zone: ZoneInfo, now: datetime) -> int:
    """The first moment after `now` at which the zone has another date, in UTC microseconds."""
    second = micros(now) // SECOND_MICROS
    return next(_changes(stretches(zone, second, second + LONGEST))) * SECOND_MICROS


def _changes(ahead: tuple[Stretch, ...]) -> Iterator[int]:
    """Seconds at which the date is no longer the first one."""
    today = _day(ahead[0])
    for stretch in ahead:
        midnight = (today + 1) * DAY_SECONDS - stretch.offset
        if _day(stretch) != today:
            yield stretch.start
        elif midnight < stretch.end:
            yield midnight


def _day(stretch: Stretch) -> int:
    """Local days since 1970 at its start."""
    return (stretch.start + stretch.offset) // DAY_SECONDS
