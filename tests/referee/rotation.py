"""Queues in rotation: when turns decide, and whose turn it is (Q8)."""

from __future__ import annotations

from fractions import Fraction

from allotment.v1.queue_pb2 import Queue, RoundRobin
from tests.referee.hours import in_windows
from tests.referee.moments import moment
from tests.referee.near import ZERO, Near
from tests.referee.rooms import kept
from tests.referee.snapshot import Snapshot


def is_turning(snapshot: Snapshot, queue: Queue) -> bool:
    """Turns decide now."""
    turns = queue.round_robin
    if turns.mode == RoundRobin.MODE_WINDOWS:
        zone = queue.time_zone or snapshot.policy.time_zone or "UTC"
        return in_windows(turns.windows, snapshot.now, zone)
    return turns.mode == RoundRobin.MODE_ALWAYS


def turn_score(snapshot: Snapshot, queue: Queue, agent: str) -> Near:
    """1 - pos / N in units of 1e-4; a designated agent of no bucket is behind all."""

    def key(name: str) -> tuple[int, str]:
        through = [
            moment(row.time)
            for row in kept(snapshot.agents[name])
            if row.queue_id == queue.queue_id
        ]
        return max(through, default=-1), name

    order = sorted(snapshot.buckets[queue.queue_id], key=key)
    if agent not in order:
        return ZERO
    return Near.rounded(10_000 * (1 - Fraction(order.index(agent), len(order))))
