"""What an operator should hear of: defaults, deadlines, queues with too many candidates."""

from collections.abc import Iterator

import numpy as np

from allotment.v1.plan_pb2 import Notice
from server.sla_watch import Watch
from server.translate.defaults import MOST_IDS, DefaultUsed
from server.wiring import Sighting
from solver.compile import Compiled
from solver.units import Bools


def notices_to_proto(
    defaults: tuple[DefaultUsed, ...], compiled: Compiled, sighting: Sighting, watch: Watch
) -> list[Notice]:
    """All notices of one answer."""
    return [
        *(default.notice for default in defaults),
        *_of_queues(Notice.KIND_SLA_RISK, sighting, watch.escalates),
        *_of_queues(Notice.KIND_AUTO_ESCALATED, sighting, watch.announces),
        *_of_queues(Notice.KIND_SLA_WARNING, sighting, watch.warns),
        *_dropped(compiled),
        *_crowded(compiled),
    ]


WORDS = {
    Notice.KIND_SLA_RISK: "may miss their deadlines. Manager: these are urgent",
    Notice.KIND_AUTO_ESCALATED: "escalate by themselves. Manager: they are new",
    Notice.KIND_SLA_WARNING: "have used most of their response time. Owner: see to them",
}
"""What a notice says of the cases of a queue, and to whom."""

NO_QUEUE = "cases"
"""Subject of cases that no queue takes."""


def _of_queues(kind: Notice.Kind.ValueType, sighting: Sighting, cases: Bools) -> Iterator[Notice]:
    """A notice for each queue with such cases, in the policy's order; a case is of the first
    of its own queues."""
    policy, rows = sighting.snapshot.policy, sighting.snapshot.cases
    by_queue: dict[int, list[str]] = {}
    for case in np.flatnonzero(cases).tolist():
        queue = next(iter(sighting.queues[case]), len(policy.queues))
        by_queue.setdefault(queue, []).append(rows[case].case_id)
    for queue, ids in sorted(by_queue.items()):
        name = policy.queues[queue].queue_id if queue < len(policy.queues) else NO_QUEUE
        where = f"of queue {name!r}" if queue < len(policy.queues) else "of no queue"
        shown = ", ".join(ids[:MOST_IDS])
        more = "" if len(ids) <= MOST_IDS else " and more"
        yield Notice(
            kind=kind,
            subject=name,
            row_count=len(ids),
            row_ids=ids[:MOST_IDS],
            sentence=f"{len(ids)} cases {where} {WORDS[kind]}: {shown}{more}.",
        )


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
