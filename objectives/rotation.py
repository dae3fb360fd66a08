"""Round robin: who has waited longest for a case of the queue goes first (Q8)."""

from collections.abc import Mapping
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
    last = _last_through(snapshot)
    rows = [
        turn_scores(snapshot, last.get(queue.queue_id, {}), inside)
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


def turn_scores(snapshot: Snapshot, last: Mapping[int, datetime], inside: Bools) -> Ints:
    """`1 - pos / N` by the last assignment through the queue, never first; shape: agents."""
    members = np.flatnonzero(inside).tolist()
    waited = [agent for agent in members if agent not in last]
    served = sorted((agent for agent in members if agent in last), key=lambda a: (last[a], a))
    scores = np.zeros(len(snapshot.agents), dtype=np.int64)
    places: Indexes = np.arange(len(members), dtype=np.int32)
    scores[waited + served] = to_score(1.0 - places / max(len(members), 1))
    return scores


def _last_through(snapshot: Snapshot) -> Mapping[str, Mapping[int, datetime]]:
    """By queue and agent, the last assignment that did not come back."""
    last: dict[str, dict[int, datetime]] = {}
    for agent, facts in enumerate(snapshot.agents):
        for recent in facts.recent:
            if not recent.came_back:
                of_queue = last.setdefault(recent.queue_id, {})
                of_queue[agent] = max(recent.time, of_queue.get(agent, recent.time))
    return last
