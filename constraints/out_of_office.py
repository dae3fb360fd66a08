"""Out of office: absolute, nothing overrides it (L6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.absences import blocking_absences, is_away
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


def back_at(absences: Iterable[Absence], now: datetime) -> int:
    """When somebody away at `now` is back, in UTC microseconds; UNKNOWN without an end."""
    blocking = blocking_absences(absences, now)
    back = blocking[-1].end if blocking else now
    return UNKNOWN if back is None else micros(back)


OUT_OF_OFFICE: AgentFilter = OutOfOffice()
