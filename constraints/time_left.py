"""Time left: nobody gets a case when his hours are nearly over (V3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from constraints.duty import Duties, Duty, duties_of
from solver.facts import Snapshot
from solver.reasons import Reason
from solver.rules import UNKNOWN, QueueFilter
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Allows agents of whose hours, by the queue's kind, enough is left; breaks end nothing."""

    reason: Reason = Reason.SHIFT_TOO_SHORT

    def queue_agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases of the queue; shape: queues x agents."""
        now, least = snapshot.now, snapshot.policy.availability.min_time_left
        if least == timedelta(0):
            return np.ones((len(snapshot.policy.queues), len(snapshot.agents)), dtype=np.bool_)

        def is_enough(duty: Duty) -> bool:
            return not duty.is_over_within(now, least)

        return _by_queue(snapshot, lambda duties: duties.where(is_enough)).astype(np.bool_)

    def unblock(self, snapshot: Snapshot) -> Ints:
        """When hours run again of which enough is left (V4); shape: queues x agents."""
        now, least = snapshot.now, snapshot.policy.availability.min_time_left

        def start(duty: Duty) -> int:
            return duty.next_on(now, least) if duty.is_over_within(now, least) else UNKNOWN

        return _by_queue(snapshot, lambda duties: duties.moments(start))


def _by_queue(snapshot: Snapshot, tell: Callable[[Duties], NDArray[np.generic]]) -> Ints:
    """An answer by each queue's kind of hours (Q7); shape: queues x agents."""
    kinds = [queue.hours for queue in snapshot.policy.queues]
    rows = {hours: tell(duties_of(snapshot, hours)) for hours in set(kinds)}
    table = np.array([rows[hours] for hours in kinds], dtype=np.int64)
    return table.reshape(len(kinds), len(snapshot.agents))


SHIFT_TOO_SHORT: QueueFilter = TimeLeft()
