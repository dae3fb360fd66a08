"""Breaks: nobody gets a case in a scheduled break of one of his shifts (V3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.calendars import EMPTY, HORIZON, Calendar, break_calendar, merged
from solver.facts import Snapshot
from solver.members import shifts_of
from solver.moments import SECOND_MICROS, micros
from solver.reasons import Reason
from solver.rules import UNKNOWN, AgentFilter
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True)
class OnBreak:
    """Allows agents who are in no break, whatever decides that they are there (V1)."""

    reason: Reason = Reason.ON_BREAK

    def agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases; shape: agents."""
        return ~_told(snapshot, is_on_break).astype(np.bool_)

    def unblock(self, snapshot: Snapshot) -> Ints:
        """The end of all breaks that overlap or follow on one another (V4); shape: agents."""
        return _told(snapshot, break_end)


def is_on_break(breaks: Sequence[Calendar], now: datetime) -> bool:
    """True inside a break."""
    return any(each.is_open(now) for each in breaks)


def break_end(breaks: Sequence[Calendar], now: datetime) -> int:
    """When somebody on a break now is back, in UTC microseconds; UNKNOWN beyond the horizon."""
    first, last = (micros(at) // SECOND_MICROS for at in (now, now + HORIZON))
    spans = merged(np.concatenate([EMPTY, *(each.intervals(first, last) for each in breaks)]))
    end = int(spans[0, 1]) if len(spans) else last
    return end * SECOND_MICROS if end < last else UNKNOWN


def _told(snapshot: Snapshot, tell: Callable[[Sequence[Calendar], datetime], int]) -> Ints:
    """An answer for the breaks of each agent, each different combination once; shape: agents."""
    calendars = {
        each.shift_id: break_calendar(each) for each in snapshot.policy.shifts if each.breaks
    }
    rows = [
        tuple(shift.shift_id for shift in shifts if shift.breaks) for shifts in shifts_of(snapshot)
    ]
    told = {ids: tell([calendars[each] for each in ids], snapshot.now) for ids in set(rows)}
    return np.array([told[ids] for ids in rows], dtype=np.int64)


ON_BREAK: AgentFilter = OnBreak()
