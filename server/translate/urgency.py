"""Urgency as the answer tells it: on every row, and in explanations (U1-U3, U7-U9)."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from allotment.v1 import explanation_pb2, plan_pb2
from server.sla_watch import Watch
from server.translate.times import to_timestamp
from server.wiring import Sighting
from solver.facts import Case
from solver.moments import moment_at
from solver.units import Ints
from solver.urgency import NO_DEADLINE

MOST_BONUS = 100.0


def tell_urgency(rows: Iterable[plan_pb2.Assignment], sighting: Sighting, watch: Watch) -> None:
    """Writes score, band, deadline and flags into the rows of all cases, by case id."""
    urgency, deadlines, snapshot = sighting.urgency, sighting.deadlines, sighting.snapshot
    columns = (
        urgency.score.value, urgency.band, deadlines.due, watch.risk,
        watch.escalates | watch.announces, watch.warns,
    )  # fmt: skip
    facts = zip(rows, snapshot.cases, *(column.tolist() for column in columns), strict=True)
    now = to_timestamp(snapshot.now)
    for row, case, score, band, due, risk, escalates, warns in facts:
        row.urgency, row.band = score, urgency.band_names[band]
        if due != NO_DEADLINE:
            row.sla_deadline_time.CopyFrom(to_timestamp(moment_at(due)))
        if row.outcome != plan_pb2.OUTCOME_ASSIGNED:
            row.sla_risk = risk
            _carry_on(row, case)
            if escalates:
                row.escalated_time.CopyFrom(now)
            if warns:
                bonus = case.escalation_bonus + snapshot.policy.urgency.watch.bonus_points
                row.warned_time.CopyFrom(now)
                row.escalation_bonus = min(bonus, MOST_BONUS)


def _carry_on(row: plan_pb2.Assignment, case: Case) -> None:
    """The flags that the case came with; an assignment resets them."""
    if case.escalated is not None:
        row.escalated_time.CopyFrom(to_timestamp(case.escalated))
    if case.warned is not None:
        row.warned_time.CopyFrom(to_timestamp(case.warned))
    row.escalation_bonus = case.escalation_bonus


def tell_breakdowns(
    sighting: Sighting, case: Ints, told: Sequence[explanation_pb2.UrgencyBreakdown]
) -> None:
    """Writes how the urgency of some cases came about into messages where they are."""
    urgency = sighting.urgency
    columns = (
        urgency.score.value, urgency.score.sent, urgency.band, urgency.credit, urgency.weight,
        urgency.vip, urgency.auto_escalated, sighting.deadlines.left,
    )  # fmt: skip
    rows = zip(told, *(column[case].tolist() for column in columns), strict=True)
    for row, score, sent, band, credit, weight, vip, auto_escalated, left in rows:
        row.score, row.sent, row.band = score, sent, urgency.band_names[band]
        row.waiting_credit, row.weight = credit, weight
        row.vip, row.auto_escalated = vip, auto_escalated
        if left != NO_DEADLINE:
            row.sla_left_duration.FromTimedelta(timedelta(microseconds=left))
    for name, points in urgency.score.parts:
        for row, point in zip(told, points[case].tolist(), strict=True):
            if point:
                row.parts.add(name=name, points=point)
