"""Points of the category (U2), and which cases escalate by themselves (U3)."""

import numpy as np

from solver.facts import Snapshot
from solver.units import Bools, Ints, to_score


def category_points(snapshot: Snapshot) -> Ints:
    """Points in units of 1e-4, 0 for an unknown category; shape: cases."""
    points = {one.name: one.points for one in snapshot.policy.urgency.categories}
    return to_score([points.get(case.category, 0.0) for case in snapshot.cases])


def auto_escalated(snapshot: Snapshot) -> Bools:
    """True for cases of a category that escalates by itself; shape: cases."""
    names = {one.name for one in snapshot.policy.urgency.categories if one.auto_escalates}
    return np.array([case.category in names for case in snapshot.cases], dtype=np.bool_)
