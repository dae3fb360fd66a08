"""Queues that take no part, or only recommend (Q7)."""

from constraints.participation import QUEUE_MANUAL_ONLY, QUEUE_NEVER
from tests.builders import agent, policy, queue, snapshot

QUEUES = (queue("on"), queue("never", takes_part=False), queue("advice", auto_assign=False))
FACTS = snapshot(agents=(agent("ann"), agent("bob")), policy=policy(queues=QUEUES))


def test_Q7_a_queue_that_never_takes_part_refuses_everybody() -> None:
    assert QUEUE_NEVER.queue_agents(FACTS).tolist() == [[True, True], [False, False], [True, True]]


def test_Q7_a_queue_that_only_recommends_refuses_everybody() -> None:
    assert QUEUE_MANUAL_ONLY.queue_agents(FACTS).tolist() == [
        [True, True],
        [True, True],
        [False, False],
    ]


def test_a_policy_without_queues_refuses_nobody() -> None:
    assert QUEUE_NEVER.queue_agents(snapshot()).shape == (0, 1)
