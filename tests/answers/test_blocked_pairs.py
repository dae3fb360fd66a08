"""Blocked pairs are scored too, and say what blocks them (S14)."""

from typing import Any

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.explanation_pb2 import PairReason
from server.errors import ExplainError
from server.pair_scores import ScoredPair, score_again
from tests.answering import answer
from tests.answers.asking import ALWAYS, Row, agent, agents, case, queue, request

WEIGHTS = [{"pillar": "time_overlap", "weight": 0.7}, {"pillar": "mood", "weight": 0.3}]
MOODS = {
    "kind": "KIND_PILLAR",
    "pillar": "mood",
    "sparse": {"caseIndexes": [0, 0], "agentIndexes": [0, 1], "values": [0.7, 0.5]},
}


def asking(staff: list[Row], scores: list[Row] | None = None, **facts: Any) -> AssignRequest:
    """A customer who is active at all hours; overlap counts 0.7, a sent mood 0.3."""
    one = case("c1", "q", activityWindows=ALWAYS, timeZone="UTC")
    rules = {"fit": {"pillarWeights": WEIGHTS}, **facts}
    return request([one], staff, [queue("q", "ann bob")], scores or [MOODS], **rules)


def scored(asked: AssignRequest, agent_id: str = "ann") -> ScoredPair:
    return score_again(asked, answer(asked), ("c1", agent_id))


def test_S14_an_agent_out_of_office_would_be_0_91() -> None:
    away = {"startTime": "2026-03-02T00:00:00Z", "endTime": "2026-03-14T09:00:00Z"}

    found = scored(asking([agent("ann", absences=[away]), agent("bob")]))

    assert found.sentence == "Would be 0.91; blocked: out of office until 14 Mar 09:00."
    assert found.fit is not None
    assert found.fit.fit == 9100
    (refusal,) = found.refusals
    assert refusal.reason == PairReason.PAIR_REASON_OUT_OF_OFFICE
    assert refusal.unblock_time.ToJsonString() == "2026-03-14T09:00:00Z"
    assert (refusal.may_change, refusal.capacity) == (True, False)


def test_S14_moments_are_told_in_the_policys_zone() -> None:
    away = {"startTime": "2026-03-02T00:00:00Z", "endTime": "2026-03-14T09:00:00Z"}

    found = scored(asking([agent("ann", absences=[away]), agent("bob")], timeZone="Europe/Vienna"))

    assert found.sentence.endswith("out of office until 14 Mar 10:00.")


def test_S14_a_limit_tells_what_it_counted() -> None:
    held = [{"caseId": f"h{number}"} for number in range(3)]
    full = agent("ann", activeCases=held, limits={"backlog": 3})

    found = scored(asking([full, agent("bob")]))

    assert found.sentence == "Would be 0.91; blocked: at the backlog limit (3 of 3)."
    assert (found.refusals[0].used, found.refusals[0].limit) == (3, 3)
    assert found.refusals[0].capacity


def test_S14_all_blocks_are_told_in_their_order() -> None:
    away = [{"startTime": "2026-03-02T00:00:00Z"}]

    found = scored(asking([agent("ann", absences=away, limits={"perCycle": 0}), agent("bob")]))

    assert found.sentence == (
        "Would be 0.91; blocked: out of office; at the limit per cycle (0 of 0)."
    )


def test_S14_a_pair_that_is_not_scored_has_no_fit() -> None:
    only_bob = {
        "kind": "KIND_PILLAR",
        "pillar": "mood",
        "sparse": {"caseIndexes": [0], "agentIndexes": [1], "values": [0.5]},
    }

    found = scored(asking(agents("ann bob"), [only_bob]))

    assert found.fit is None
    assert found.sentence == "No fit; blocked: left out of the sent scores."


def test_S14_a_stranger_to_the_queue_is_scored_too() -> None:
    found = scored(asking(agents("ann bob cid"), [MOODS | _all_three()]), "cid")

    assert found.sentence == "Would be 0.79; blocked: in none of the case's queues."


def _all_three() -> Row:
    return {
        "sparse": {"caseIndexes": [0, 0, 0], "agentIndexes": [0, 1, 2], "values": [0.7, 0.5, 0.3]}
    }


def test_S14_who_may_take_the_case_has_a_fit_and_no_block() -> None:
    found = scored(asking(agents("ann bob")), "bob")

    assert found.sentence == "Fit 0.85."
    assert found.refusals == ()


def test_another_request_than_the_answered_one_is_refused() -> None:
    asked = asking(agents("ann bob"))
    response = answer(asked)
    asked.agents[0].capacity = 3

    with pytest.raises(ExplainError, match="fingerprints differ"):
        score_again(asked, response, ("c1", "ann"))


def test_another_policy_than_the_one_in_force_is_refused() -> None:
    asked = asking(agents("ann bob"))
    response = answer(asked)
    asked.policy.version = "another"

    with pytest.raises(ExplainError, match="another policy"):
        score_again(asked, response, ("c1", "ann"))


@pytest.mark.parametrize(
    ("pair", "message"), [(("c9", "ann"), "case 'c9'"), (("c1", "an"), "'ann'")]
)
def test_an_unknown_pair_is_told_with_the_nearest_name(pair: tuple[str, str], message: str) -> None:
    asked = asking(agents("ann bob"))

    with pytest.raises(ExplainError, match=message):
        score_again(asked, answer(asked), pair)
