"""From a plan to the contract's batch."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from allotment.v1 import plan_pb2 as pb
from allotment.v1.explanation_pb2 import PairReason
from server.translate.levels import level_to_proto
from solver.compile import Compiled
from solver.explanation.buckets import bucket_numbers
from solver.explanation.waiting import Waiting
from solver.facts import Snapshot
from solver.picks import OVERRIDE, Picks
from solver.plan import Plan
from solver.problem import DeskKind
from solver.reasons import reasons_in
from solver.rules import FitFacts
from solver.values import LevelValue


@dataclass(frozen=True, slots=True)
class Origin:
    """What a batch says of where it comes from."""

    snapshot_fingerprint: str
    policy_hash: str
    server_version: str
    batch_id: str
    skills_model_id: str = ""


def batch_to_proto(
    plan: Plan,
    rows: Iterable[pb.Assignment],
    origin: Origin,
    termination: pb.Termination.ValueType,
) -> pb.Batch:
    """The decision. rows: one per case by case id."""
    snapshot = plan.compiled.snapshot
    batch = pb.Batch(
        batch_id=origin.batch_id,
        assignments=rows,
        levels=levels_to_proto(plan),
        override_levels=_override_levels(plan),
        termination=termination,
        policy_id=snapshot.policy.policy_id,
        policy_version=snapshot.policy.version,
        policy_hash=origin.policy_hash,
        snapshot_fingerprint=origin.snapshot_fingerprint,
        server_version=origin.server_version,
        skills_model_id=origin.skills_model_id,
        effective_weights=_effective_weights(snapshot, plan.compiled.facts),
        engine=plan.engine,
        assigned_count=_assigned_count(plan),
    )
    batch.snapshot_time.FromDatetime(snapshot.now)
    return batch


def levels_to_proto(plan: Plan) -> list[pb.Level]:
    """Levels, most important first."""
    names = plan.compiled.urgency.class_names
    return [level_to_proto(level, names) for level in plan.levels]


def _override_levels(plan: Plan) -> list[pb.Level]:
    """Levels of the second phase, if there was one (Q9)."""
    if plan.overrides is None:
        return []
    names = plan.compiled.urgency.class_names
    return [_override_level(level, names) for level in plan.overrides.levels]


def _override_level(level: LevelValue, names: tuple[tuple[str, str], ...]) -> pb.Level:
    """Its classes are those of all drain groups, one group after the other."""
    if level.urgency_class < 0:
        return level_to_proto(replace(level, group=-1), names)
    group, urgency_class = divmod(level.urgency_class, len(names))
    return level_to_proto(replace(level, group=group, urgency_class=urgency_class), names)


def baseline_to_proto(plan: Plan) -> pb.Baseline:
    """Another plan for the same snapshot, in short."""
    return pb.Baseline(
        engine=plan.engine,
        levels=levels_to_proto(plan),
        assigned_count=_assigned_count(plan),
    )


def _assigned_count(plan: Plan) -> int:
    """Cases that go to an agent who did not have them."""
    return int((~plan.picks.kept).sum())


def assignments_to_proto(plan: Plan, waiting: tuple[Waiting, ...]) -> list[pb.Assignment]:
    """One row per case of the plan, by case id."""
    reasons = {row.case: pb.CaseReason.ValueType(int(row.reason)) for row in waiting}
    rows = served_rows(plan.compiled, plan.picks)
    assignments = [
        rows[case]
        if case in rows
        else pb.Assignment(
            case_id=fact.case_id,
            outcome=pb.OUTCOME_UNASSIGNED,
            case_reason=reasons.get(case, pb.CASE_REASON_UNSPECIFIED),
        )
        for case, fact in enumerate(plan.compiled.snapshot.cases)
    ]
    for row, queue_id in zip(assignments, _owner_queues(plan.compiled), strict=True):
        row.owner_queue_id = queue_id
    return assignments


def _owner_queues(compiled: Compiled) -> list[str]:
    """The first queue of each case's own, empty for none (Q10)."""
    members, queues = compiled.eligibility.memberships, compiled.snapshot.policy.queues
    case, queue = members.case[members.own][::-1], members.queue[members.own][::-1]
    first = dict(zip(case.tolist(), queue.tolist(), strict=True))
    return [queues[first[i]].queue_id if i in first else "" for i in range(len(members.group))]


def served_rows(compiled: Compiled, picks: Picks) -> dict[int, pb.Assignment]:
    """Rows of the served cases by case."""
    columns = (
        picks.case, picks.agent, picks.queue, bucket_numbers(compiled, picks),
        picks.rank, picks.fit, picks.overridden,
    )  # fmt: skip
    rows = zip(_vias(compiled, picks), *(column.tolist() for column in columns), strict=True)
    return {row[1]: _served_row(compiled.snapshot, *row) for row in rows}


def _served_row(
    snapshot: Snapshot,
    via: pb.Via.ValueType,
    case: int,
    agent: int,
    queue: int,
    bucket: int,
    rank: int,
    fit: int,
    overridden: int,
) -> pb.Assignment:
    """One served case; via VIA_UNSPECIFIED: it stays with its owner."""
    row = pb.Assignment(
        case_id=snapshot.cases[case].case_id,
        outcome=pb.OUTCOME_ASSIGNED if via else pb.OUTCOME_KEPT,
        agent_id=snapshot.agents[agent].agent_id,
        queue_id=snapshot.policy.queues[queue].queue_id if queue >= 0 else "",
        bucket=bucket,
        fallback_rank=rank,
        via=via,
        fit=fit,
    )
    if overridden:
        limits = [PairReason.ValueType(reason) for reason in reasons_in(overridden)]
        row.overridden_limits.extend(limits)
    return row


def _vias(compiled: Compiled, picks: Picks) -> list[pb.Via.ValueType]:
    """How each served case came to its agent; VIA_UNSPECIFIED: it stays with its owner."""
    moved = compiled.owners.agent[picks.case] >= 0
    caught = picks.queue == compiled.eligibility.memberships.catch_all
    via = np.select(
        [picks.kept, picks.kind == OVERRIDE, moved, caught, picks.kind == DeskKind.TURN],
        [
            pb.VIA_UNSPECIFIED,
            pb.VIA_RR_FALLBACK,
            pb.VIA_REASSIGNED,
            pb.VIA_CATCH_ALL,
            pb.VIA_ROUND_ROBIN,
        ],
        pb.VIA_OPTIMISED,
    )
    return [pb.Via.ValueType(value) for value in via.tolist()]


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
