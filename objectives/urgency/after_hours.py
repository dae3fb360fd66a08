"""Who is routed at any hour, even where business hours hold the others (U6)."""

from objectives.urgency.categories import auto_escalated
from objectives.urgency.standing import vips
from objectives.urgency.tiers import routed_after_hours
from solver.facts import Snapshot
from solver.units import Bools, Indexes


def routed_at_any_hour(snapshot: Snapshot, band: Indexes) -> Bools:
    """By tier, VIPs, by category, and whoever reached the highest band; shape: cases."""
    highest = (band == 0) & (len(snapshot.policy.urgency.bands) > 1)
    special: Bools = vips(snapshot) | auto_escalated(snapshot) | highest
    return routed_after_hours(snapshot) | special
