"""What an operator should hear of: defaults used, queues with too many candidates."""

import numpy as np

from allotment.v1.plan_pb2 import Notice
from server.translate.defaults import DefaultUsed
from solver.compile import Compiled
from solver.explanation.sentences import stop_cause
from solver.facts import OnPillarFailure


def notices_to_proto(defaults: tuple[DefaultUsed, ...], compiled: Compiled) -> list[Notice]:
    """All notices of one answer."""
    return [
        *(default.notice for default in defaults),
        *_dropped(compiled),
        *_stopped(compiled),
        *_crowded(compiled),
    ]


def _dropped(compiled: Compiled) -> list[Notice]:
    """Pillars with a weight that cannot be computed, unless that stops their queues (S15)."""
    if compiled.snapshot.policy.fit.on_pillar_failure == OnPillarFailure.STOP:
        return []
    return [
        Notice(
            kind=Notice.KIND_PILLAR_DROPPED,
            subject=failure.pillar,
            sentence=f"Pillar {failure.pillar!r} was left out and its weight shared by the "
            f"others: {failure.cause}",
        )
        for failure in compiled.facts.failures
    ]


def _stopped(compiled: Compiled) -> list[Notice]:
    """Queues that decide nothing, with the cases that only they could take (R8, S15)."""
    policy, facts = compiled.snapshot.policy, compiled.facts
    members = compiled.eligibility.memberships
    return [
        Notice(
            kind=Notice.KIND_AUTO_ASSIGN_STOPPED,
            subject=policy.queues[queue].queue_id,
            row_count=int((members.queue == queue).sum()),
            sentence=f"Queue {policy.queues[queue].queue_id!r} decides nothing. "
            f"{stop_cause(facts.failures)}",
        )
        for queue in np.flatnonzero(facts.stopped).tolist()
    ]


def _crowded(compiled: Compiled) -> list[Notice]:
    """Queues in use that more agents match than the policy finds useful (A3)."""
    policy = compiled.snapshot.policy
    members = compiled.eligibility.memberships
    counts = (members.bucket >= 0).sum(axis=1)
    return [
        Notice(
            kind=Notice.KIND_TOO_MANY_CANDIDATES,
            subject=policy.queues[queue].queue_id,
            row_count=int(counts[queue]),
            sentence=f"{counts[queue]} agents match queue {policy.queues[queue].queue_id!r}, "
            f"more than {policy.max_candidates}. Maybe narrow the queue.",
        )
        for queue in np.unique(members.queue)
        if counts[queue] > policy.max_candidates
    ]
