"""Urgency: who goes first when capacity is short (U1-U4, U8, U9)."""

from objectives.urgency.after_hours import routed_at_any_hour
from objectives.urgency.bands import bands, names_of
from objectives.urgency.categories import auto_escalated
from objectives.urgency.classes import class_names, urgency_classes
from objectives.urgency.clocks import deadlines
from objectives.urgency.floors import scores
from objectives.urgency.standing import vips
from objectives.urgency.waiting import waiting_credit
from solver.facts import Snapshot
from solver.urgency import Urgency


def urgency(snapshot: Snapshot) -> Urgency:
    """Score, band, class and weight of each case."""
    policy, score = snapshot.policy, scores(snapshot)
    band = bands(policy.urgency, score)
    return Urgency(
        score=score,
        credit=waiting_credit(snapshot),
        band=band,
        band_names=names_of(policy.urgency),
        vip=vips(snapshot),
        auto_escalated=auto_escalated(snapshot),
        after_hours=routed_at_any_hour(snapshot, band),
        urgency_class=urgency_classes(snapshot, band),
        class_names=class_names(policy),
    )


__all__ = ["deadlines", "urgency"]
