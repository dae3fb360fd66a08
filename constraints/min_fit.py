"""Least fit of a queue's pairs, waived for cases that have waited long (Q7)."""

import numpy as np

from solver.facts import Snapshot
from solver.rules import Memberships
from solver.units import Ints, to_ppm


def least_quality(snapshot: Snapshot, memberships: Memberships) -> Ints:
    """Least quality of the pairs of each entry in ppm, 0 for any; shape: entries."""
    least = to_ppm([queue.min_fit for queue in snapshot.policy.queues] or [0.0])
    waits = [queue.min_fit_wait for queue in snapshot.policy.queues]
    waited = [snapshot.now - case.created for case in snapshot.cases]
    waived = [
        wait is not None and waited[case] >= wait
        for case, wait in zip(
            memberships.case.tolist(), (waits[q] for q in memberships.queue.tolist()), strict=True
        )
    ]
    return np.where(np.array(waived, dtype=np.bool_), 0, least[memberships.queue])
