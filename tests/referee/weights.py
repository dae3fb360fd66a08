"""Effective weights of the pillars in parts per million (S2)."""

from collections.abc import Sequence
from fractions import Fraction

from allotment.v1.queue_pb2 import PillarWeight, Queue
from tests.referee.shares import apportion
from tests.referee.snapshot import Snapshot

DEFAULT = {"time_overlap": 0.33, "bandwidth": 0.33, "customer_history": 0.17, "skills": 0.17}
MILLION = 1_000_000


def effective(rows: Sequence[PillarWeight]) -> dict[str, int]:
    """Parts per million by pillar, in the order given; the default where none is."""
    given = {row.pillar: row.weight for row in rows} or DEFAULT
    shares = apportion([Fraction(weight) for weight in given.values()], MILLION)
    return dict(zip(given, shares, strict=True))


def policy_weights(snapshot: Snapshot) -> dict[str, int]:
    return effective(snapshot.policy.fit.pillar_weights)


def queue_weights(snapshot: Snapshot, queue: Queue) -> dict[str, int]:
    """Those of the charged queue, else the policy's."""
    return effective(queue.pillar_weights or snapshot.policy.fit.pillar_weights)
