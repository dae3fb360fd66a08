"""Limits hold after the batch (L1-L5, S4, O3)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.check.complaint import Complaint, Wrong
from solver.check.decided import Decided
from solver.check.limits import UNLIMITED, Rooms
from solver.check.refusals import Refusals
from solver.facts import CountedSources
from solver.reasons import Reason
from solver.units import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What a batch leaves over, without the cases said to go over limits.

    taken, room: what it takes of each limit and may take of it; agents, or queues x agents.
    """

    taken: dict[Reason, Ints]
    room: dict[Reason, Ints]

    @staticmethod
    def of(refusals: Refusals, batch: Decided) -> "Left":
        """Counts the batch; an owner of more than he has room for keeps it and gets no more."""
        rooms, shape = refusals.rooms, refusals.rooms.daily.shape
        daily = np.zeros(shape, dtype=np.int64)
        np.add.at(daily, (batch.queues(), batch.agents()), 1)
        new, stays = daily.sum(axis=0), np.bincount(batch.kept_agent, minlength=shape[1])
        counted = refusals.snapshot.policy.limits.backlog_sources == CountedSources.ALL
        added = _weights(rooms, batch.cases(), batch.agents(), shape[1])
        kept = _weights(rooms, batch.kept_case, batch.kept_agent, shape[1])
        overrun = rooms.held > rooms.backlog
        return Left(
            taken={
                Reason.WEIGHTED_CAPACITY: np.where(rooms.weight_closed, added, added + kept),
                Reason.BACKLOG_LIMIT: np.where(overrun, new, new + stays * counted),
                Reason.HOURLY_LIMIT: new,
                Reason.QUEUE_DAILY_LIMIT: daily,
                Reason.CYCLE_LIMIT: new,
            },
            room={
                Reason.WEIGHTED_CAPACITY: _clamped(np.where(rooms.weight_closed, 0, rooms.weight)),
                Reason.BACKLOG_LIMIT: _clamped(np.where(overrun, 0, rooms.backlog)),
                Reason.HOURLY_LIMIT: _clamped(rooms.hourly),
                Reason.QUEUE_DAILY_LIMIT: _clamped(rooms.daily),
                Reason.CYCLE_LIMIT: _clamped(rooms.cycle),
            },
        )

    def over(self, reason: Reason) -> Ints:
        """What is left of a limit, UNLIMITED where there is none."""
        room = self.room[reason]
        left: Ints = np.where(room == UNLIMITED, UNLIMITED, room - self.taken[reason])
        return left


def usage(refusals: Refusals, left: Left) -> Iterator[Complaint]:
    """Every agent, and every agent in every queue, gets no more than there is room for."""
    queues, agents = refusals.snapshot.policy.queues, refusals.snapshot.agents
    for reason, taken in left.taken.items():
        room = left.room[reason]
        for place in np.argwhere(taken > room).tolist():
            *queue, agent = place
            yield Complaint(
                Wrong.OVER_LIMIT,
                agent_id=agents[agent].agent_id,
                queue_id=queues[queue[0]].queue_id if queue else "",
                limit=reason.name,
                found=int(taken[tuple(place)]),
                right=int(room[tuple(place)]),
            )


def _weights(rooms: Rooms, case: Ints, agent: Ints, count: int) -> Ints:
    """Weight of the cases that each agent gets; shape: agents."""
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, agent, rooms.weights.of_pairs(case, agent))
    return total


def _clamped(room: Ints) -> Ints:
    """What is left over is never below 0 (02 section 1)."""
    return np.maximum(room, 0)
