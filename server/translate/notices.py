"""What an operator should hear of: defaults, deadlines, crowded queues, overrun limits."""

from collections.abc import Iterator, Mapping

import numpy as np

from allotment.v1.plan_pb2 import Notice
from server.sla_watch import Watch
from server.translate.defaults import MOST_IDS, DefaultUsed
from server.wiring import Sighting
from solver.compile import Compiled
from solver.explanation.overruns import Overrun, overruns
from solver.explanation.sentences import stop_cause
from solver.facts import OnPillarFailure
from solver.reasons import Reason
from solver.units import Bools

LIMITS: Mapping[Reason, tuple[str, str]] = {
    Reason.WEIGHTED_CAPACITY: ("limits.hard_capacity", "their weighted capacity"),
    Reason.BACKLOG_LIMIT: ("limits.backlog", "their backlog limit"),
    Reason.HOURLY_LIMIT: ("limits.hourly", "their hourly limit"),
}
"""Subject and words of the limits of agents; that of a queue is called by the queue."""


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
        *_stopped(compiled),
        *_crowded(compiled),
        *(_overrun(compiled, one) for one in overruns(compiled)),
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


def _overrun(compiled: Compiled, overrun: Overrun) -> Notice:
    """Agents over a limit: what people assign is never refused, but it counts (L1)."""
    snapshot = compiled.snapshot
    if overrun.queue >= 0:
        subject = snapshot.policy.queues[overrun.queue].queue_id
        words = f"the daily limit of queue {subject!r}"
    else:
        subject, words = LIMITS[overrun.reason]
    names = [snapshot.agents[agent].agent_id for agent in overrun.agent.tolist()]
    unit = 100 if overrun.reason == Reason.WEIGHTED_CAPACITY else 1
    used, limit = (f"{value / unit:.12g}" for value in (overrun.used[0], overrun.limit[0]))
    people = "1 agent is" if len(names) == 1 else f"{len(names)} agents are"
    return Notice(
        kind=Notice.KIND_LIMIT_OVERRUN,
        subject=subject,
        row_count=len(names),
        row_ids=names[:MOST_IDS],
        sentence=f"{people} over {words}: {names[0]!r} has {used} of {limit}. Hand assignments "
        "are never refused by a limit, but they count.",
    )
