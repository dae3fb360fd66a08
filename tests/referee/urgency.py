"""Who goes first: sent scores, bands, waiting credit, classes (U4, U8, U9)."""

from fractions import Fraction

from allotment.v1.case_pb2 import Case
from tests.referee.moments import MINUTE, moment
from tests.referee.near import Near
from tests.referee.snapshot import Snapshot

BANDS = [("premium", 80.0), ("standard", 60.0), ("basic", 0.0)]


def score(case: Case) -> float:
    """The urgency that was sent, else 0."""
    return case.urgency if case.HasField("urgency") else 0.0


def bands(snapshot: Snapshot) -> list[tuple[str, float]]:
    own = [(band.name, band.min_score) for band in snapshot.policy.urgency.bands]
    return own or BANDS


def band(snapshot: Snapshot, case: Case) -> str:
    """The first band whose least score is reached; waiting does not count (U8)."""
    return next(name for name, least in bands(snapshot) if score(case) >= least)


def credit(snapshot: Snapshot, case: Case) -> Fraction:
    """min(20, minutes waited / 30)."""
    policy = snapshot.policy.urgency
    most = policy.waiting_credit_limit if policy.HasField("waiting_credit_limit") else 20.0
    per_point = 30.0
    if policy.HasField("waiting_minutes_per_point"):
        per_point = policy.waiting_minutes_per_point
    minutes = Fraction(max(0, snapshot.now - moment(case.created_time)), MINUTE)
    return min(Fraction(most), minutes / Fraction(per_point))


def weight(snapshot: Snapshot, case: Case) -> Near:
    """u(i) = 1 + score + credit in units of 1e-4."""
    return Near.rounded((1 + Fraction(score(case)) + credit(snapshot, case)) * 10_000)


def urgency_class(snapshot: Snapshot, case: Case) -> tuple[str, str]:
    """(priority level, band); empty where the policy drops one."""
    policy = snapshot.policy.urgency
    by_priority = not policy.HasField("class_by_priority") or policy.class_by_priority
    by_band = not policy.HasField("class_by_band") or policy.class_by_band
    return (
        snapshot.priority(case.priority) if by_priority else "",
        band(snapshot, case) if by_band else "",
    )


def class_order(snapshot: Snapshot, of: tuple[str, str]) -> tuple[int, int]:
    """P1 before P2; inside a priority the highest band first."""
    priorities = [name for name, _ in snapshot.levels]
    names = [name for name, _ in bands(snapshot)]
    return (
        priorities.index(of[0]) if of[0] else 0,
        names.index(of[1]) if of[1] else 0,
    )
