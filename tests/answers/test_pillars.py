"""Pillars, penalty, discounts and sent scores in whole answers (S3, S4, S5, S7, S8, S9, S13)."""

from typing import Any

import pytest

from allotment.v1.explanation_pb2 import PillarContribution
from tests.answers.asking import (
    WEEK,
    Goes,
    Row,
    agent,
    agents,
    case,
    decided,
    fits,
    histogram,
    judged,
    lately,
    queue,
    request,
    rows,
)

HELD = [{"caseId": "held", "priority": "P1"}]


def only(pillar: str) -> Row:
    """A fit of one pillar."""
    return {"fit": {"pillarWeights": [{"pillar": pillar, "weight": 1}], "inBatchDiscount": False}}


def test_S7_who_has_more_of_his_capacity_free_is_preferred() -> None:
    """Ann holds a P1, which weighs 8 of her 40."""
    staff = [agent("ann", activeCases=HELD), agent("bob")]
    asked = request([case("c1", "q")], staff, [queue("q", "ann bob")], **only("bandwidth"))

    assert decided(asked) == {"c1": Goes("bob", "q")}


def test_S5_who_works_when_the_customer_does_is_preferred() -> None:
    """Both are on now; Bob works on while the customer is there, until 18:00."""
    evening = {"days": WEEK, "start": "14:00", "end": "18:00"}
    customer = {"accountId": "k", "timeZone": "UTC", "activityWindows": [evening]}
    shifts = [
        {"shiftId": name, "timeZone": "UTC", "agentIds": [name],
         "workingHours": [{"days": WEEK, "start": "08:00", "end": end}]}
        for name, end in (("ann", "14:00"), ("bob", "18:00"))
    ]  # fmt: skip
    asked = request(
        [case("c1", "q", accountId="k")],
        agents("ann bob"),
        [queue("q", "ann bob")],
        accounts=[customer],
        shifts=shifts,
        **only("time_overlap"),
    )

    assert decided(asked) == {"c1": Goes("bob", "q")}


def scored(asked: Any) -> PillarContribution:
    """The only pillar of the fit of the only case."""
    (told,) = judged(asked).explanations
    (pillar,) = told.fit.pillars
    return pillar


def test_S8_without_any_history_the_pillar_is_at_its_baseline() -> None:
    asked = request(
        [case("c1", "q")], agents("ann"), [queue("q", "ann")], **only("customer_history")
    )

    assert scored(asked).value == 200_000


@pytest.mark.parametrize(
    ("time", "preferred"),
    [
        pytest.param("2026-03-04T09:59:00Z", "bob", id="a minute ago"),
        pytest.param("2026-03-04T07:00:00Z", "ann", id="three hours ago"),
    ],
)
def test_S3_who_just_got_a_case_gives_way_to_an_equal(time: str, preferred: str) -> None:
    """Ann suits a little better, in a sent pillar."""
    staff = [agent("ann", recentAssignments=[lately(time)]), agent("bob")]
    values = {"caseIndexes": [0, 0], "agentIndexes": [0, 1], "values": [0.9, 0.8]}
    scores = [{"kind": "KIND_PILLAR", "pillar": "taste", "sparse": values}]
    asked = request([case("c1", "q")], staff, [queue("q", "ann bob")], scores, **only("taste"))

    assert decided(asked) == {"c1": Goes(preferred, "q")}


def test_S4_a_second_case_of_a_batch_carries_a_discount() -> None:
    """Ann suits both cases a little better; by default the second one goes to Bob."""
    cases = [case("c1", "q"), case("c2", "q")]
    sent = fits({"c1": (0.6, 0.5), "c2": (0.6, 0.5)})
    queues = [queue("q", "ann bob")]
    on = request(cases, agents("ann bob"), queues, sent, fit={})
    off = request(cases, agents("ann bob"), queues, sent, fit={"inBatchDiscount": False})

    assert {each.agent_id for each in rows(on).values()} == {"ann", "bob"}
    assert decided(off) == {"c1": Goes("ann", "q"), "c2": Goes("ann", "q")}


@pytest.mark.parametrize("unlisted", [{}, {"unlisted": "UNLISTED_INELIGIBLE"}])
def test_S13_a_pair_that_a_sparse_fit_leaves_out_is_ineligible(unlisted: Row) -> None:
    """Ann is listed and away; Bob is there and not listed."""
    away = [{"startTime": "2026-03-04T00:00:00Z"}]
    staff = [agent("ann", absences=away), agent("bob")]
    values = {"caseIndexes": [0], "agentIndexes": [0], "values": [0.9], **unlisted}
    scores = [{"kind": "KIND_FIT", "sparse": values}]
    asked = request([case("c1", "q")], staff, [queue("q", "ann bob")], scores)

    assert histogram(asked, "c1") == {"NOT_SCORED": 1, "OUT_OF_OFFICE": 1}


def test_S9_S11_without_an_ontology_nobody_matches_and_it_is_told() -> None:
    asked = request([case("c1", "q")], agents("ann"), [queue("q", "ann")], **only("skills"))

    assert (scored(asked).value, scored(asked).flag) == (0, PillarContribution.FLAG_NO_ONTOLOGY)
