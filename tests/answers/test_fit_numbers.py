"""The numbers of fits in whole answers, by hand (S1, S2, S3, S8)."""

from typing import Any

from allotment.v1.explanation_pb2 import FitBreakdown
from tests.answering import answer
from tests.answers.asking import (
    ALWAYS,
    Goes,
    Row,
    agent,
    agents,
    case,
    decided,
    judged,
    lately,
    queue,
    request,
)
from tests.architecture.house import ROOT

KNOWS_ANN = {
    "accountId": "acme",
    "medianResolutionDuration": "14400s",
    "histories": [
        {"agentId": "ann", "caseCount": 9, "sentiment": 0.6, "sentimentTrend": 0.2,
         "needAttention": 0.1, "meanResolutionDuration": "7200s", "finalResolverShare": 0.75}
    ],
}  # fmt: skip
NO_DISCOUNT = {"inBatchDiscount": False}


def told(asked: Any) -> FitBreakdown:
    """How the fit of the only case came about; the referee agrees."""
    (explanation,) = judged(asked).explanations
    return explanation.fit


def busy(**facts: Any) -> Row:
    """Ann holds a new P2: 4 x 1.25 = 5 of her 40."""
    return agent("ann", activeCases=[{"caseId": "h", "priority": "P2", "status": "New"}], **facts)


def test_S1_S3_S7_S8_all_pillars_and_the_penalty_together() -> None:
    """Overlap 1, bandwidth 1 - 5/40, history 0.2 + 9/12 * 0.8 * mean(.6, .2, .8, .5, .5),
    no skills; times 1 - 0.3."""
    one = case("c1", "q", accountId="acme", activityWindows=ALWAYS, timeZone="UTC")
    staff = [busy(recentAssignments=[lately("2026-03-04T08:30:00Z")])]
    asked = request([one], staff, [queue("q", "ann")], accounts=[KNOWS_ANN])

    fit = told(asked)

    values = {pillar.pillar: pillar.value for pillar in fit.pillars}
    assert values == {
        "time_overlap": 1_000_000, "bandwidth": 875_000, "customer_history": 512_000, "skills": 0
    }  # fmt: skip
    assert fit.keep == 700_000
    # 0.33 + 0.33 * 0.875 + 0.17 * 0.512 = 0.70579, times 0.7 = 0.494053.
    assert fit.fit == 4941
    # Exact shares 2310, 2021.25, 609.28 and 0: the unit that is missing goes to 0.28.
    assert [pillar.contribution for pillar in fit.pillars] == [2310, 2021, 610, 0]
    page = (ROOT / "docs/fit.md").read_text("utf-8")
    assert all(f"{number / 1e6:.6f}" in page for number in (*values.values(), 705_790, 494_053))
    assert f"**{fit.fit / 1e4:.4f}**" in page
    inputs = {one.name: one.value for pillar in fit.pillars for one in pillar.inputs}
    assert (inputs["load"], inputs["capacity"]) == (5, 40)
    assert (inputs["cases"], inputs["confidence"], inputs["resolution"]) == (9, 0.75, 0.5)
    penalty = {one.name: one.value for one in fit.penalty_inputs}
    assert penalty == {
        "penalty_weight": 0.6, "penalty_window_minutes": 180, "minutes_since_assignment": 90
    }  # fmt: skip


def test_S2_the_fit_is_that_of_the_charged_queues_weights() -> None:
    """The policy weighs history alone (0.20), the queue bandwidth three to one (0.875)."""
    weights = [{"pillar": "bandwidth", "weight": 3}, {"pillar": "customer_history", "weight": 1}]
    rules = {"pillarWeights": [{"pillar": "customer_history", "weight": 1}]} | NO_DISCOUNT
    queues = [queue("q", "ann", pillarWeights=weights), queue("plain", "ann")]
    cases = [case("c1", "q"), case("c2", "plain")]

    response = judged(request(cases, [busy()], queues, fit=rules))

    assert [row.fit for row in response.batch.assignments] == [7062, 2000]
    assert [told.fit.queue_id for told in response.explanations] == ["q", ""]
    echoed = {(row.queue_id, row.pillar): row.weight for row in response.batch.effective_weights}
    assert echoed == {
        ("", "customer_history"): 1_000_000,
        ("", "bandwidth"): 0,
        ("q", "customer_history"): 250_000,
        ("q", "bandwidth"): 750_000,
    }


def test_S2_a_further_pillar_is_weighed_once_a_caller_sends_it() -> None:
    weights = [{"pillar": "bandwidth", "weight": 1}, {"pillar": "mood", "weight": 1}]
    mood = {"caseIndexes": [0], "agentIndexes": [0], "values": [0.25]}
    scores = [{"kind": "KIND_PILLAR", "pillar": "mood", "sparse": mood}]
    rules = {"fit": {"pillarWeights": weights} | NO_DISCOUNT}

    fit = told(request([case("c1", "q")], [busy()], [queue("q", "ann")], scores, **rules))

    assert fit.fit == 5625
    assert [pillar.contribution for pillar in fit.pillars] == [4375, 1250]
    assert list(fit.pillars[1].inputs) == []


def test_S3_a_penalised_agent_still_wins_if_best_overall() -> None:
    """Ann has 0.9 * (1 - 0.3) = 0.63, Bob 0.6."""
    staff = [agent("ann", recentAssignments=[lately("2026-03-04T08:30:00Z")]), agent("bob")]
    taste = {"caseIndexes": [0, 0], "agentIndexes": [0, 1], "values": [0.9, 0.6]}
    scores = [{"kind": "KIND_PILLAR", "pillar": "taste", "sparse": taste}]
    rules = {"fit": {"pillarWeights": [{"pillar": "taste", "weight": 1}]} | NO_DISCOUNT}
    asked = request([case("c1", "q")], staff, [queue("q", "ann bob")], scores, **rules)

    assert decided(asked) == {"c1": Goes("ann", "q")}
    assert told(asked).fit == 6300


def test_S3_with_all_remembered_the_agent_with_two_recent_cases_gives_way() -> None:
    """Both got one 90 minutes ago; Ann got another one two hours ago."""
    last, before = lately("2026-03-04T08:30:00Z"), lately("2026-03-04T08:00:00Z")
    staff = [
        agent("ann", recentAssignments=[last, before | {"caseId": "older"}]),
        agent("bob", recentAssignments=[last]),
    ]
    taste = {"caseIndexes": [0, 0], "agentIndexes": [0, 1], "values": [0.9, 0.85]}
    scores = [{"kind": "KIND_PILLAR", "pillar": "taste", "sparse": taste}]
    weights = {"pillarWeights": [{"pillar": "taste", "weight": 1}]} | NO_DISCOUNT

    def asking(memory: str) -> Any:
        fit = weights | {"recentAssignmentPenalty": {"memory": memory}}
        return request([case("c1", "q")], staff, [queue("q", "ann bob")], scores, fit=fit)

    assert decided(asking("MEMORY_LAST")) == {"c1": Goes("ann", "q")}
    assert decided(asking("MEMORY_ALL")) == {"c1": Goes("bob", "q")}
    (explanation,) = answer(asking("MEMORY_ALL")).explanations
    assert explanation.fit.keep == 700_000


def test_S8_best_history_goes_first() -> None:
    one = case("c1", "q", accountId="acme")
    bad = {"agentId": "bob", "caseCount": 4, "sentiment": -1}
    account = KNOWS_ANN | {"histories": [bad, *KNOWS_ANN["histories"]]}
    weights = {"pillarWeights": [{"pillar": "customer_history", "weight": 1}]}
    asked = request(
        [one], agents("ann bob cid"), [queue("q", "bob cid ann")], accounts=[account], fit=weights
    )

    assert decided(asked) == {"c1": Goes("ann", "q")}
    assert told(asked).fit == 5120
