"""Who suits whom: everything that the fit of a pair is made of (S1, S2, S3, S7, S13, S15)."""

from collections.abc import Iterable

import numpy as np

from objectives.bandwidth import agent_load
from objectives.degradation import attempt, stopped_queues
from objectives.pillars import pillar_names, policy_weights, quality_weights, queue_weights
from objectives.recent_assignment import keeps, minutes_since_assignment, remembered
from objectives.sent import UnscoredPillar, no_factor, sent_fit
from solver.facts import Snapshot
from solver.rules import Failure, FitFacts, Pillar


def gather(snapshot: Snapshot, pillars: Iterable[Pillar]) -> FitFacts:
    """The facts of all pairs; what cannot be computed is dropped (S15)."""
    policy, sent = snapshot.policy, sent_fit(snapshot)
    names = pillar_names(policy)
    known = {pillar.name: pillar for pillar in pillars}
    found = [attempt(known.get(name, UnscoredPillar(name)), snapshot) for name in names]
    failures = tuple(one for one in found if isinstance(one, Failure))
    failed = frozenset(failure.pillar for failure in failures)
    weights = queue_weights(policy, failed)
    stopped = stopped_queues(policy, failed, weights.sum(axis=1) > 0)
    return FitFacts(
        pillars=names,
        factors=tuple(no_factor(snapshot) if isinstance(one, Failure) else one for one in found),
        weights=weights,
        policy_weights=policy_weights(policy, failed),
        keep=keeps(snapshot),
        minutes=minutes_since_assignment(snapshot),
        remembered=remembered(snapshot),
        load=agent_load(snapshot),
        quality_weights=quality_weights(policy, failed),
        stopped=np.zeros_like(stopped) if sent is not None and sent.is_whole else stopped,
        sent=sent,
        failures=failures,
    )
