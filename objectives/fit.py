"""Who suits whom: everything that the fit of a pair is made of (S1, S2, S3, S7, S13)."""

from collections.abc import Iterable

from objectives.bandwidth import agent_load
from objectives.pillars import pillar_names, policy_weights, quality_weights, queue_weights
from objectives.recent_assignment import keeps, minutes_since_assignment
from objectives.sent import UnscoredPillar, factor_of, sent_fit
from solver.facts import Snapshot
from solver.rules import FitFacts, Pillar


def gather(snapshot: Snapshot, pillars: Iterable[Pillar]) -> FitFacts:
    """The facts of all pairs; a further pillar that nobody sends is dropped (S15)."""
    policy = snapshot.policy
    names = pillar_names(policy)
    known = {pillar.name: pillar for pillar in pillars}
    dropped = frozenset(names) - known.keys() - {scores.pillar for scores in snapshot.scores}
    return FitFacts(
        pillars=names,
        factors=tuple(factor_of(known.get(name, UnscoredPillar(name)), snapshot) for name in names),
        weights=queue_weights(policy, dropped),
        policy_weights=policy_weights(policy, dropped),
        keep=keeps(snapshot),
        minutes=minutes_since_assignment(snapshot),
        load=agent_load(snapshot),
        quality_weights=quality_weights(policy, dropped),
        sent=sent_fit(snapshot),
        dropped=tuple(name for name in names if name in dropped),
    )
