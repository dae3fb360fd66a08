"""The hours that decide for each agent, each different combination once (V1, V3)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce

import numpy as np

from constraints.sources import deciding
from solver.calendars import (
    EMPTY,
    HORIZON,
    Calendar,
    Intervals,
    common,
    merged,
    predicted_calendar,
    shift_calendar,
)
from solver.facts import Hours, Snapshot
from solver.members import shifts_of
from solver.moments import MICROSECOND, SECOND_MICROS, micros
from solver.once import once
from solver.rules import UNKNOWN
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True)
class Duty:
    """The agent must be inside some calendar of every source."""

    sources: tuple[tuple[Calendar, ...], ...]

    def is_on(self, now: datetime) -> bool:
        """True inside the hours of every source."""
        return all(any(each.is_open(now) for each in hours) for hours in self.sources)

    def is_over_within(self, now: datetime, least: timedelta) -> bool:
        """True if hours of a source run at `now` and end less than `least` later."""
        return any(
            spans[0, 0] <= micros(now) and spans[0, 1] < micros(now + least)
            for spans in self._hours(now, now + least)
            if len(spans)
        )

    def next_on(self, now: datetime, least: timedelta) -> int:
        """The first moment from `now` on with `least` left of the hours of every source.

        In UTC microseconds; UNKNOWN beyond the horizon.
        """
        last = max(least, MICROSECOND) // MICROSECOND - 1
        hours = [spans - (0, last) for spans in self._hours(now, now + HORIZON + least)]
        starts = reduce(common, map(merged, hours))
        ahead = starts[starts[:, 1] > micros(now)]
        return max(int(ahead[0, 0]), micros(now)) if len(ahead) else UNKNOWN

    def _hours(self, start: datetime, end: datetime) -> Iterator[Intervals]:
        """The hours of each source in UTC microseconds, cut to the whole seconds around."""
        first, last = micros(start) // SECOND_MICROS, -(-micros(end) // SECOND_MICROS)
        for calendars in self.sources:
            spans = [calendar.intervals(first, last) for calendar in calendars]
            yield merged(np.concatenate([EMPTY, *spans])) * SECOND_MICROS


@dataclass(frozen=True, slots=True, eq=False)
class Duties:
    """Different duties, and the one of each agent; shape of row: agents."""

    duties: tuple[Duty, ...]
    row: Indexes

    def where(self, judge: Callable[[Duty], bool]) -> Bools:
        """An answer for every duty, looked up by agent; shape: agents."""
        return np.array([judge(duty) for duty in self.duties], dtype=np.bool_)[self.row]

    def moments(self, tell: Callable[[Duty], int]) -> Ints:
        """A moment for every duty, looked up by agent; shape: agents."""
        return np.array([tell(duty) for duty in self.duties], dtype=np.int64)[self.row]


@once
def duties_of(snapshot: Snapshot, hours: Hours) -> Duties:
    """The duties of all agents by one kind of hours; predicted hours are of both kinds."""
    places: dict[Duty, int] = {}
    row = [places.setdefault(duty, len(places)) for duty in _duties(snapshot, hours)]
    return Duties(tuple(places), np.array(row, dtype=np.int32))


def _duties(snapshot: Snapshot, hours: Hours) -> Iterator[Duty]:
    calendars = {each.shift_id: shift_calendar(each, hours) for each in snapshot.policy.shifts}
    sources = deciding(snapshot)
    rows = zip(snapshot.agents, shifts_of(snapshot), sources.shifts, sources.predicted, strict=True)
    for agent, shifts, by_shift, by_prediction in rows:
        on_shifts = tuple(calendars[shift.shift_id] for shift in shifts) if by_shift else ()
        predicted = (predicted_calendar(agent),) if by_prediction else ()
        yield Duty(tuple(filter(None, (on_shifts, predicted))))
