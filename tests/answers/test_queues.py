"""Queues of a case in whole answers: by name, by filter, several at once (Q1, Q2, Q6, Q7, Q11)."""

from typing import Any

import pytest

from tests.answering import answer
from tests.answers.asking import (
    ALWAYS,
    Goes,
    Row,
    agent,
    agents,
    case,
    decided,
    fits,
    histogram,
    lately,
    queue,
    request,
)

ONE_EACH: Row = {"limitPolicy": {"limits": {"perCycle": 1}}}
AWAY = [{"startTime": "2026-03-04T00:00:00Z"}]
OWN = {"source": "ASSIGNMENT_SOURCE_ALLOTMENT"}
URGENT = "priority = 'P1'"


def only(case_row: Row, names: str, queues: list[Row], **policy: Any) -> Goes | str:
    """What becomes of a single case."""
    return decided(request([case_row], agents(names), queues, **policy))["c1"]


def test_Q1_a_case_is_in_the_queue_whose_name_it_carries_and_in_no_other() -> None:
    queues = [queue("q", "ann"), queue("r", "bob")]

    assert only(case("c1", "r"), "ann bob", queues) == Goes("bob", "r")
    assert only(case("c1"), "ann bob", queues) == "NO_QUEUE_MATCH"
    assert only(case("c1", "R"), "ann bob", queues) == "NO_QUEUE_MATCH"


def test_Q1_Q2_the_name_of_a_virtual_queue_leads_nowhere_its_filter_does() -> None:
    queues = [queue("v", "ann", filter=URGENT)]

    assert only(case("c1", "v"), "ann", queues) == "NO_QUEUE_MATCH"
    assert only(case("c1", priority="P1"), "ann", queues) == Goes("ann", "v")


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        pytest.param("vip_line OR urgency > 40 AND status = 'Open'", True, id="AND binds tighter"),
        pytest.param("(vip_line OR urgency > 40) AND status = 'Open'", False, id="brackets"),
        pytest.param("NOT status = 'Open'", True, id="NOT"),
        pytest.param("subject LIKE '%REFUND%' AND stage IS NULL", True, id="LIKE and IS NULL"),
        pytest.param("queue IN ('web', 'mail') AND reporter = 'rita'", True, id="CRM queue"),
        pytest.param("virtual_account = 'key' AND account = 'k'", True, id="virtual account"),
        pytest.param("virtual_team = 'night'", False, id="virtual team: nobody owns it"),
        pytest.param("band = 'basic' AND account.attr.region = 'EU'", True, id="band and account"),
    ],
)
def test_Q2_a_filter_takes_cases_by_any_of_their_fields(text: str, takes: bool) -> None:
    row = case(
        "c1", "web", accountId="k", reporterId="rita", status="New", subject="My refund",
        urgency=45, attributes=[{"name": "vip_line", "truth": True}],
    )  # fmt: skip
    accounts = [{"accountId": "k", "attributes": [{"name": "region", "text": "EU"}]}]
    declared = [
        {"name": "vip_line", "type": "TYPE_TRUTH"},
        {"name": "region", "owner": "OWNER_ACCOUNT", "type": "TYPE_TEXT"},
    ]
    asked = request(
        [row],
        agents("ann"),
        [queue("v", "ann", filter=text)],
        accounts=accounts,
        fieldDeclarations=declared,
        virtualAccounts=[{"virtualAccountId": "key", "accountIds": ["k"]}],
        teams=[{"teamId": "night", "agentIds": ["ann"]}],
    )
    (found,) = answer(asked).batch.assignments

    assert found.queue_id == ("v" if takes else "")


HIGH_AND_LOW = [queue("high", "ann", filter=URGENT), queue("low", "bob")]
GROUPS: Row = {"drainGroups": [{"queueIds": ["high"]}, {"queueIds": ["low"]}]}


def test_Q6_queues_of_lower_groups_are_ignored_even_if_nobody_else_is_there() -> None:
    asked = request(
        [case("c1", "low", priority="P1")],
        [agent("ann", absences=AWAY), agent("bob")],
        HIGH_AND_LOW,
        **GROUPS,
    )

    assert decided(asked) == {"c1": "ALL_BLOCKED_BY_AVAILABILITY"}
    assert histogram(asked, "c1") == {"OUT_OF_OFFICE": 1}


def test_Q6_unless_they_are_named_as_fallback() -> None:
    high = HIGH_AND_LOW[0] | {"fallbackQueueIds": ["low"]}
    asked = request(
        [case("c1", "low", priority="P1")],
        [agent("ann", absences=AWAY), agent("bob")],
        [high, HIGH_AND_LOW[1]],
        **GROUPS,
    )

    assert decided(asked) == {"c1": Goes("bob", "low", 1, 1)}


TWO = [queue("q", "ann", "bob"), queue("v", "cid", "ann", filter=URGENT)]


def test_Q6_the_agents_of_several_queues_of_a_group_are_united() -> None:
    """Ann is bucket 1 through the first, Cid through the second; Bob stands behind."""
    cases = [case(f"c{n}", "q", priority="P1") for n in range(3)]
    found = decided(request(cases, agents("ann bob cid"), TWO, **ONE_EACH))

    assert set(found.values()) == {Goes("ann", "q"), Goes("bob", "q", 2, 1), Goes("cid", "v")}


@pytest.mark.parametrize(
    ("queues", "charged"),
    [
        pytest.param(
            [queue("q", "bob", "ann"), queue("v", "ann", filter=URGENT)],
            Goes("ann", "v"),
            id="the best bucket, though configured later",
        ),
        pytest.param(
            [queue("v", "ann", filter=URGENT), queue("q", "ann")],
            Goes("ann", "v"),
            id="of equal ones the first configured",
        ),
        pytest.param(
            [queue("v", "ann", filter=URGENT, dailyLimit={"count": 1}), queue("q", "ann")],
            Goes("ann", "q"),
            id="whose daily limit has room",
        ),
        pytest.param(
            [queue("v", "ann", filter=URGENT, dailyLimit={"count": 1}), queue("q", "bob", "ann")],
            Goes("ann", "q", 2, 1),
            id="with room before the best bucket",
        ),
    ],
)
def test_Q6_an_assignment_is_charged_to_exactly_one_queue(queues: list[Row], charged: Goes) -> None:
    """Ann had her case of the day through v; nobody else is there."""
    ann = agent("ann", recentAssignments=[lately("2026-03-04T08:00:00Z", "v", **OWN)])
    asked = request([case("c1", "q", priority="P1")], [ann], queues)

    assert decided(asked) == {"c1": charged}


def test_Q6_the_configured_order_comes_before_a_better_fit_by_a_later_queues_weights() -> None:
    """By the weights of q Ann would suit fully, by those of v not at all; v stands first."""
    tastes = [{"pillar": "taste", "weight": 1}]
    queues = [
        queue("v", "ann", filter=URGENT, pillarWeights=[{"pillar": "skills", "weight": 1}]),
        queue("q", "ann", pillarWeights=tastes),
    ]
    asked = request(
        [case("c1", "q", priority="P1")],
        agents("ann"),
        queues,
        taste(1.0),
        fit={"pillarWeights": tastes},
    )

    assert decided(asked) == {"c1": Goes("ann", "v")}


def taste(value: float) -> list[Row]:
    """A pillar that the caller sends, for one pair."""
    values = {"caseIndexes": [0], "agentIndexes": [0], "values": [value]}
    return [{"kind": "KIND_PILLAR", "pillar": "taste", "sparse": values}]


HALF_BANDWIDTH: Row = {
    "fit": {
        "pillarWeights": [{"pillar": "bandwidth", "weight": 3}, {"pillar": "taste", "weight": 1}]
    }
}


@pytest.mark.parametrize(
    ("value", "found"), [(0.5, Goes("ann", "q")), (0.499, "NO_ELIGIBLE_AGENT")]
)
def test_Q7_the_least_fit_looks_at_neither_penalty_nor_bandwidth(
    value: float, found: Goes | str
) -> None:
    """Ann just got a case and is full: her fit is far below a half, the rest of her is not."""
    held = [{"caseId": f"h{n}", "priority": "P1"} for n in range(5)]
    ann = agent("ann", activeCases=held, recentAssignments=[lately("2026-03-04T10:00:00Z")])
    choosy = queue("q", "ann", minFit=0.5)
    asked = request([case("c1", "q")], [ann], [choosy], taste(value), **HALF_BANDWIDTH)

    assert decided(asked) == {"c1": found}


def test_Q7_a_queues_own_weights_decide_whether_the_fit_will_do() -> None:
    """By the policy's weights she would not do."""
    own = [{"pillar": "taste", "weight": 1}]
    two = {"fit": {"pillarWeights": [{"pillar": "customer_history", "weight": 1}, *own]}}
    plain, weighed = queue("q", "ann", minFit=0.7), queue("q", "ann", minFit=0.7, pillarWeights=own)

    assert decided(request([case("c1", "q")], agents("ann"), [plain], taste(0.8), **two)) == {
        "c1": "NO_ELIGIBLE_AGENT"
    }
    assert decided(request([case("c1", "q")], agents("ann"), [weighed], taste(0.8), **two)) == {
        "c1": Goes("ann", "q")
    }


def test_Q7_least_fit_is_per_queue_and_a_tier_may_ask_less() -> None:
    queues = [queue("q", "ann", minFit=0.9, fallbackQueueIds=["back"]), queue("back", "ann")]
    asked = request([case("c1", "q")], agents("ann"), queues, fits({"c1": [0.5]}))

    assert decided(asked) == {"c1": Goes("ann", "back", 1, 1)}


def test_Q11_a_change_of_a_team_shows_in_buckets_shifts_and_absences() -> None:
    """Bob joins the day team, which works now; Cid the one that is away."""

    def with_teams(day: str, away: str) -> dict[str, Goes | str]:
        teams = [
            {"teamId": "day", "agentIds": day.split()},
            {"teamId": "away", "agentIds": away.split(), "absences": AWAY},
        ]
        shifts = [{"shiftId": "s", "timeZone": "UTC", "teamIds": ["day"], "workingHours": ALWAYS}]
        queues = [{"queueId": "q", "buckets": [{"teamIds": ["day"]}]}]
        cases = [case(f"c{n}", "q") for n in range(3)]
        asked = request(
            cases, agents("ann bob cid"), queues, teams=teams, shifts=shifts, **ONE_EACH
        )
        return decided(asked)

    def who(found: dict[str, Goes | str]) -> set[str]:
        return {each.agent for each in found.values() if isinstance(each, Goes)}

    assert who(with_teams("ann", "")) == {"ann"}
    assert who(with_teams("ann bob cid", "")) == {"ann", "bob", "cid"}
    assert who(with_teams("ann bob cid", "cid")) == {"ann", "bob"}


@pytest.mark.parametrize(
    ("needs", "free"),
    [
        pytest.param({"name": "language", "value": "de"}, {"ann"}, id="a language"),
        pytest.param({"name": "clearance", "minLevel": 2}, {"bob"}, id="a level"),
        pytest.param({"name": "location"}, {"ann", "bob"}, id="any value at all"),
        pytest.param({"name": "location", "value": "Graz"}, set(), id="nobody"),
    ],
)
@pytest.mark.parametrize("place", ["case", "queue"])
def test_Q12_attributes_are_required_by_case_or_queue_with_levels(
    place: str, needs: Row, free: set[str]
) -> None:
    def who(language: str, clearance: int) -> list[Row]:
        return [
            {"name": "language", "text": language},
            {"name": "clearance", "number": clearance},
            {"name": "location", "text": "Wien"},
        ]

    staff = [
        agent("ann", attributes=who("de", 1)),
        agent("bob", attributes=who("en", 2)),
        agent("cid", attributes=[{"name": "location"}]),
    ]
    rows = [{"kind": "KIND_ATTRIBUTE", **needs}]
    by_case = rows if place == "case" else []
    by_queue = rows if place == "queue" else []
    cases = [case(f"c{n}", "q", requirements=by_case) for n in range(3)]
    asked = request(cases, staff, [queue("q", "ann bob cid", requirements=by_queue)], **ONE_EACH)
    found = {each.agent for each in decided(asked).values() if isinstance(each, Goes)}

    assert found == free
