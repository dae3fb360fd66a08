"""Credit for waiting: added after the clamp, never counted for bands (U8)."""

from datetime import timedelta

import numpy as np

from solver.facts import Snapshot
from solver.units import Ints, to_score

MINUTE = timedelta(minutes=1)


def waiting_credit(snapshot: Snapshot) -> Ints:
    """min(20, minutes waited / 30) in units of 1e-4; shape: cases."""
    policy = snapshot.policy.urgency
    waited = [(snapshot.now - case.created) / MINUTE for case in snapshot.cases]
    points = np.array(waited, dtype=np.float64) / policy.waiting_minutes_per_point
    return to_score(np.clip(points, 0.0, policy.waiting_credit_limit))
