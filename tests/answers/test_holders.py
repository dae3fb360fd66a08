"""Who holds what a case would rather have, and whose a case is, in whole answers (Q3, Q10)."""

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from tests.answers.asking import Row, agent, agents, case, judged, lately, queue, request, rows

ONE_EACH: Row = {"limitPolicy": {"limits": {"perCycle": 1}}}
OWN = {"source": "ASSIGNMENT_SOURCE_ALLOTMENT"}
BUCKETS = [queue("q", "ann", "bob")]


def named(asked: AssignRequest) -> dict[str, list[str]]:
    """Cases that are named in the explanation of each: before it in buckets, or at all."""
    return {
        told.case_id: [*told.bucket_case_ids, *told.displacing_case_ids]
        for told in judged(asked).explanations
    }


def test_Q3_who_sent_a_case_to_a_later_bucket_is_named() -> None:
    """One each: the most urgent one is with Ann, the next one with Bob, the last one waits."""
    cases = [case(f"c{n}", "q", urgency=n) for n in (1, 2, 3)]
    asked = request(cases, agents("ann bob"), BUCKETS, **ONE_EACH)
    sentences = {told.case_id: told.sentence for told in judged(asked).explanations}

    assert named(asked) == {"c3": [], "c2": ["c3"], "c1": ["c2", "c3"]}
    assert sentences["c2"].endswith(" What it would rather have is held by c3.")
    assert sentences["c1"].endswith(" What it would rather have is held by c2, c3.")


def test_Q3_to_serve_one_more_is_a_reason_too_and_it_is_named() -> None:
    """Ann alone may take the other one, though it is less urgent."""
    cases = [case("c1", "q", urgency=90), case("c2", "only", urgency=10)]
    asked = request(cases, agents("ann bob"), [*BUCKETS, queue("only", "ann")], **ONE_EACH)

    assert named(asked) == {"c1": ["c2"], "c2": []}


@pytest.mark.parametrize(
    ("limits", "daily", "holders"),
    [
        pytest.param({"perCycle": 2}, {}, ["c2", "c3"], id="room for new cases"),
        pytest.param({"backlog": 2}, {}, ["c2", "c3"], id="all of her room"),
        pytest.param({}, {"dailyLimit": {"count": 1}}, ["c3"], id="the day of the queue"),
    ],
)
def test_Q3_those_are_named_who_hold_what_is_full(
    limits: Row, daily: Row, holders: list[str]
) -> None:
    """Ann has c2 through another queue, where nobody else is."""
    cases = [case("c1", "q"), case("c2", "r", urgency=50), case("c3", "q", urgency=50)]
    queues = [queue("q", "ann", "bob", **daily), queue("r", "ann")]
    staff = [agent("ann", limits=limits), agent("bob")]

    assert named(request(cases, staff, queues)) == {"c1": holders, "c2": [], "c3": []}


def test_Q3_a_case_that_is_kept_holds_its_place() -> None:
    staff = [agent("ann", limits={"backlog": 1}), agent("bob")]
    cases = [case("c1", "q"), case("c2", "q", ownerAgentId="ann", lock=True)]

    assert named(request(cases, staff, BUCKETS)) == {"c1": ["c2"], "c2": []}


def test_L2_L5_a_kept_case_that_no_backlog_counts_takes_weighted_capacity() -> None:
    """Ann could take the other one, but for the weight of her own."""
    policy = {"limits": {"hardCapacity": 8}, "backlogSources": "COUNTED_SOURCES_ALLOTMENT"}
    cases = [
        case("c1", "q", priority="P1"),
        case("c2", "q", priority="P1", ownerAgentId="ann", lock=True),
    ]

    assert named(request(cases, agents("ann"), [queue("q", "ann")], limitPolicy=policy)) == {
        "c1": ["c2"],
        "c2": [],
    }


def test_Q3_a_limit_that_was_used_up_before_is_no_other_case() -> None:
    past = [lately("2026-03-04T08:00:00Z", "q", **OWN)]
    staff = [agent("ann", recentAssignments=past, limits={"hourly": {"count": 1}}), agent("bob")]

    assert named(request([case("c1", "q")], staff, BUCKETS)) == {"c1": []}


def test_Q3_at_most_ten_are_named() -> None:
    cases = [case("c0", "q"), *(case(f"d{n:02}", "q", urgency=50) for n in range(12))]
    staff = [agent("ann", limits={"perCycle": 12}), agent("bob")]

    assert named(request(cases, staff, BUCKETS))["c0"] == [f"d{n:02}" for n in range(10)]


def test_Q10_a_case_that_waits_has_its_owner_queue_and_its_reason() -> None:
    """Whoever would serve it: its own queue is the owner, not its tiers nor the catch-all."""
    queues = [
        queue("v", "gone", filter="priority = 'P1'"),
        queue("q", "gone", fallbackQueueIds=["back"]),
        queue("back", "ann"),
        queue("rest", "gone"),
    ]
    cases = [case("c1", "q"), case("c2", "q", priority="P1"), case("c3"), case("c4", "rest")]
    asked = request(cases, agents("ann"), queues, catchAllQueueId="rest")
    found = {case_id: (row.owner_queue_id, row.queue_id) for case_id, row in rows(asked).items()}

    assert found == {
        "c1": ("q", "back"),
        "c2": ("v", "back"),
        "c3": ("", ""),
        "c4": ("rest", ""),
    }
