"""I3, the tier chain: the first tier with somebody free, inside it time overlap decides."""

import pytest

from allotment.v1.plan_pb2 import CASE_REASON_ALL_BLOCKED_BY_CAPACITY
from tests.examples.shipped import assigned, away, example, judged, refusals, told

CASE = "airline-1"


@pytest.mark.parametrize(
    ("gone", "agent", "queue", "rank"),
    [
        pytest.param((), "theo", "nam-transactional", 1, id="transactional"),
        pytest.param(("theo",), "tara", "nam-transactional", 1, id="the other one there"),
        pytest.param(("theo", "tara"), "ines", "nam-ibm", 2, id="ibm"),
        pytest.param(("theo", "tara", "ines"), "guido", "global", 3, id="global"),
    ],
)
def test_I3_the_first_tier_with_somebody_free_takes_the_case(
    gone: tuple[str, ...], agent: str, queue: str, rank: int
) -> None:
    """Enterprise has nobody free at 14:00 in New York."""
    row = assigned(judged(away(example("tier_chain"), *gone)))[CASE]

    assert (row.agent_id, row.queue_id, row.fallback_rank) == (agent, queue, rank)


def test_I3_inside_a_tier_the_time_overlap_decides() -> None:
    """Theo shares ten hours with a customer of 24, Tara eight; all else is equal."""
    request = example("tier_chain")
    first, second = judged(request), judged(away(request, "theo"))
    values = [
        {pillar.pillar: pillar.value for pillar in told(response, CASE).fit.pillars}
        for response in (first, second)
    ]

    assert [each.pop("time_overlap") for each in values] == [416_667, 333_333]
    assert values[0] == values[1]


def test_I3_a_better_fit_further_down_is_no_reason_to_go_there() -> None:
    """Two agents of later tiers suit better than Theo."""
    explanation = told(judged(example("tier_chain")), CASE)

    assert (explanation.place, explanation.eligible_agent_count) == (3, 4)


def test_I3_a_wrong_region_never_gets_it() -> None:
    """Nobody of the chain is there, and Emil of EMEA is free: the case waits."""
    request = away(example("tier_chain"), "theo", "tara", "ines", "guido")
    response = judged(request)

    assert response.batch.assignments[0].case_reason == CASE_REASON_ALL_BLOCKED_BY_CAPACITY
    assert refusals(told(response, CASE)) == {"HOURLY_LIMIT": 1, "OUT_OF_OFFICE": 5}
    assert "emea-enterprise" not in told(response, CASE).queue_ids
