"""What the wall clocks of zones show, moment by moment (V2).

A moment lies in a weekly window when the clock of the zone, with its date, reads from the
window's start until before its end; so nothing here knows about changes of clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from solver.facts import WeeklyWindow
from solver.units import Bools, Ints

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MICROS = 1_000_000
MINUTE = 60
SLOT = 300
GRID_SLOTS = 5 * 24 * 3600 // SLOT
"""A day of business hours, the longest weekend, and a day for the date line, in slots."""
SATURDAY = 5
NO_HOLIDAYS: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A clock read at several moments. day: from 1 in the year 1; minute: of that day."""

    day: Ints
    minute: Ints


class Clocks:
    """The clocks of all zones at the same moments; each zone is read once."""

    def __init__(self, seconds: Iterable[int]) -> None:
        """seconds: UTC seconds since 1970; no window begins inside one."""
        self.seconds = tuple(seconds)
        self._read: dict[ZoneInfo, Reading] = {}

    def read(self, zone: ZoneInfo) -> Reading:
        """What the clock of the zone shows."""
        if zone not in self._read:
            local = [datetime.fromtimestamp(second, zone) for second in self.seconds]
            self._read[zone] = Reading(
                np.array([one.toordinal() for one in local], dtype=np.int64),
                np.array([60 * one.hour + one.minute for one in local], dtype=np.int64),
            )
        return self._read[zone]

    def inside(
        self,
        windows: Iterable[WeeklyWindow],
        zone: ZoneInfo,
        holidays: frozenset[date] = NO_HOLIDAYS,
    ) -> Bools:
        """True in one of the windows, none of which begins on a holiday; shape: moments."""
        clock, found = self.read(zone), np.zeros(len(self.seconds), dtype=np.bool_)
        for window in windows:
            today = _begins(window, clock.day, holidays)
            if window.start < window.end:
                found |= today & (window.start <= clock.minute) & (clock.minute < window.end)
            else:
                yesterday = _begins(window, clock.day - 1, holidays)
                found |= today & (window.start <= clock.minute)
                found |= yesterday & (clock.minute < window.end)
        return found

    def weekend(self, zone: ZoneInfo) -> Bools:
        """True on Saturdays and Sundays; shape: moments."""
        late: Bools = _weekday(self.read(zone).day) >= SATURDAY
        return late

    def within(self, start: datetime, end: datetime | None) -> Bools:
        """True from the start until before the end, if there is one; shape: moments."""
        moments = np.array(self.seconds, dtype=np.int64) * MICROS
        after: Bools = moments >= micros(start)
        return after if end is None else after & (moments < micros(end))


def micros(moment: datetime) -> int:
    """UTC microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def at(now: datetime) -> Clocks:
    """The clocks in this second."""
    return Clocks([micros(now) // MICROS])


def minutes_until(now: datetime, end: datetime) -> Clocks:
    """Now, and at every full minute after it and before `end`: hours end at no others."""
    first = micros(now) // (MICROS * MINUTE) + 1
    last = -(-micros(end) // (MICROS * MINUTE))
    return Clocks([micros(now) // MICROS, *(MINUTE * minute for minute in range(first, last))])


def slots_from(now: datetime) -> Clocks:
    """At the midpoints of 5-minute UTC slots, none before `now` (S5)."""
    middle = SLOT // 2
    first = -((middle * MICROS - micros(now)) // (SLOT * MICROS))
    return Clocks((first + slot) * SLOT + middle for slot in range(GRID_SLOTS))


def _begins(window: WeeklyWindow, day: Ints, holidays: frozenset[date]) -> Bools:
    """True for days on which the window begins."""
    free = [holiday.toordinal() for holiday in holidays]
    begins: Bools = np.isin(_weekday(day), list(window.days)) & ~np.isin(day, free)
    return begins


def _weekday(day: Ints) -> Ints:
    """0 = Monday; the year 1 began on one."""
    weekday: Ints = (day - 1) % 7
    return weekday
