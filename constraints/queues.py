"""Queues: which cases they take, which agents in which order (Q1, Q3, Q5)."""

from collections.abc import Mapping

import numpy as np

from solver.facts import Policy, Queue, Snapshot
from solver.members import agent_positions
from solver.rules import Memberships
from solver.units import Indexes

NO_QUEUE = -1
NO_BUCKET = -1


def memberships(snapshot: Snapshot) -> Memberships:
    """Which queues take which cases; axis queues: `policy.queues`."""
    queue = queue_of_cases(snapshot)
    case = np.flatnonzero(queue != NO_QUEUE).astype(np.int32)
    return Memberships(case, queue[case], drain_groups(snapshot.policy)[queue], buckets(snapshot))


def queue_of_cases(snapshot: Snapshot) -> Indexes:
    """The CRM queue that carries each case (Q1), or NO_QUEUE; shape: cases."""
    positions = {queue.queue_id: place for place, queue in enumerate(snapshot.policy.queues)}
    return np.array(
        [positions.get(case.queue_id, NO_QUEUE) for case in snapshot.cases], dtype=np.int32
    )


def drain_groups(policy: Policy) -> Indexes:
    """Drain group of each queue, then that of no queue; the unlisted come last (Q5)."""
    group_of = {
        queue_id: group for group, queues in enumerate(policy.drain_groups) for queue_id in queues
    }
    last = len(policy.drain_groups)
    groups = [group_of.get(queue.queue_id, last) for queue in policy.queues]
    return np.array([*groups, last], dtype=np.int32)


def buckets(snapshot: Snapshot) -> Indexes:
    """Bucket of each agent in each queue from 0, or NO_BUCKET (Q3); shape: queues x agents."""
    positions = agent_positions(snapshot)
    rows = [_buckets_of(queue, positions) for queue in snapshot.policy.queues]
    return np.array(rows, dtype=np.int32).reshape(len(rows), len(positions))


def _buckets_of(queue: Queue, positions: Mapping[str, int]) -> Indexes:
    """Bucket of each agent in one queue; shape: agents."""
    row = np.full(len(positions), NO_BUCKET, dtype=np.int32)
    for bucket, agent_ids in enumerate(queue.buckets):
        row[[positions[agent_id] for agent_id in agent_ids & positions.keys()]] = bucket
    return row
