"""Urgency as the answer tells it: scores, deadlines, flags and notices (U1-U3, U7-U9)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from allotment.v1.case_pb2 import Case
from allotment.v1.plan_pb2 import OUTCOME_ASSIGNED, Assignment, Notice
from tests.referee import urgency
from tests.referee.case_file import CaseFile
from tests.referee.loads import decimal
from tests.referee.moments import length, moment

SHOWN = 10


def scores(file: CaseFile) -> Iterator[str]:
    """Score, band and deadline of every case."""
    for row in file.batch.assignments:
        case = file.everything.cases.get(row.case_id)
        if case is None:
            continue
        score = urgency.in_units(urgency.score(file.everything, case))
        if row.urgency not in score:
            yield f"{row.case_id}: urgency {row.urgency}, but {score}"
        if row.band != urgency.band(file.everything, case):
            yield f"{row.case_id}: band {row.band}, but {urgency.band(file.everything, case)}"
        due = moment(row.sla_deadline_time) if row.HasField("sla_deadline_time") else None
        if due != file.business.deadline(case):
            yield f"{row.case_id}: due {due}, but {file.business.deadline(case)}"


def breakdowns(file: CaseFile) -> Iterator[str]:
    """How each score came about, to the last point."""
    for row in file.batch.assignments:
        case = file.everything.cases.get(row.case_id)
        if case is not None and case.case_id in file.explanations:
            for complaint in breakdown(file, row, case):
                yield f"{case.case_id}: urgency: {complaint}"


def breakdown(file: CaseFile, row: Assignment, case: Case) -> Iterator[str]:
    told = file.explanations[case.case_id].urgency
    yield from part_points(file, case)
    found = (told.score, told.band, told.sent, told.vip, told.auto_escalated)
    true = (
        row.urgency,
        row.band,
        case.HasField("urgency"),
        urgency.is_vip(file.everything, case),
        urgency.is_auto_escalated(file.everything, case),
    )
    if found != true:
        yield f"score, band, sent, vip, auto-escalated {found}, but {true}"
    if told.waiting_credit not in urgency.in_units(urgency.credit(file.everything, case)):
        yield f"credit {told.waiting_credit}, but {urgency.credit(file.everything, case)}"
    if told.weight != 10_000 + told.score + told.waiting_credit:
        yield f"weight {told.weight} is not 1 + {told.score} + {told.waiting_credit}"
    left = length(told.sla_left_duration) if told.HasField("sla_left_duration") else None
    if left != file.business.left(case):
        yield f"{left} left, but {file.business.left(case)}"


def part_points(file: CaseFile, case: Case) -> Iterator[str]:
    """The parts of a computed score, which add up to it; a sent one has none."""
    told = file.explanations[case.case_id].urgency
    found = {part.name: part.points for part in told.parts}
    true = {} if case.HasField("urgency") else urgency.all_parts(file.everything, case)
    for name in {*found, *true}:
        near = urgency.in_units(true.get(name, Fraction(0)))
        if found.get(name, 0) not in near:
            yield f"{name} {found.get(name, 0)}, but {near}"
    if true and sum(found.values()) != told.score:
        yield f"parts add up to {sum(found.values())}, but the score is {told.score}"


class Watch:
    """What the watch over deadlines must find of one row (U7)."""

    def __init__(self, file: CaseFile, row: Assignment, case: Case) -> None:
        policy = file.everything.policy.urgency.sla_watch
        left, tier = file.business.left(case), urgency.tier(file.everything, case)
        alone = not row.agent_id
        self.risk = alone and left is not None and left < file.business.escalates_within()
        self.escalates = self.risk and not case.HasField("escalated_time")
        self.announces = (
            urgency.is_auto_escalated(file.everything, case)
            and not case.HasField("escalated_time")
            and not case.owner_agent_id
        )
        share = decimal(policy.warn_share) if policy.HasField("warn_share") else Fraction(1, 4)
        short = (
            tier is not None and left is not None and left < share * length(tier.response_duration)
        )
        self.warns = alone and short and not case.HasField("warned_time")
        points = policy.bonus_points if policy.HasField("bonus_points") else 20.0
        self.bonus = min(100.0, case.escalation_bonus + points * self.warns)


def flags(file: CaseFile) -> Iterator[str]:
    """Flags and bonus for the next snapshot; an assignment resets them."""
    for row in file.batch.assignments:
        case = file.everything.cases.get(row.case_id)
        if case is None:
            continue
        found = (
            row.sla_risk,
            moment(row.escalated_time) if row.HasField("escalated_time") else None,
            moment(row.warned_time) if row.HasField("warned_time") else None,
            row.escalation_bonus,
        )
        true = expected_flags(file, row, case)
        if found != true:
            yield f"{row.case_id}: risk, escalated, warned, bonus {found}, but {true}"


def expected_flags(
    file: CaseFile, row: Assignment, case: Case
) -> tuple[bool, int | None, int | None, float]:
    if row.outcome == OUTCOME_ASSIGNED:
        return False, None, None, 0.0
    watch, now = Watch(file, row, case), file.everything.now
    before = moment(case.escalated_time) if case.HasField("escalated_time") else None
    warned = moment(case.warned_time) if case.HasField("warned_time") else None
    return (
        watch.risk,
        now if watch.escalates or watch.announces else before,
        now if watch.warns else warned,
        watch.bonus,
    )


def announcements(file: CaseFile) -> Iterator[str]:
    """One notice per kind and queue, the first of each case's own queues."""
    kinds = {
        Notice.KIND_SLA_RISK: "escalates",
        Notice.KIND_AUTO_ESCALATED: "announces",
        Notice.KIND_SLA_WARNING: "warns",
    }
    for kind, name in kinds.items():
        told = {
            row.subject: (row.row_count, list(row.row_ids))
            for row in file.response.notices
            if row.kind == kind
        }
        true: dict[str, list[str]] = {}
        for row in file.batch.assignments:
            case = file.everything.cases.get(row.case_id)
            if case is not None and getattr(Watch(file, row, case), name):
                own = [queue.queue_id for queue in file.all_chains.own(case)]
                true.setdefault([*own, "cases"][0], []).append(row.case_id)
        expected = {queue: (len(ids), sorted(ids)[:SHOWN]) for queue, ids in true.items()}
        if told != expected:
            yield f"notices {Notice.Kind.Name(kind)} {told}, but {expected}"
