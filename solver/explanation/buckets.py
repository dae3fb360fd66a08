"""In which bucket an agent stands for a case (Q3, Q13)."""

import numpy as np

from solver.compile import Compiled
from solver.units import Indexes
from solver.values import Served


def bucket_numbers(compiled: Compiled, served: Served) -> Indexes:
    """Bucket of each served case's agent from 1; 0 where the case stays with its owner."""
    members = compiled.eligibility.memberships
    queue = compiled.queue[served.triple]
    bucket = members.bucket[queue, served.agent] + 1
    designated = members.designated[served.case]
    behind = np.where(designated == served.agent, 1, bucket + (designated >= 0))
    return np.where(queue < 0, 0, behind).astype(np.int32)
