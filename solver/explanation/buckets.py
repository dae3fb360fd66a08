"""In which bucket an agent stands for a case (Q3, Q13)."""

import numpy as np

from solver.compile import Compiled
from solver.picks import Picks
from solver.units import Bools, Indexes


def bucket_numbers(compiled: Compiled, picks: Picks) -> Indexes:
    """Bucket of each served case's agent from 1; 0 where the case stays with its owner.

    A designated agent is bucket 1 of the case's home queues, their buckets follow.
    """
    members = compiled.eligibility.memberships
    bucket = members.bucket[picks.queue, picks.agent] + 1
    designated = members.designated[picks.case]
    first = (designated == picks.agent) & (picks.rank == 0)
    behind = bucket + ((designated >= 0) & _home(compiled, picks))
    return np.where(picks.queue < 0, 0, np.where(first, 1, behind)).astype(np.int32)


def _home(compiled: Compiled, picks: Picks) -> Bools:
    """True where a case goes through one of its home queues; shape: picks."""
    members = compiled.eligibility.memberships
    queues = np.int64(max(len(members.bucket), 1))
    home = members.is_home(np.arange(len(members.case)))
    keys = members.case.astype(np.int64) * queues + members.queue
    return np.isin(picks.case * queues + picks.queue, keys[home])
