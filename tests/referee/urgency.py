"""Who goes first: scores, floors, bands, waiting credit, classes (U2-U4, U8, U9)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from allotment.v1.case_pb2 import Account, Case
from allotment.v1.policy_pb2 import CategoryPoints, Tier
from tests.referee.loads import decimal
from tests.referee.moments import HOUR, MINUTE, SECOND, length, moment
from tests.referee.near import Near
from tests.referee.snapshot import Snapshot

DAY = 24 * HOUR
BANDS = [("premium", 80.0), ("standard", 60.0), ("basic", 0.0)]
VALUES = [(50_000.0, 20.0), (20_000.0, 15.0), (5_000.0, 10.0)]
CONTACTS = [(7 * DAY, 10.0), (30 * DAY, 5.0)]


def default_tiers() -> list[Tier]:
    """Premium 2 h, Standard 8 h, Basic 24 h, on the calendar's clock (U1)."""
    rows = [
        Tier(name="Premium", points=40, routes_after_hours=True),
        Tier(name="Standard", points=20),
        Tier(name="Basic"),
    ]
    for row, hours in zip(rows, (2, 8, 24), strict=True):
        row.response_duration.seconds = hours * HOUR // SECOND
    return rows


def default_categories() -> list[CategoryPoints]:
    return [
        CategoryPoints(category="security incident", points=30, auto_escalate=True),
        CategoryPoints(category="outage", points=30, auto_escalate=True),
        CategoryPoints(category="billing", points=20),
        CategoryPoints(category="general question", points=10),
        CategoryPoints(category="feature request", points=5),
    ]


def account(snapshot: Snapshot, case: Case) -> Account:
    return snapshot.accounts.get(case.account_id, Account())


def tier(snapshot: Snapshot, case: Case) -> Tier | None:
    """The tier of the case, else of its account, if the policy has it."""
    rows = list(snapshot.policy.urgency.tiers) or default_tiers()
    name = case.tier or account(snapshot, case).tier
    return next((row for row in rows if row.name == name), None)


def category(snapshot: Snapshot, case: Case) -> CategoryPoints | None:
    rows = list(snapshot.policy.urgency.categories) or default_categories()
    return next((row for row in rows if row.category == case.category), None)


def value(snapshot: Snapshot, case: Case) -> float | None:
    """Lifetime value, None if neither case nor account knows it."""
    for row in (case, account(snapshot, case)):
        if row.HasField("lifetime_value"):
            return row.lifetime_value
    return None


def contact(snapshot: Snapshot, case: Case) -> int | None:
    """Last contact, None if unknown."""
    for row in (case, account(snapshot, case)):
        if row.HasField("last_contact_time"):
            return moment(row.last_contact_time)
    return None


def is_vip(snapshot: Snapshot, case: Case) -> bool:
    return case.vip if case.HasField("vip") else account(snapshot, case).vip


def is_auto_escalated(snapshot: Snapshot, case: Case) -> bool:
    """Its category escalates by itself (U3)."""
    row = category(snapshot, case)
    return row is not None and row.auto_escalate


def number(snapshot: Snapshot, name: str, default: float) -> Fraction:
    """A number of the urgency policy."""
    set_fields = {field.name: value for field, value in snapshot.policy.urgency.ListFields()}
    return decimal(set_fields.get(name, default))


def parts(snapshot: Snapshot, case: Case) -> dict[str, Fraction]:
    """What a computed score is the sum of, before clamp and floor (U2)."""
    its_tier, its_category = tier(snapshot, case), category(snapshot, case)
    return {
        "base": number(snapshot, "base_points", 0),
        "tier": decimal(its_tier.points) if its_tier else Fraction(0),
        "category": decimal(its_category.points) if its_category else Fraction(0),
        "lifetime_value": value_points(snapshot, value(snapshot, case)),
        "last_contact": contact_points(snapshot, contact(snapshot, case)),
        "vip": number(snapshot, "vip_points", 30) if is_vip(snapshot, case) else Fraction(0),
        "escalation": decimal(case.escalation_bonus),
    }


def value_points(snapshot: Snapshot, spent: float | None) -> Fraction:
    """Points of the highest value that is exceeded."""
    own = [(row.above, row.points) for row in snapshot.policy.urgency.lifetime_values]
    rows = [row for row in own or VALUES if spent is not None and spent > row[0]]
    return decimal(max(rows)[1]) if rows else number(snapshot, "other_value_points", 5)


def contact_points(snapshot: Snapshot, last: int | None) -> Fraction:
    """Points of the shortest span that has not passed."""
    own = [(length(row.within_duration), row.points) for row in snapshot.policy.urgency.contacts]
    rows = [row for row in own or CONTACTS if last is not None and snapshot.now - last < row[0]]
    return decimal(min(rows)[1]) if rows else Fraction(0)


def all_parts(snapshot: Snapshot, case: Case) -> dict[str, Fraction]:
    """The same with clamp and floor; they add up to the score (U2, U3)."""
    found = parts(snapshot, case)
    total = sum(found.values(), start=Fraction(0))
    clamped = min(Fraction(100), max(Fraction(0), total))
    floor = Fraction(0)
    if is_vip(snapshot, case) or is_auto_escalated(snapshot, case):
        floor = max(Fraction(0), number(snapshot, "floor", 80) - clamped)
    return found | {"clamp": clamped - total, "floor": floor}


def score(snapshot: Snapshot, case: Case) -> Fraction:
    """The urgency that was sent, else the computed one."""
    if case.HasField("urgency"):
        return Fraction(case.urgency)
    return sum(all_parts(snapshot, case).values(), start=Fraction(0))


def bands(snapshot: Snapshot) -> list[tuple[str, float]]:
    own = [(band.name, band.min_score) for band in snapshot.policy.urgency.bands]
    return own or BANDS


def band(snapshot: Snapshot, case: Case) -> str:
    """The first band whose least score is reached; waiting does not count (U8)."""
    return next(name for name, least in bands(snapshot) if score(snapshot, case) >= least)


def credit(snapshot: Snapshot, case: Case) -> Fraction:
    """min(20, minutes waited / 30)."""
    minutes = Fraction(max(0, snapshot.now - moment(case.created_time)), MINUTE)
    per_point = number(snapshot, "waiting_minutes_per_point", 30)
    return min(number(snapshot, "waiting_credit_limit", 20), minutes / per_point)


def in_units(points: Fraction) -> Near:
    return Near.rounded(points * 10_000)


def weight(snapshot: Snapshot, case: Case) -> Near:
    """u(i) = 1 + score + credit in units of 1e-4."""
    one = Near(10_000, 10_000)
    return one + in_units(score(snapshot, case)) + in_units(credit(snapshot, case))


def missing(snapshot: Snapshot, case: Case) -> list[str]:
    """Facts of a computed score for which a default stood in."""
    if case.HasField("urgency"):
        return []
    unknown: Iterable[tuple[str, object]] = (
        ("category", category(snapshot, case)),
        ("last_contact", contact(snapshot, case)),
        ("lifetime_value", value(snapshot, case)),
        ("tier", tier(snapshot, case)),
    )
    return [name for name, fact in unknown if fact is None]


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
