"""Points of the last contact with the customer (U2)."""

from datetime import timedelta

import numpy as np

from objectives.urgency.standing import known
from solver.facts import Snapshot
from solver.moments import MICROSECOND, micros
from solver.units import Ints, to_score

LONG_AGO = np.iinfo(np.int64).max


def contact_points(snapshot: Snapshot) -> Ints:
    """Points of the shortest span that has not passed, in units of 1e-4; shape: cases."""
    now = micros(snapshot.now)
    last = known(snapshot, "last_contact")
    age = np.array([LONG_AGO if at is None else now - micros(at) for at in last], dtype=np.int64)
    points = np.zeros(len(age), dtype=np.int64)
    for within, won in sorted(snapshot.policy.urgency.contacts, reverse=True):
        points[age < _micros(within)] = to_score(won)
    return points


def _micros(span: timedelta) -> int:
    return span // MICROSECOND
