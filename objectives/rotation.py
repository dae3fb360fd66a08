"""Round robin: who has waited longest for a case of the queue goes first (Q8)."""

from datetime import datetime

import numpy as np

from solver.calendars import Calendar
from solver.facts import Queue, Snapshot, Turns
from solver.rules import Memberships, Rotation
from solver.units import Bools, Indexes, Ints, to_score


def rotation(snapshot: Snapshot, memberships: Memberships) -> Rotation:
    """Where turns decide now, and the pair scores `1 - pos / N` of all queues."""
    queues = snapshot.policy.queues
    turning = np.array([_turns_now(queue, snapshot) for queue in queues], dtype=np.bool_)
    rows = [
        turn_scores(snapshot, queue.queue_id, inside)
        for queue, inside in zip(queues, memberships.bucket >= 0, strict=True)
    ]
    shape = (len(queues), len(snapshot.agents))
    return Rotation(turning, np.array(rows, dtype=np.int64).reshape(shape))


def _turns_now(queue: Queue, snapshot: Snapshot) -> bool:
    """Whether the queue takes turns at this moment, in its own zone."""
    if queue.turns != Turns.WINDOWS:
        return queue.turns == Turns.ALWAYS
    zone = queue.zone or snapshot.policy.zone
    return Calendar(zone, queue.turn_windows).is_open(snapshot.now)


def turn_scores(snapshot: Snapshot, queue_id: str, inside: Bools) -> Ints:
    """`1 - pos / N` by the last assignment through the queue, never first; shape: agents."""
    members = np.flatnonzero(inside)
    last = {int(a): _last_through(snapshot, int(a), queue_id) for a in members}
    order = sorted(last, key=lambda a: (last[a] is not None, last[a] or snapshot.now, a))
    scores = np.zeros(len(snapshot.agents), dtype=np.int64)
    places: Indexes = np.arange(len(order), dtype=np.int32)
    scores[order] = to_score(1.0 - places / max(len(order), 1))
    return scores


def _last_through(snapshot: Snapshot, agent: int, queue_id: str) -> datetime | None:
    """The agent's last assignment through the queue that did not come back."""
    recent = snapshot.agents[agent].recent
    return max((r.time for r in recent if r.queue_id == queue_id and not r.came_back), default=None)
