"""What an operator should hear of: defaults used, queues with too many candidates."""

import numpy as np

from allotment.v1.plan_pb2 import Notice
from server.translate.defaults import DefaultUsed
from solver.compile import Compiled


def notices_to_proto(defaults: tuple[DefaultUsed, ...], compiled: Compiled) -> list[Notice]:
    """All notices of one answer."""
    return [
        *(default.notice for default in defaults),
        *_dropped(compiled),
        *_crowded(compiled),
    ]


def _dropped(compiled: Compiled) -> list[Notice]:
    """Pillars with a weight that nobody computes or sends (S15)."""
    return [
        Notice(
            kind=Notice.KIND_PILLAR_DROPPED,
            subject=pillar,
            sentence=f"Pillar {pillar!r} was left out and its weight shared by the others: "
            "nothing computes it and no matrix sends it. Maybe send it in `scores`.",
        )
        for pillar in compiled.facts.dropped
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
