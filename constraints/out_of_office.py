"""Out of office: absolute, nothing overrides it (L6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.facts import Absence, Snapshot
from solver.members import absences_of
from solver.moments import micros
from solver.reasons import Reason
from solver.rules import UNKNOWN, AgentFilter
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True)
class OutOfOffice:
    """Allows agents who are not away now, neither alone nor with a team."""

    reason: Reason = Reason.OUT_OF_OFFICE

    def agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases; shape: agents."""
        away = [
            any(is_away(absence, snapshot.now) for absence in absences)
            for absences in absences_of(snapshot)
        ]
        return ~np.array(away, dtype=np.bool_)

    def unblock(self, snapshot: Snapshot) -> Ints:
        """The end of all absences that overlap or follow on one another (V4); shape: agents."""
        ends = [back_at(absences, snapshot.now) for absences in absences_of(snapshot)]
        return np.array(ends, dtype=np.int64)


def is_away(absence: Absence, now: datetime) -> bool:
    """True from the start until before the end; without an end until further notice."""
    return absence.start <= now and (absence.end is None or now < absence.end)


def back_at(absences: Iterable[Absence], now: datetime) -> int:
    """When somebody away at `now` is back, in UTC microseconds; UNKNOWN without an end."""
    back = now
    for absence in sorted(absences, key=lambda each: each.start):
        if is_away(absence, back):
            if absence.end is None:
                return UNKNOWN
            back = absence.end
    return micros(back)


OUT_OF_OFFICE: AgentFilter = OutOfOffice()
