"""In which bucket an agent stands for a case (Q3, Q13)."""

import numpy as np

from solver.compile import Compiled
from solver.picks import Picks
from solver.units import Indexes


def bucket_numbers(compiled: Compiled, picks: Picks) -> Indexes:
    """Bucket of each served case's agent from 1; 0 where the case stays with its owner."""
    members = compiled.eligibility.memberships
    queue = picks.queue
    bucket = members.bucket[queue, picks.agent] + 1
    designated = members.designated[picks.case]
    behind = np.where(designated == picks.agent, 1, bucket + (designated >= 0))
    return np.where(queue < 0, 0, behind).astype(np.int32)
