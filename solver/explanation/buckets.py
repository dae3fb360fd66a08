"""In which bucket an agent stands for a case (Q3, Q13)."""

import numpy as np

from solver.compile import Compiled
from solver.units import Bools, Indexes
from solver.values import Served


def bucket_numbers(compiled: Compiled, served: Served) -> Indexes:
    """Bucket of each served case's agent from 1; 0 where the case stays with its owner.

    A designated agent is bucket 1 of the case's own queues, their buckets follow.
    """
    members = compiled.eligibility.memberships
    queue = compiled.queue[served.triple]
    bucket = members.bucket[queue, served.agent] + 1
    designated = members.designated[served.case]
    first = (designated == served.agent) & (compiled.problem.triples.rank[served.triple] == 0)
    behind = bucket + ((designated >= 0) & _own(compiled, served))
    return np.where(queue < 0, 0, np.where(first, 1, behind)).astype(np.int32)


def _own(compiled: Compiled, served: Served) -> Bools:
    """True where a case goes through one of its own queues; shape: served cases."""
    members = compiled.eligibility.memberships
    queues = np.int64(max(len(members.bucket), 1))
    own = members.case * queues + members.queue
    return np.isin(served.case * queues + compiled.queue[served.triple], own[members.own])
