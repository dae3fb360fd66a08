"""Rows of the spec that can be read in two ways, where the product follows one.

Each test states the other reading and fails until the product follows it, or until the
spec settles the question and the test goes.
"""

import pytest

from tests.answers.asking import (
    Goes,
    agent,
    agents,
    case,
    decided,
    fits,
    lately,
    queue,
    request,
)


@pytest.mark.xfail(reason="02 section 2: the tie-break moves an owned case at no gain")
def test_O3_an_owned_case_stays_where_another_gains_nothing() -> None:
    """Ann and Bob suit it alike; Bob's last assignment is older. O3 asks for no ping-pong.

    By the levels as written the tie-break decides, and the case goes to Bob. After three
    hours, when his penalty has gone, it comes back.
    """
    staff = [
        agent("ann", recentAssignments=[lately("2026-03-04T09:00:00Z")]),
        agent("bob"),
    ]
    owned = case("c1", "q", ownerAgentId="ann")
    asked = request([owned], staff, [queue("q", "ann bob")], fits({"c1": (0.5, 0.5)}))

    assert decided(asked) == {"c1": "kept by ann"}


@pytest.mark.xfail(reason="Q4, Q10: the chain goes on behind a queue that only recommends")
def test_Q7_cases_of_a_queue_that_only_recommends_are_assigned_by_nobody() -> None:
    """Q7: off is recommend only, and R6 switches on queue by queue.

    By the chain as written the catch-all is the last tier of every case, so all cases of
    queues that are not switched on yet would be assigned there.
    """
    asked = request(
        [case("c1", "q")],
        agents("ann bob"),
        [queue("q", "ann", autoAssign=False), queue("rest", "bob")],
        catchAllQueueId="rest",
    )

    assert decided(asked) == {"c1": "NO_ELIGIBLE_AGENT"}


@pytest.mark.xfail(reason="Q13: a designated agent is bucket 1 of the first own queue alone")
def test_Q13_a_designated_agent_is_bucket_1_of_every_queue_of_the_case() -> None:
    """Q6: charged to the first queue whose daily limit has room, here the second one."""
    past = [lately("2026-03-04T08:00:00Z", "q", source="ASSIGNMENT_SOURCE_ALLOTMENT")]
    asked = request(
        [case("c1", "q", designatedAgentId="ann", priority="P1")],
        [agent("ann", recentAssignments=past), agent("bob")],
        [
            queue("q", "bob", dailyLimit={"count": 1}),
            queue("urgent", "bob", filter="priority = 'P1'"),
        ],
    )

    assert decided(asked) == {"c1": Goes("ann", "urgent")}


@pytest.mark.xfail(reason="Q13: a designated agent needs a queue of the case's own")
def test_Q13_a_designated_agent_takes_cases_of_no_queue_through_the_catch_all() -> None:
    """Bucket 1 of the case, whichever queue it goes through."""
    asked = request(
        [case("c1", designatedAgentId="ann")],
        agents("ann bob"),
        [queue("rest", "bob")],
        catchAllQueueId="rest",
    )

    assert decided(asked) == {"c1": Goes("ann", "rest", via="CATCH_ALL")}
