"""Out of office: absolute, nothing overrides it (L6)."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.facts import Absence, Snapshot
from solver.members import absences_of
from solver.reasons import Reason
from solver.rules import AgentFilter
from solver.units import Bools


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


def is_away(absence: Absence, now: datetime) -> bool:
    """True from the start until before the end; without an end until further notice."""
    return absence.start <= now and (absence.end is None or now < absence.end)


OUT_OF_OFFICE: AgentFilter = OutOfOffice()
