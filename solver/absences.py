"""Times away (L6)."""

from collections.abc import Iterable
from datetime import datetime

from solver.facts import Absence


def is_away(absence: Absence, now: datetime) -> bool:
    """True from the start until before the end; without an end until further notice."""
    return absence.start <= now and (absence.end is None or now < absence.end)


def blocking_absences(absences: Iterable[Absence], now: datetime) -> tuple[Absence, ...]:
    """Those that keep somebody away from now on, one after the other without a gap."""
    blocking: list[Absence] = []
    back: datetime | None = now
    for absence in sorted(absences, key=lambda each: each.start):
        if back is not None and is_away(absence, back):
            blocking.append(absence)
            back = absence.end
    return tuple(blocking)
