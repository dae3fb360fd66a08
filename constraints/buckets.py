"""Agents of a queue by priority bucket (Q3)."""

from collections.abc import Mapping

import numpy as np

from solver.facts import Queue, Snapshot
from solver.members import agent_positions
from solver.units import Indexes

NO_BUCKET = -1


def buckets(snapshot: Snapshot) -> Indexes:
    """Bucket of each agent in each queue from 0, or NO_BUCKET; shape: queues x agents."""
    positions = agent_positions(snapshot)
    rows = [_buckets_of(queue, positions) for queue in snapshot.policy.queues]
    return np.array(rows, dtype=np.int32).reshape(len(rows), len(positions))


def _buckets_of(queue: Queue, positions: Mapping[str, int]) -> Indexes:
    """Bucket of each agent in one queue; shape: agents."""
    row = np.full(len(positions), NO_BUCKET, dtype=np.int32)
    for bucket, agent_ids in enumerate(queue.buckets):
        row[[positions[agent_id] for agent_id in agent_ids & positions.keys()]] = bucket
    return row
