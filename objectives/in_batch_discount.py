"""In-batch discount: each case of an agent's batch penalises those after it (S4)."""

import numpy as np
from numpy.typing import NDArray

from objectives.bandwidth import BANDWIDTH, WorkScale, capacities
from solver.facts import ActiveCase, Case, Memory, Snapshot
from solver.rules import FitFacts, PillarMeans
from solver.units import PPM, Ints, to_score

Floats = NDArray[np.float64]


def discounts(snapshot: Snapshot, facts: FitFacts, means: PillarMeans) -> Ints:
    """delta(a, k) in units of 1e-4 (02 section 2); shape: agents x k, k from 1."""
    agents = len(snapshot.agents)
    if not snapshot.cases:
        return np.zeros((agents, 1), dtype=np.int64)
    if not snapshot.policy.fit.in_batch_discount:
        return np.zeros((agents, 1), dtype=np.int64)
    most = min(int(means.pairs.max(initial=0)), len(snapshot.cases))
    step = _step(snapshot)
    later = np.arange(1, _length(snapshot, facts, step, most), dtype=np.float64)
    penalty = _penalty(snapshot, means, later)
    table = np.zeros((agents, len(later) + 1))
    table[:, 1:] = penalty + _band(snapshot, facts, step, later)
    return to_score(table)


def _penalty(snapshot: Snapshot, means: PillarMeans, later: Floats) -> Floats:
    """m * ((1 - p(t)) - (1 - p(0))^(k - 1)); shape: agents x (k - 1).

    With all assignments remembered m * (1 - P) * (1 - (1 - p(0))^(k - 1)).
    """
    kept = (1.0 - _first_penalty(snapshot)) ** later
    if snapshot.policy.fit.penalty.memory == Memory.ALL:
        return means.after_penalty[:, None] * (1.0 - kept)
    return means.after_penalty[:, None] - means.before_penalty[:, None] * kept


def _band(snapshot: Snapshot, facts: FitFacts, step: Floats, later: Floats) -> Floats:
    """What the bandwidth pillar loses by the cases before; shape: agents x (k - 1)."""
    weight = _band_weight(facts) * (1.0 - _first_penalty(snapshot))
    start = np.minimum(1.0, facts.load.utilisation / PPM)[:, None]
    use = (facts.load.utilisation / PPM)[:, None] + later * step[:, None]
    return weight * (np.minimum(1.0, use) - start)


def _length(snapshot: Snapshot, facts: FitFacts, step: Floats, most: int) -> int:
    """Columns after which both terms stay as they are, at most `most`."""
    first = _first_penalty(snapshot)
    still = (
        0 if first == 0.0 else _EXPONENT / max(-np.log2(max(1.0 - first, 2.0**-_EXPONENT)), 1e-9)
    )
    room = (1.0 - facts.load.utilisation / PPM) / step
    full = room.max(initial=0.0) if _band_weight(facts) else 0.0
    return max(1, min(most, int(min(max(still, full), most)) + 3))


_EXPONENT = 60.0
"""2^-60 of a ratio no longer changes a float next to it."""


def _first_penalty(snapshot: Snapshot) -> float:
    """p(0) (S3)."""
    penalty = snapshot.policy.fit.penalty
    return penalty.weight if penalty.window else 0.0


def _band_weight(facts: FitFacts) -> float:
    """Normalised weight of the bandwidth pillar."""
    if BANDWIDTH.name not in facts.pillars:
        return 0.0
    return float(facts.policy_weights[facts.pillars.index(BANDWIDTH.name)]) / PPM


def _step(snapshot: Snapshot) -> Floats:
    """Mean weight of the batch's cases / capacity; shape: agents."""
    scale = WorkScale.of(snapshot.policy)
    mean = np.mean([scale.weight(_as_active(case)) for case in snapshot.cases])
    step: Floats = mean / capacities(snapshot)
    return step


def _as_active(case: Case) -> ActiveCase:
    """A case of the batch as it would weigh on its agent."""
    return ActiveCase(case.case_id, priority=case.priority, effort=case.effort)
