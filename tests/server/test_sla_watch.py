"""The watch over deadlines in whole answers: who is told, what is carried on (U3, U7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from allotment.v1.assignment_service_pb2 import AssignResponse
from allotment.v1.plan_pb2 import Assignment, Notice
from tests.answers.asking import Row, agent, case, judged, queue, request

AWAY = [agent("ann", absences=[{"startTime": "2026-03-04T00:00:00Z"}])]
TEN = "2026-03-04T10:00:00Z"
"""The moment of the request."""


def created(minutes: float) -> str:
    """A Premium case of two hours has so many minutes left."""
    ago = timedelta(minutes=120 - minutes)
    return (datetime.fromisoformat(TEN) - ago).isoformat()


def answered(*cases: Row, staff: list[Row] = AWAY, **urgency: Any) -> AssignResponse:
    return judged(request(list(cases), staff, [queue("q", "ann")], urgency=urgency))


def premium(case_id: str = "c1", left: float = 30, **facts: Any) -> Row:
    return case(case_id, "q", **{"tier": "Premium", "createdTime": created(left), **facts})


def row(response: AssignResponse, case_id: str = "c1") -> Assignment:
    return next(each for each in response.batch.assignments if each.case_id == case_id)


def told(response: AssignResponse, kind: Notice.Kind.ValueType) -> dict[str, list[str]]:
    return {each.subject: list(each.row_ids) for each in response.notices if each.kind == kind}


@pytest.mark.parametrize(
    ("left", "risk", "warned"),
    [
        pytest.param(61, False, False, id="more than an hour"),
        pytest.param(60, False, False, id="an hour is not less than an hour"),
        pytest.param(59, True, False, id="less than an hour"),
        pytest.param(30, True, False, id="a quarter is not less than a quarter"),
        pytest.param(29, True, True, id="less than a quarter"),
        pytest.param(-60, True, True, id="too late"),
    ],
)
def test_U7_less_than_an_hour_escalates_and_less_than_a_quarter_warns(
    left: float, risk: bool, warned: bool
) -> None:
    response = answered(premium(left=left))
    one = row(response)

    assert (one.sla_risk, one.HasField("escalated_time")) == (risk, risk)
    assert (one.HasField("warned_time"), one.escalation_bonus) == (warned, 20 * warned)
    assert told(response, Notice.KIND_SLA_RISK) == ({"q": ["c1"]} if risk else {})
    assert told(response, Notice.KIND_SLA_WARNING) == ({"q": ["c1"]} if warned else {})


def test_U7_each_is_told_once_and_carried_on() -> None:
    flags: Row = {"escalatedTime": "2026-03-04T09:40:00Z", "warnedTime": "2026-03-04T09:50:00Z"}
    response = answered(premium(left=10, escalationBonus=20, **flags))
    one = row(response)

    assert told(response, Notice.KIND_SLA_RISK) == told(response, Notice.KIND_SLA_WARNING) == {}
    assert one.sla_risk
    assert one.escalated_time.ToJsonString() == flags["escalatedTime"]
    assert one.warned_time.ToJsonString() == flags["warnedTime"]
    assert one.escalation_bonus == 20


def test_U7_the_bonus_counts_and_survives_re_scoring() -> None:
    """The same case with another category keeps its points."""
    warned: Row = {"warnedTime": "2026-03-04T09:50:00Z", "escalationBonus": 20}
    scores = [
        row(answered(premium(left=10, category=category, **warned))).urgency / 10_000
        for category in ("billing", "feature request")
    ]

    assert scores == [40 + 20 + 5 + 20, 40 + 5 + 5 + 20]


def test_U7_an_assignment_resets_flags_and_bonus() -> None:
    flags: Row = {"escalatedTime": "2026-03-04T09:40:00Z", "warnedTime": "2026-03-04T09:50:00Z"}
    response = answered(premium(left=10, escalationBonus=20, **flags), staff=[agent("ann")])
    one = row(response)

    assert one.agent_id == "ann"
    assert not one.HasField("escalated_time")
    assert not one.HasField("warned_time")
    assert not one.escalation_bonus
    assert not one.sla_risk
    assert one.urgency == 65_0000


def test_U7_a_kept_case_carries_its_flags_on_and_is_not_watched() -> None:
    response = answered(
        premium(left=10, ownerAgentId="ann", escalationBonus=5), staff=[agent("ann")]
    )

    assert row(response).escalation_bonus == 5
    assert not row(response).sla_risk
    assert told(response, Notice.KIND_SLA_RISK) == {}


def test_U7_held_and_reviewed_cases_are_watched_too() -> None:
    hours = {"windows": [{"days": ["DAY_THURSDAY"], "start": "08:00", "end": "18:00"}]}
    tiers = [{"name": "Quick", "responseDuration": "7200s"}]
    response = answered(
        premium("c1", tier="Quick"),
        premium("c2", tier="Quick", overrideRouting=True),
        staff=[agent("ann")],
        businessHours=hours,
        tiers=tiers,
    )

    assert told(response, Notice.KIND_SLA_RISK) == {"q": ["c1", "c2"]}


def test_U7_the_watch_is_data() -> None:
    watch = {"escalateWithin": "600s", "warnShare": 0.5, "bonusPoints": 7.5}
    response = answered(premium(left=59), premium("c2", left=9), slaWatch=watch)

    assert [each.sla_risk for each in response.batch.assignments] == [False, True]
    assert [each.escalation_bonus for each in response.batch.assignments] == [7.5, 7.5]


def test_U7_the_bonus_ends_at_100() -> None:
    response = answered(premium(left=10, escalationBonus=95))

    assert row(response).escalation_bonus == 100


def test_U7_a_case_without_a_deadline_is_never_at_risk() -> None:
    response = answered(premium(left=-600, tier="Gold"))

    assert not row(response).sla_risk
    assert not row(response).HasField("sla_deadline_time")


@pytest.mark.parametrize(
    ("facts", "announced"),
    [
        pytest.param({"category": "outage"}, True, id="an outage"),
        pytest.param({"category": "outage", "escalatedTime": TEN}, False, id="seen before"),
        pytest.param({"category": "outage", "ownerAgentId": "ann"}, False, id="somebody's"),
        pytest.param({"category": "billing"}, False, id="billing"),
        pytest.param({"vip": True}, False, id="a VIP"),
    ],
)
def test_U3_auto_escalated_cases_send_one_notice_at_first_sight(
    facts: Row, announced: bool
) -> None:
    """Whether they are assigned at once or not."""
    response = answered(case("c1", "q", **facts), staff=[agent("ann")])

    assert told(response, Notice.KIND_AUTO_ESCALATED) == ({"q": ["c1"]} if announced else {})


def test_U3_an_announced_case_that_waits_is_escalated() -> None:
    assert row(answered(case("c1", "q", category="outage"))).escalated_time.ToJsonString() == TEN


def test_U7_cases_of_no_queue_are_told_together() -> None:
    response = answered(premium("c1", queueId=""), premium("c2", queueId="unheard of"))

    assert told(response, Notice.KIND_SLA_RISK) == {"cases": ["c1", "c2"]}
