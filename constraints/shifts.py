"""Shift hours as the source of availability (V1, V2, L6)."""

from dataclasses import dataclass

import numpy as np

from solver.calendars import shift_calendar
from solver.facts import Hours, Snapshot
from solver.members import shifts_of
from solver.reasons import Reason
from solver.rules import AgentFilter, QueueFilter
from solver.units import Bools


@dataclass(frozen=True, slots=True)
class NoAvailabilitySource:
    """Allows agents of whom it is known when they are there: those on a shift."""

    reason: Reason = Reason.NO_AVAILABILITY_SOURCE

    def agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases; shape: agents."""
        return on_some_shift(snapshot)


@dataclass(frozen=True, slots=True)
class OutsideHours:
    """Allows agents inside one kind of hours, in the queues that ask for it (Q7).

    Agents without any shift have their own refusal and pass here.
    """

    hours: Hours
    reason: Reason

    def queue_agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases of the queue; shape: queues x agents."""
        asked = np.array([queue.hours == self.hours for queue in snapshot.policy.queues], np.bool_)
        inside = in_hours(snapshot, self.hours) | ~on_some_shift(snapshot)
        return ~asked[:, None] | inside


def on_some_shift(snapshot: Snapshot) -> Bools:
    """True for agents on at least one shift; shape: agents."""
    return np.array([bool(shifts) for shifts in shifts_of(snapshot)], dtype=np.bool_)


def in_hours(snapshot: Snapshot, hours: Hours) -> Bools:
    """True for agents inside the hours of any of their shifts now; shape: agents."""
    running = {
        shift.shift_id: shift_calendar(shift, hours).is_open(snapshot.now)
        for shift in snapshot.policy.shifts
    }
    inside = [any(running[shift.shift_id] for shift in shifts) for shifts in shifts_of(snapshot)]
    return np.array(inside, dtype=np.bool_)


NO_AVAILABILITY_SOURCE: AgentFilter = NoAvailabilitySource()
OUTSIDE_ASSIGNMENT_HOURS: QueueFilter = OutsideHours(
    Hours.ASSIGNMENT, Reason.OUTSIDE_ASSIGNMENT_HOURS
)
OUTSIDE_WORKING_HOURS: QueueFilter = OutsideHours(Hours.WORKING, Reason.OUTSIDE_WORKING_HOURS)
