"""Effective weights of the pillars in parts per million (S2)."""

from collections.abc import Sequence
from fractions import Fraction

from allotment.v1.policy_pb2 import FitPolicy
from allotment.v1.queue_pb2 import PillarWeight, Queue
from allotment.v1.scores_pb2 import ScoreMatrix, SparseScores
from tests.referee.shares import apportion
from tests.referee.snapshot import Snapshot

DEFAULT = {"time_overlap": 0.33, "bandwidth": 0.33, "customer_history": 0.17, "skills": 0.17}
MILLION = 1_000_000


def given(rows: Sequence[PillarWeight]) -> dict[str, float]:
    """Weights as the policy has them; the default where it has none."""
    return {row.pillar: row.weight for row in rows} or dict(DEFAULT)


def pillar_order(snapshot: Snapshot) -> list[str]:
    """The policy's pillars, then those that only queues weigh, in their order."""
    order = list(given(snapshot.policy.fit.pillar_weights))
    for queue in snapshot.policy.queues:
        order += [row.pillar for row in queue.pillar_weights if row.pillar not in order]
    return order


def dropped(snapshot: Snapshot) -> list[str]:
    """Pillars that nothing computes and no matrix sends: they are left out (S15)."""
    sent = {matrix.pillar for matrix in snapshot.request.scores}
    return [name for name in pillar_order(snapshot) if name not in DEFAULT and name not in sent]


def is_stopped(snapshot: Snapshot, queue: Queue) -> bool:
    """The queue decides nothing: nothing is left to weigh, or the policy stops it (S15)."""
    if all_sent(snapshot):
        return False
    rows = queue.pillar_weights or snapshot.policy.fit.pillar_weights
    failed = any(given(rows).get(pillar, 0) > 0 for pillar in dropped(snapshot))
    stops = snapshot.policy.fit.on_pillar_failure == FitPolicy.ON_PILLAR_FAILURE_STOP
    return (stops and failed) or not any(queue_weights(snapshot, queue).values())


def all_sent(snapshot: Snapshot) -> bool:
    """Every pair that may be assigned has a fit of the caller's."""
    return any(
        matrix.kind == ScoreMatrix.KIND_FIT
        and matrix.sparse.unlisted != SparseScores.UNLISTED_COMPUTE
        for matrix in snapshot.request.scores
    )


def effective(
    snapshot: Snapshot, rows: Sequence[PillarWeight], without: Sequence[str] = ()
) -> dict[str, int]:
    """Parts per million by pillar, in pillar order; 0 for pillars not weighed or left out."""
    weights = given(rows)
    for pillar in (*dropped(snapshot), *without):
        weights.pop(pillar, None)
    order = pillar_order(snapshot)
    if not sum(weights.values()):
        return dict.fromkeys(order, 0)
    shares = apportion([Fraction(str(weights.get(pillar, 0))) for pillar in order], MILLION)
    return dict(zip(order, shares, strict=True))


def policy_weights(snapshot: Snapshot) -> dict[str, int]:
    return effective(snapshot, snapshot.policy.fit.pillar_weights)


def queue_weights(snapshot: Snapshot, queue: Queue) -> dict[str, int]:
    """Those of the charged queue, else the policy's."""
    return effective(snapshot, queue.pillar_weights or snapshot.policy.fit.pillar_weights)


def quality_weights(snapshot: Snapshot, queue: Queue) -> dict[str, int]:
    """Those that `min_fit` asks for: without bandwidth (Q7)."""
    rows = queue.pillar_weights or snapshot.policy.fit.pillar_weights
    return effective(snapshot, rows, without=["bandwidth"])
