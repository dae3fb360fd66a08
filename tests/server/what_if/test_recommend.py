"""Recommend: one case, all agents, by the rules of Assign."""

from dataclasses import replace

import pytest

from allotment.v1 import explanation_pb2 as pb
from allotment.v1.assignment_service_pb2 import (
    AssignRequest,
    Recommendation,
    RecommendRequest,
    RecommendResponse,
)
from server.errors import InvalidRequest, NotFound, NotHonoured
from server.what_if.recommend import recommend
from tests.answering import SETTINGS
from tests.server.what_if.questions import team


def ask(snapshot: AssignRequest, case_id: str = "c1", **more: object) -> RecommendResponse:
    question = RecommendRequest(snapshot=snapshot, case_id=case_id, **more)  # type: ignore[arg-type]
    return recommend(question.SerializeToString(), SETTINGS)


def refused(snapshot: AssignRequest, **more: object) -> list[str]:
    with pytest.raises(InvalidRequest) as caught:
        ask(snapshot, **more)  # type: ignore[arg-type]
    return [problem.path for problem in caught.value.violations]


def test_blocked_agents_come_last_with_used_and_limit() -> None:
    """Cid is nearer to free than Bob, who is in no queue of the case."""
    found = ask(team())

    assert [row.agent_id for row in found.recommendations] == ["ann", "cid", "bob"]
    assert (found.eligible_agent_count, found.agent_count) == (1, 3)
    ann, cid, bob = found.recommendations
    assert (ann.queue_id, ann.bucket, ann.fallback_rank, list(ann.refusals)) == ("q", 1, 0, [])
    assert ann.fit.fit == ann.score
    (full,) = cid.refusals
    assert (full.reason, full.used, full.limit) == (pb.PAIR_REASON_BACKLOG_LIMIT, 1, 1)
    assert [one.reason for one in bob.refusals] == [pb.PAIR_REASON_NOT_IN_QUEUE]
    assert cid.sentence.startswith("Would be")


def test_pages_together_are_the_whole_ranking() -> None:
    """Each goes on where the one before ended; the last one says so."""
    whole, token = ask(team()), ""
    pages: list[Recommendation] = []
    while not pages or token:
        page = ask(team(), page_size=1, page_token=token)
        pages.extend(page.recommendations)
        token = page.next_page_token

    assert pages == list(whole.recommendations)
    assert whole.next_page_token == ""


@pytest.mark.parametrize("token", ["x", "AAAA", "é", "A" * 24])
def test_a_token_that_nobody_gave_is_refused(token: str) -> None:
    assert refused(team(), page_token=token) == ["page_token"]


def test_a_token_of_another_question_is_refused() -> None:
    token = ask(team(), page_size=1).next_page_token

    assert refused(team(), case_id="c2", page_token=token) == ["page_token"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    """By its path in the question."""
    snapshot = team()
    snapshot.agents[0].agent_id = ""

    found = refused(snapshot, case_id="", page_size=501)
    assert found[:3] == ["case_id", "page_size", "snapshot.agents[0].agent_id"]


def test_a_mode_is_refused() -> None:
    snapshot = team()
    snapshot.mode = 2  # type: ignore[assignment]

    assert refused(snapshot) == ["snapshot.mode"]


def test_a_snapshot_is_required() -> None:
    with pytest.raises(InvalidRequest, match="snapshot is required"):
        recommend(RecommendRequest(case_id="c1").SerializeToString(), SETTINGS)


def test_an_unknown_case_is_not_found_and_a_likely_one_is_named() -> None:
    with pytest.raises(NotFound, match="Maybe you meant 'c1'"):
        ask(team(), case_id="c11")


def test_what_is_not_honoured_is_named_by_its_path() -> None:
    snapshot = team()
    snapshot.policy_id = "p"
    with pytest.raises(NotHonoured, match=r"snapshot\.policy_id"):
        ask(snapshot)


def test_a_case_that_no_queue_takes_has_nobody() -> None:
    found = ask(team(), case_id="c3")

    assert found.eligible_agent_count == 0
    assert {one.reason for row in found.recommendations for one in row.refusals} == {
        pb.PAIR_REASON_NOT_IN_QUEUE
    }


def test_a_case_that_is_set_aside_is_ranked_and_said_to_be() -> None:
    """A person decides, and may well ask who suits."""
    snapshot = team()
    snapshot.cases[0].override_routing = True
    found = ask(snapshot)

    assert (found.set_aside, found.eligible_agent_count) == (4, 1)


def test_the_owner_of_a_case_keeps_it_without_a_queue() -> None:
    """He is at his limit and free all the same: what he has he may keep."""
    snapshot = team()
    snapshot.cases[0].owner_agent_id = "cid"
    (owner,) = (row for row in ask(snapshot).recommendations if row.agent_id == "cid")

    assert (owner.queue_id, owner.bucket, owner.score) == ("", 0, owner.fit.fit)
    assert not owner.refusals


def test_the_policy_in_force_holds_where_the_snapshot_has_none() -> None:
    snapshot = team()
    raw = snapshot.policy.SerializeToString()
    snapshot.ClearField("policy")
    question = RecommendRequest(snapshot=snapshot, case_id="c1").SerializeToString()

    found = recommend(question, replace(SETTINGS, raw_policy=raw))
    assert found == ask(team())
