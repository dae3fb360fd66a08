"""Queues that take no part, or only recommend (Q7)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.facts import Queue, Snapshot
from solver.reasons import Reason
from solver.rules import QueueFilter
from solver.units import Bools


@dataclass(frozen=True, slots=True)
class Participation:
    """Refuses all pairs of the queues that a switch turns off."""

    reason: Reason
    is_on: Callable[[Queue], bool]

    def queue_agents(self, snapshot: Snapshot) -> Bools:
        """True where the queue's switch is on; shape: queues x agents."""
        on = np.array([self.is_on(queue) for queue in snapshot.policy.queues], dtype=np.bool_)
        return np.broadcast_to(on[:, None], (len(on), len(snapshot.agents)))


QUEUE_NEVER: QueueFilter = Participation(Reason.QUEUE_NEVER, lambda queue: queue.takes_part)
QUEUE_MANUAL_ONLY: QueueFilter = Participation(
    Reason.QUEUE_MANUAL_ONLY, lambda queue: queue.auto_assign
)
