"""Presence: nobody gets a case whose status says that he is not there (V1, Q7)."""

from dataclasses import dataclass

import numpy as np

from constraints.sources import deciding, judged_statuses
from solver.facts import Agent, AvailabilityPolicy, Snapshot
from solver.reasons import Reason
from solver.rules import QueueFilter
from solver.units import Bools


@dataclass(frozen=True, slots=True)
class Offline:
    """Allows present agents, and others where their presence decides nothing.

    It decides where it is among their sources, and in queues that require presence; there
    an unknown presence is none.
    """

    reason: Reason = Reason.PRESENCE_OFFLINE

    def queue_agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases of the queue; shape: queues x agents."""
        policy = snapshot.policy
        present = np.array(
            [is_present(agent, policy.availability) for agent in snapshot.agents], dtype=np.bool_
        )
        required = np.array([queue.presence_required for queue in policy.queues], dtype=np.bool_)
        return present | ~(required[:, None] | deciding(snapshot).presence)


def is_present(agent: Agent, policy: AvailabilityPolicy) -> bool:
    """True if the statuses that are judged are known and all mean available."""
    statuses = judged_statuses(agent, policy)
    return bool(statuses) and policy.available_statuses.issuperset(statuses)


PRESENCE_OFFLINE: QueueFilter = Offline()
