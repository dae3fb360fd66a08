"""Owned cases in whole answers (O3)."""

from typing import Any

from tests.answers.asking import (
    Goes,
    Row,
    agent,
    agents,
    case,
    decided,
    fits,
    judged,
    queue,
    request,
)

QUEUES = [queue("q", "ann bob")]


def owned(case_id: str = "c1", **facts: Any) -> Row:
    return case(case_id, "q", ownerAgentId="ann", **facts)


def test_O3_a_case_is_kept_unless_another_gains_more_than_a_move_costs() -> None:
    """Bob gains 0.3 on c1 and 0.1 on c2, and a move costs 0.2."""
    asked = request(
        [owned("c1"), owned("c2")],
        agents("ann bob"),
        QUEUES,
        fits({"c1": (0.5, 0.8), "c2": (0.5, 0.6)}),
        switchCost=0.2,
    )
    response = judged(asked)

    assert decided(asked) == {"c1": Goes("bob", "q", via="REASSIGNED"), "c2": "kept by ann"}
    assert response.batch.assigned_count == 1
    assert (response.batch.levels[0].kind, response.batch.levels[0].value) == (1, 2)


def test_O3_a_locked_case_is_always_kept() -> None:
    asked = request(
        [owned(lock=True)], agents("ann bob"), QUEUES, fits({"c1": (0, 1)}), drainGroups=[]
    )

    assert decided(asked) == {"c1": "kept by ann"}


def test_O3_an_incumbent_uses_backlog_room_but_no_hourly_count() -> None:
    """Ann may hold two and take one new one: one of two new cases finds room."""
    ann = agent("ann", limits={"backlog": 2, "hourly": {"count": 1}, "perCycle": 1})
    asked = request(
        [owned(), case("c2", "q", urgency=6), case("c3", "q")], [ann], [queue("q", "ann")]
    )

    assert decided(asked) == {
        "c1": "kept by ann",
        "c2": Goes("ann", "q"),
        "c3": "OUTCOMPETED",
    }


def test_O3_an_owner_over_his_backlog_takes_nothing_new() -> None:
    ann = agent("ann", limits={"backlog": 1})
    asked = request([owned("c1"), owned("c2"), case("c3", "q")], [ann], [queue("q", "ann")])

    assert decided(asked) == {
        "c1": "kept by ann",
        "c2": "kept by ann",
        "c3": "ALL_BLOCKED_BY_CAPACITY",
    }


def test_O3_an_owned_case_of_no_queue_is_kept() -> None:
    asked = request([case("c1", ownerAgentId="ann")], agents("ann bob"), QUEUES)

    assert decided(asked) == {"c1": "kept by ann"}


def test_O3_an_owned_case_moves_to_a_later_bucket_to_serve_another() -> None:
    """Ann alone may take c2, and may hold one case: c1 goes to Bob behind her."""
    queues = [queue("q", "ann", "bob"), queue("only", "ann")]
    asked = request(
        [owned(), case("c2", "only")],
        [agent("ann", limits={"backlog": 1}), agent("bob")],
        queues,
        switchCost=1,
    )

    assert decided(asked) == {"c1": Goes("bob", "q", 2, 1, "REASSIGNED"), "c2": Goes("ann", "only")}


def test_O3_a_case_of_a_lower_group_sends_no_owned_case_to_a_later_bucket() -> None:
    queues = [queue("q", "ann", "bob"), queue("only", "ann")]
    asked = request(
        [owned(), case("c2", "only")],
        [agent("ann", limits={"backlog": 1}), agent("bob")],
        queues,
        switchCost=1,
        drainGroups=[{"queueIds": ["q"]}],
    )

    assert decided(asked) == {"c1": "kept by ann", "c2": "OUTCOMPETED"}


def test_O3_a_move_through_a_queue_in_rotation_is_weighed_by_fit() -> None:
    """It is Bob's turn, but he suits the case no better than Ann."""
    turning = [queue("q", "ann bob", roundRobin={"mode": "MODE_ALWAYS"})]
    for fit, becomes in ((0.6, "kept by ann"), (0.8, Goes("bob", "q", via="REASSIGNED"))):
        scores = fits({"c1": (0.5, fit)})
        asked = request([owned()], agents("ann bob"), turning, scores, switchCost=0.2)
        assert decided(asked) == {"c1": becomes}
