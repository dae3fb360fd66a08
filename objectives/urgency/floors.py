"""The floor under cases that escalate by themselves, and of VIPs (U3)."""

import numpy as np

from objectives.urgency.categories import auto_escalated
from objectives.urgency.components import Parts, clamped_parts, sum_of
from objectives.urgency.standing import vips
from solver.facts import Snapshot
from solver.units import SCORE, Bools, Ints, to_score
from solver.urgency import Score


def floored_parts(snapshot: Snapshot) -> Parts:
    """The parts, with what lifts their sum to the floor."""
    parts = clamped_parts(snapshot)
    lifted = auto_escalated(snapshot) | vips(snapshot)
    missing = to_score(snapshot.policy.urgency.floor) - sum_of(parts)
    return (*parts, ("floor", np.where(lifted, np.maximum(missing, 0), 0)))


def scores(snapshot: Snapshot) -> Score:
    """Sent scores as they are, without parts or floor; else computed ones."""
    sent = np.array([case.urgency is not None for case in snapshot.cases], dtype=np.bool_)
    parts = floored_parts(snapshot)
    computed = sum_of(parts)
    given = np.array([case.urgency or 0.0 for case in snapshot.cases], dtype=np.float64)
    return Score(
        value=np.where(sent, to_score(given), computed),
        parts=_computed_only(parts, sent),
        sent=sent,
        exact=np.where(sent, given, computed / SCORE),
    )


def _computed_only(parts: Parts, sent: Bools) -> Parts:
    def own(points: Ints) -> Ints:
        return np.where(sent, 0, points)

    return tuple((name, own(points)) for name, points in parts)
