"""Points of the customer's lifetime value (U2)."""

import numpy as np

from objectives.urgency.standing import known
from solver.facts import Snapshot
from solver.units import Ints, to_score


def value_points(snapshot: Snapshot) -> Ints:
    """Points of the highest value that is exceeded, in units of 1e-4; shape: cases.

    An unknown value exceeds none, and has the points of the others.
    """
    policy = snapshot.policy.urgency
    value = np.array(known(snapshot, "lifetime_value"), dtype=np.float64)
    points = np.full(len(value), to_score(policy.other_value_points), dtype=np.int64)
    for above, won in sorted(policy.lifetime_values):
        points[value > above] = to_score(won)
    return points
