"""Hours of shifts, or predicted ones: nobody gets a case outside them (V1, V2, L6)."""

from dataclasses import dataclass

import numpy as np

from constraints.duty import Duty, duties_of
from solver.facts import Hours, Snapshot
from solver.reasons import Reason
from solver.rules import UNKNOWN, QueueFilter
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True)
class OutsideHours:
    """Allows agents inside one kind of hours, in the queues that ask for it (Q7).

    Agents for whom no hours decide pass.
    """

    hours: Hours
    reason: Reason

    def queue_agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases of the queue; shape: queues x agents."""
        asked = np.array([queue.hours == self.hours for queue in snapshot.policy.queues], np.bool_)
        if not asked.any():
            return np.ones((len(asked), len(snapshot.agents)), dtype=np.bool_)
        inside = duties_of(snapshot, self.hours).where(lambda duty: duty.is_on(snapshot.now))
        return ~asked[:, None] | inside

    def unblock(self, snapshot: Snapshot) -> Ints:
        """When hours begin of which enough is left (V4); shape: queues x agents."""
        now, least = snapshot.now, snapshot.policy.availability.min_time_left

        def start(duty: Duty) -> int:
            return UNKNOWN if duty.is_on(now) else duty.next_on(now, least)

        starts = duties_of(snapshot, self.hours).moments(start)
        return np.broadcast_to(starts, (len(snapshot.policy.queues), len(starts)))


OUTSIDE_ASSIGNMENT_HOURS: QueueFilter = OutsideHours(
    Hours.ASSIGNMENT, Reason.OUTSIDE_ASSIGNMENT_HOURS
)
OUTSIDE_WORKING_HOURS: QueueFilter = OutsideHours(Hours.WORKING, Reason.OUTSIDE_WORKING_HOURS)
