"""From a plan to the contract's batch."""

from dataclasses import dataclass

import numpy as np

from allotment.v1 import plan_pb2 as pb
from solver.explanation.waiting import Waiting
from solver.facts import Snapshot
from solver.plan import Plan
from solver.rules import FitFacts
from solver.values import LevelValue


@dataclass(frozen=True, slots=True)
class Origin:
    """What a batch says of where it comes from."""

    snapshot_fingerprint: str
    policy_hash: str
    server_version: str
    batch_id: str


def batch_to_proto(
    plan: Plan, waiting: tuple[Waiting, ...], origin: Origin, termination: pb.Termination.ValueType
) -> pb.Batch:
    """The decision, one row per case by case id."""
    snapshot = plan.compiled.snapshot
    batch = pb.Batch(
        batch_id=origin.batch_id,
        assignments=_assignments(plan, waiting),
        levels=levels_to_proto(plan),
        termination=termination,
        policy_id=snapshot.policy.policy_id,
        policy_version=snapshot.policy.version,
        policy_hash=origin.policy_hash,
        snapshot_fingerprint=origin.snapshot_fingerprint,
        server_version=origin.server_version,
        effective_weights=_effective_weights(snapshot, plan.compiled.facts),
        engine=plan.engine,
        assigned_count=int((plan.choice >= 0).sum()),
    )
    batch.snapshot_time.FromDatetime(snapshot.now)
    return batch


def levels_to_proto(plan: Plan) -> list[pb.Level]:
    """Levels, most important first."""
    names = plan.compiled.urgency.class_names
    return [_level(level, names) for level in plan.levels]


def baseline_to_proto(plan: Plan) -> pb.Baseline:
    """Another plan for the same snapshot, in short."""
    return pb.Baseline(
        engine=plan.engine,
        levels=levels_to_proto(plan),
        assigned_count=int((plan.choice >= 0).sum()),
    )


def _level(level: LevelValue, class_names: tuple[tuple[str, str], ...]) -> pb.Level:
    priority, band = class_names[level.urgency_class] if level.urgency_class >= 0 else ("", "")
    return pb.Level(
        kind=pb.Level.Kind.ValueType(int(level.kind)),
        drain_group=level.group + 1,
        priority=priority,
        band=band,
        value=level.value,
        bound=level.value if level.proved else None,
        proved=level.proved,
        case_count=level.case_count,
        served_count=level.served_count,
    )


def _assignments(plan: Plan, waiting: tuple[Waiting, ...]) -> list[pb.Assignment]:
    """One row per case."""
    reasons = {row.case: pb.CaseReason.ValueType(int(row.reason)) for row in waiting}
    rows = _served_rows(plan)
    return [
        rows[case]
        if case in rows
        else pb.Assignment(
            case_id=fact.case_id,
            outcome=pb.OUTCOME_UNASSIGNED,
            case_reason=reasons.get(case, pb.CASE_REASON_UNSPECIFIED),
        )
        for case, fact in enumerate(plan.compiled.snapshot.cases)
    ]


def _served_rows(plan: Plan) -> dict[int, pb.Assignment]:
    """Rows of the served cases by case."""
    compiled, snapshot = plan.compiled, plan.compiled.snapshot
    case = np.flatnonzero(plan.choice >= 0)
    triple = plan.choice[case]
    queue, agent = compiled.queue[triple], compiled.agent[triple]
    columns = (
        case,
        agent,
        queue,
        compiled.eligibility.memberships.bucket[queue, agent] + 1,
        compiled.problem.triples.rank[triple],
        compiled.fits.score[triple],
        compiled.problem.desks.turning[compiled.problem.triples.desk[triple]],
    )
    return {
        i: pb.Assignment(
            case_id=snapshot.cases[i].case_id,
            outcome=pb.OUTCOME_ASSIGNED,
            agent_id=snapshot.agents[a].agent_id,
            queue_id=snapshot.policy.queues[q].queue_id,
            bucket=bucket,
            fallback_rank=rank,
            via=pb.VIA_ROUND_ROBIN if turning else pb.VIA_OPTIMISED,
            fit=fit,
        )
        for i, a, q, bucket, rank, fit, turning in zip(
            *(column.tolist() for column in columns), strict=True
        )
    }


def _effective_weights(snapshot: Snapshot, facts: FitFacts) -> list[pb.EffectiveWeight]:
    """The policy's weights, then those of queues that differ (S2)."""
    rows = [
        pb.EffectiveWeight(pillar=pillar, weight=weight)
        for pillar, weight in zip(facts.pillars, facts.policy_weights.tolist(), strict=True)
    ]
    for q, queue in enumerate(snapshot.policy.queues):
        if queue.pillar_weights:
            rows += [
                pb.EffectiveWeight(pillar=pillar, weight=weight, queue_id=queue.queue_id)
                for pillar, weight in zip(facts.pillars, facts.weights[q].tolist(), strict=True)
            ]
    return rows
