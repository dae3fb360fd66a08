"""The service tier of each case (U1): points (U2), and who is routed after hours (U6)."""

import numpy as np

from objectives.urgency.standing import known
from solver.facts import Snapshot
from solver.once import once
from solver.units import Bools, Indexes, Ints, to_score

NO_TIER = -1


@once
def tiers(snapshot: Snapshot) -> Indexes:
    """Position of each case's tier in the policy, NO_TIER where it is unknown; shape: cases."""
    place = {tier.name: at for at, tier in enumerate(snapshot.policy.urgency.tiers)}
    named = known(snapshot, "tier")
    return np.array([place.get(name, NO_TIER) for name in named], dtype=np.int32)


def tier_points(snapshot: Snapshot) -> Ints:
    """Points of the tier in units of 1e-4, 0 for an unknown one; shape: cases."""
    points = [tier.points for tier in snapshot.policy.urgency.tiers]
    # The last one stands for NO_TIER.
    of_case: Ints = to_score([*points, 0.0])[tiers(snapshot)]
    return of_case


def routed_after_hours(snapshot: Snapshot) -> Bools:
    """True for cases whose tier is never held; shape: cases."""
    flags = [tier.routes_after_hours for tier in snapshot.policy.urgency.tiers]
    of_case: Bools = np.array([*flags, False], dtype=np.bool_)[tiers(snapshot)]
    return of_case
