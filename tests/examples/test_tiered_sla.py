"""I8, tiered service: a night and a day of tickets come out as the rows of U say."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.plan_pb2 import Assignment, CaseReason, Notice, Outcome
from server.lint.checks import lint
from server.lint.finding import Severity
from tests.examples.shipped import at, example, judged, told

VIENNA = ZoneInfo("Europe/Vienna")


def until(moment: str) -> AssignRequest:
    """The example as it stood at a moment, written as in Vienna: later cases are not there."""
    local = datetime.fromisoformat(moment).replace(tzinfo=VIENNA)
    request = at(example("tiered_sla"), local.isoformat())
    known = [case for case in request.cases if case.created_time.ToDatetime(VIENNA) <= local]
    del request.cases[:]
    request.cases.extend(known)
    return request


def rows(response: AssignResponse) -> dict[str, Assignment]:
    return {row.case_id: row for row in response.batch.assignments}


def outcome(row: Assignment) -> str:
    """Who gets the case, until when it is held, or why it waits."""
    if row.agent_id:
        return row.queue_id
    if row.HasField("held_until_time"):
        return f"held until {row.held_until_time.ToDatetime(VIENNA):%a %H:%M}"
    if row.case_reason:
        return CaseReason.Name(row.case_reason).removeprefix("CASE_REASON_")
    return Outcome.Name(row.outcome).removeprefix("OUTCOME_")


def decided(moment: str) -> dict[str, str]:
    response = judged(until(moment))
    return {case_id: outcome(row) for case_id, row in rows(response).items()}


def notices(response: AssignResponse, kind: Notice.Kind.ValueType) -> dict[str, list[str]]:
    """Cases by queue."""
    return {row.subject: list(row.row_ids) for row in response.notices if row.kind == kind}


def test_I8_U6_on_friday_evening_a_standard_ticket_is_held_until_monday() -> None:
    assert decided("2026-02-27T18:00") == {"friday": "held until Mon 08:00"}


def test_I8_U5_U6_at_night_only_what_is_urgent_is_routed() -> None:
    """Premium, an outage, a VIP, and a ticket that was escalated; a review waits for people."""
    assert decided("2026-03-03T05:00") == {
        "friday": "ALL_BLOCKED_BY_AVAILABILITY",  # released, but at night nobody supports
        "night-1": "first_line",
        "night-2": "held until Tue 08:00",
        "night-3": "first_line",
        "night-4": "held until Tue 08:00",
        "night-5": "first_line",
        "night-6": "MANUAL_REVIEW",
        "night-7": "held until Tue 08:00",
        "night-8": "first_line",
    }


def test_I8_U6_at_eight_the_held_tickets_are_released() -> None:
    found = decided("2026-03-03T08:00")

    assert {case_id: found[case_id] for case_id in ("night-2", "night-4", "night-7")} == {
        "night-2": "support",
        "night-4": "support",
        "night-7": "support",
    }
    assert found["night-6"] == "MANUAL_REVIEW"


def test_I8_U2_U3_U4_scores_and_bands() -> None:
    """Tier + category + value + contact, with floors of 80 under outages and VIPs."""
    found = rows(judged(example("tiered_sla")))

    assert {case_id: (row.urgency / 10_000, row.band) for case_id, row in found.items()} == {
        "friday": (60, "standard"),  # 20 + 20 + 15 + 5
        "night-1": (90, "premium"),  # 40 + 20 + 20 + 10
        "night-2": (60, "standard"),
        "night-3": (80, "premium"),  # 20 + 30 + 15 + 5 = 70, lifted
        "night-4": (15, "basic"),  # 0 + 10 + 5 + 0
        "night-5": (80, "premium"),  # 0 + 5 + 20 + 0 + 30 = 55, lifted
        "night-6": (80, "premium"),  # 40 + 10 + 20 + 10
        "night-7": (5, "basic"),  # nothing known: 5 for an unknown value
        "night-8": (80, "premium"),  # 60, and 20 won by an escalation
        "day-1": (80, "premium"),
        "day-2": (80, "premium"),  # 0 + 30 + 5 + 0 = 35, lifted
        "day-3": (25, "basic"),
        "day-4": (40, "basic"),  # no points for a category that the policy lacks
        "evening": (15, "basic"),
    }


def test_I8_U1_deadlines_run_on_the_clock_of_the_tier() -> None:
    """Premium by the calendar, the others in business hours."""
    found = rows(judged(example("tiered_sla")))
    due = {
        case_id: f"{row.sla_deadline_time.ToDatetime(VIENNA):%a %H:%M}"
        for case_id, row in found.items()
        if row.HasField("sla_deadline_time")
    }

    assert due == {
        "friday": "Mon 16:00",
        "night-1": "Mon 21:10",
        "night-2": "Tue 16:00",
        "night-3": "Tue 16:00",
        "night-4": "Thu 12:00",
        "night-5": "Thu 12:00",
        "night-6": "Tue 06:00",
        "night-8": "Tue 16:00",
        "day-1": "Tue 10:30",
        "day-2": "Thu 13:00",
        "day-3": "Thu 14:00",
        "day-4": "Tue 16:00",
        "evening": "Fri 12:00",
    }


def test_I8_U3_outages_and_security_incidents_are_announced_once() -> None:
    at_night = judged(until("2026-03-03T00:00"))

    assert notices(at_night, Notice.KIND_AUTO_ESCALATED) == {"first_line": ["night-3"]}

    seen = until("2026-03-03T00:00")
    for case in seen.cases:
        if case.case_id == "night-3":
            case.escalated_time.CopyFrom(seen.snapshot_time)
    assert notices(judged(seen), Notice.KIND_AUTO_ESCALATED) == {}


def following(request: AssignRequest, moment: str) -> AssignRequest:
    """The snapshot of a later cycle, with the flags that the answer sent back."""
    answered = rows(judged(request))
    later = until(moment)
    for case in later.cases:
        row = answered[case.case_id]
        if row.HasField("escalated_time"):
            case.escalated_time.CopyFrom(row.escalated_time)
        if row.HasField("warned_time"):
            case.warned_time.CopyFrom(row.warned_time)
        case.escalation_bonus = row.escalation_bonus
    return later


def test_I8_U7_a_ticket_that_nobody_takes_is_warned_of_and_then_escalated() -> None:
    """Day-4 is due at 16:00; a quarter of its eight hours is left at 14:00."""
    warning, risk = Notice.KIND_SLA_WARNING, Notice.KIND_SLA_RISK
    on_time = judged(until("2026-03-03T14:00"))
    assert "hardware" not in notices(on_time, warning)
    assert not rows(on_time)["day-4"].sla_risk

    late = until("2026-03-03T14:02")
    assert notices(judged(late), warning)["hardware"] == ["day-4"]
    assert rows(judged(late))["day-4"].escalation_bonus == 20

    warned = following(late, "2026-03-03T14:04")
    assert "hardware" not in notices(judged(warned), warning)
    assert rows(judged(warned))["day-4"].urgency == 60_0000

    last_hour = following(warned, "2026-03-03T15:02")
    assert notices(judged(last_hour), risk)["hardware"] == ["day-4"]
    assert rows(judged(last_hour))["day-4"].sla_risk

    escalated = following(last_hour, "2026-03-03T15:04")
    assert "hardware" not in notices(judged(escalated), risk)
    assert rows(judged(escalated))["day-4"].sla_risk


def test_I8_U7_a_case_that_waits_for_a_person_is_watched_too() -> None:
    """Night-6 was due at 06:00."""
    found = notices(judged(until("2026-03-03T05:02")), Notice.KIND_SLA_RISK)

    assert found["first_line"] == ["night-6"]


def test_I8_U6_in_the_evening_a_basic_ticket_is_held_until_tomorrow() -> None:
    assert decided("2026-03-03T19:00")["evening"] == "held until Wed 08:00"


def test_I8_the_explanation_shows_every_part_of_the_score() -> None:
    response = judged(example("tiered_sla"))
    urgency = told(response, "night-5").urgency

    assert {part.name: part.points / 10_000 for part in urgency.parts} == {
        "category": 5, "lifetime_value": 20, "vip": 30, "floor": 25,
    }  # fmt: skip
    assert urgency.waiting_credit == 20_0000
    assert urgency.weight == 101_0000


def test_I8_the_lint_has_nothing_against_the_policy() -> None:
    """No deadline falls into a hold, and every band is reached."""
    request = example("tiered_sla")
    found = lint(request.policy, request, datetime.now(VIENNA))

    assert [one for one in found if one.finding.severity != Severity.INFO] == []
