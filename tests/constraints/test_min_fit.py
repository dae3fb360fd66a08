"""Least fit of a queue, and when it is waived (Q7)."""

from datetime import datetime, timedelta

import pytest

from constraints.min_fit import least_quality
from tests.builders import ago, case, policy, queue, snapshot
from tests.constraints.matched import matched

ALMOST = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("created", "least"),
    [
        pytest.param(ago(hours=1) + ALMOST, 250_000, id="almost an hour"),
        pytest.param(ago(hours=1), 0, id="exactly an hour"),
        pytest.param(ago(hours=5), 0, id="five hours"),
    ],
)
def test_Q7_the_least_fit_is_waived_after_exactly_its_wait(created: datetime, least: int) -> None:
    choosy = queue(min_fit=0.25, min_fit_wait=timedelta(hours=1))
    facts = snapshot(cases=(case(created=created),), policy=policy(queues=(choosy,)))

    assert least_quality(facts, matched(facts, {"c1": ("q1",)})).tolist() == [least]


def test_Q7_every_queue_of_the_chain_has_its_own_least_fit() -> None:
    """Without a wait it holds for ever; a queue that sets none takes any fit."""
    queues = (
        queue("a", min_fit=0.5, fallback_ids=("b", "c")),
        queue("b", min_fit=0.123456),
        queue("c", min_fit_wait=timedelta(0)),
    )
    facts = snapshot(cases=(case(created=ago(days=99)),), policy=policy(queues=queues))
    found = least_quality(facts, matched(facts, {"c1": ("a",)}))

    assert found.tolist() == [500_000, 123_456, 0]


def test_a_case_of_no_queue_asks_for_no_fit() -> None:
    facts = snapshot()

    assert least_quality(facts, matched(facts, {})).tolist() == []
