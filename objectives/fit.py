"""Who suits whom: everything that the fit of a pair is made of (S1, S2, S3, S7, S13)."""

from collections.abc import Iterable

from objectives.bandwidth import agent_load
from objectives.pillars import pillar_names, policy_weights, queue_weights
from objectives.recent_assignment import keep_of, minutes_since_assignment
from objectives.sent import UnscoredPillar, factor_of, sent_fit
from solver.facts import Snapshot
from solver.rules import FitFacts, Pillar


def gather(snapshot: Snapshot, pillars: Iterable[Pillar]) -> FitFacts:
    """The facts of all pairs; a named pillar that is not among `pillars` must be sent."""
    policy = snapshot.policy
    names = pillar_names(policy)
    known = {pillar.name: pillar for pillar in pillars}
    minutes = minutes_since_assignment(snapshot)
    return FitFacts(
        pillars=names,
        factors=tuple(factor_of(known.get(name, UnscoredPillar(name)), snapshot) for name in names),
        weights=queue_weights(policy),
        policy_weights=policy_weights(policy),
        keep=keep_of(minutes, policy.fit.penalty),
        minutes=minutes,
        load=agent_load(snapshot),
        sent=sent_fit(snapshot),
    )
