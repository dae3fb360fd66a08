"""The (agent, queue) nodes of a problem (02 section 1)."""

from dataclasses import dataclass

import numpy as np

from solver.eligibility import Eligibility
from solver.patterns import Patterns
from solver.problem import DeskKind, Desks
from solver.rows import Rows
from solver.rules import Rotation, Scope
from solver.units import Indexes


@dataclass(frozen=True, slots=True, eq=False)
class DeskPlaces:
    """The desk of every (agent, queue) in use; shape: agents * queues."""

    desk: Indexes
    queues: int

    def of(self, agent: Indexes, queue: Indexes) -> Indexes:
        """Desks of some (agent, queue)."""
        desks: Indexes = self.desk[agent.astype(np.int64) * self.queues + queue]
        return desks


def desks_in_use(
    rows: Rows, patterns: Patterns | None, eligible: Eligibility, rotation: Rotation
) -> tuple[Desks, DeskPlaces]:
    """The (agent, queue) nodes in use, and where they are."""
    queues, agents = eligible.memberships.bucket.shape
    used = np.zeros(agents * queues, dtype=np.bool_)
    for ways in (rows, patterns):
        if ways is not None:
            used[ways.agent.astype(np.int64) * queues + ways.queue] = True
    agent, queue = np.divmod(np.flatnonzero(used), max(queues, 1))
    room = eligible.room(Scope.QUEUE, (queues, agents))[queue, agent]
    kind = np.where(rotation.turning[queue], DeskKind.TURN, DeskKind.FIT).astype(np.int32)
    desks = Desks(agent.astype(np.int32), queue.astype(np.int32), room, kind)
    return desks, DeskPlaces((np.cumsum(used) - 1).astype(np.int32), queues)


def joined_desks(desks: Desks, others: Desks) -> Desks:
    """One after the other."""
    columns = (
        np.concatenate([getattr(desks, name), getattr(others, name)]) for name in Desks.__slots__
    )
    return Desks(*columns)
