"""What depth FULL adds: what it would take, and what more slots are worth (02 section 5)."""

from collections import Counter

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import explanation_pb2 as pb
from server.answer import respond
from tests.answering import SETTINGS
from tests.referee.instances.requests import Size, random_request

SLOTS, SKILL = pb.ShadowPrice.KIND_BOTH, pb.ShadowPrice.KIND_SKILL
SIZE = Size(cases=(8, 10), agents=(4, 5))


def _answered(seed: int, depth: wire.ExplanationDepth.ValueType) -> wire.AssignResponse:
    """A random snapshot, explained so far."""
    request = random_request(seed, SIZE)
    request.options.ClearField("alternative_count")
    request.options.explanation_depth = depth
    return respond(request, SETTINGS)


def test_every_case_that_waits_is_told_what_would_get_it_served() -> None:
    """At most one change of each kind, each with a sentence; others are told nothing."""
    told = Counter[int]()
    for seed in range(12):
        response = _answered(seed, wire.EXPLANATION_DEPTH_FULL)
        served = {row.case_id for row in response.batch.assignments if row.agent_id}
        for one in response.explanations:
            kinds = [change.kind for change in one.changes]
            assert len(set(kinds)) == len(kinds)
            assert not (one.case_id in served and kinds)
            assert all(change.subject_id and change.sentence for change in one.changes)
            assert one.complete or not kinds
            told.update(kinds)
    assert told[pb.Change.KIND_AGENT] > 5


def test_one_more_of_what_is_worth_something_comes_with_its_gain() -> None:
    """For every level, and the first level that changes becomes better."""
    told = Counter[int]()
    for seed in range(30):
        response = _answered(seed, wire.EXPLANATION_DEPTH_FULL)
        for price in response.shadow_prices:
            assert len(price.gain) == len(response.batch.levels)
            assert any(price.gain)
            assert " would " in price.sentence
            assert price.subject_id in price.sentence
            assert bool(price.agent_id) == bool(price.level) == (price.kind == SKILL)
            told[price.kind] += 1
        kinds = [price.kind for price in response.shadow_prices]
        assert sorted(kinds, key=lambda kind: max(kind, SLOTS)) == kinds
        assert response.shadow_prices_complete or not kinds
    assert min(told[pb.ShadowPrice.KIND_HOURLY], told[pb.ShadowPrice.KIND_QUEUE], told[SKILL]) > 2


def test_less_depth_tells_none_of_it() -> None:
    """Only FULL pays for it; it has 5 alternatives at most and three better agents."""
    for seed in range(6):
        full = _answered(seed, wire.EXPLANATION_DEPTH_FULL)
        summary = _answered(seed, wire.EXPLANATION_DEPTH_SUMMARY)
        assert not summary.shadow_prices
        for one, other in zip(full.explanations, summary.explanations, strict=True):
            assert [*other.changes, *other.alternatives] == []
            assert not other.complete
            assert len(one.alternatives) <= 5
            assert len(one.better_agents) <= 3
            for better in one.better_agents:
                better.ClearField("would_be_fit")
            assert list(one.better_agents)[:1] == list(other.better_agents)
        assert full.batch == summary.batch
