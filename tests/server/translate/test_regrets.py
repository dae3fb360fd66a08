"""Shares, better-scored agents and alternatives as the response tells them (02 section 5)."""

from collections import Counter

import pytest

from allotment.v1 import assignment_service_pb2 as wire
from server.answer import respond
from server.errors import InvalidRequest
from tests.answering import SETTINGS
from tests.referee.instances.requests import Size, random_request, weighted_request

SIZE = Size(cases=(25, 30), agents=(8, 10))


def _answered(seed: int, alternatives: int) -> wire.AssignResponse:
    """A random snapshot of some size."""
    request = random_request(seed, SIZE)
    request.options.explanation_depth = wire.EXPLANATION_DEPTH_SUMMARY
    request.options.alternative_count = alternatives
    return respond(request, SETTINGS)


def test_the_shares_of_all_cases_sum_to_the_levels() -> None:
    """In every level, exactly."""
    for seed in range(20):
        response = _answered(seed, 0)
        shares = [one.level_shares for one in response.explanations if one.level_shares]
        sums = [sum(column) for column in zip(*shares, strict=True)] if shares else []
        assert sums == [level.value for level in response.batch.levels][: len(sums)], seed


def test_a_better_scored_agent_is_named_with_why_he_did_not_get_the_case() -> None:
    """He has a higher fit. Either all that refuses him is told, or whom he serves and what giving
    him the case would cost, for every level or not at all."""
    told = Counter[str]()
    for seed in range(20):
        response = _answered(seed, 0)
        rows = {row.case_id: row for row in response.batch.assignments}
        for one in response.explanations:
            for better in one.better_agents:
                assert better.fit > rows[one.case_id].fit
                assert better.agent_id != rows[one.case_id].agent_id
                if better.refusals:
                    assert (list(better.loss), list(better.serving_case_ids), better.bounded) == (
                        [],
                        [],
                        False,
                    )
                    told["blocked"] += 1
                    continue
                assert len(better.loss) == (0 if better.bounded else len(response.batch.levels))
                served = {row.case_id for row in rows.values() if row.agent_id == better.agent_id}
                assert set(better.serving_case_ids) <= served
                told["bounded" if better.bounded else "exact"] += 1
            assert one.better_agents or one.place <= 1
    assert min(told["exact"], told["blocked"]) > 20


def test_with_weighted_capacity_depth_full_solves_anew() -> None:
    """SUMMARY leaves the losses out, and says so; FULL tells those that are proved."""
    told = Counter[str]()
    for seed in range(40):
        for depth in (wire.EXPLANATION_DEPTH_SUMMARY, wire.EXPLANATION_DEPTH_FULL):
            request = weighted_request(seed)
            request.ClearField("options")
            request.options.explanation_depth = depth
            response = respond(request, SETTINGS)
            if any(level.bound != level.value for level in response.batch.levels):
                continue
            for one in response.explanations:
                for better in one.better_agents:
                    kind = "blocked" if better.refusals else "exact" if better.loss else "bounded"
                    told[f"{wire.ExplanationDepth.Name(depth)[18:]} {kind}"] += 1
    assert told["FULL exact"] > told["SUMMARY exact"]
    assert told["SUMMARY bounded"] > 0


def test_alternatives_with_weighted_capacity_come_with_what_is_not_known() -> None:
    """FULL tries all agents of so small a batch; without new solves their number is told."""
    told = Counter[str]()
    for seed in range(20):
        request = weighted_request(seed)
        request.ClearField("options")
        request.options.explanation_depth = wire.EXPLANATION_DEPTH_FULL
        full = respond(request, SETTINGS)
        request.options.explanation_depth = wire.EXPLANATION_DEPTH_SUMMARY
        request.options.alternative_count = 5
        summary = respond(request, SETTINGS)
        for one, other in zip(full.explanations, summary.explanations, strict=True):
            assert all(len(each.regret) == len(full.batch.levels) for each in one.alternatives)
            if other.untried_agent_count:
                assert not other.alternatives
                known = len(one.alternatives) + one.untried_agent_count
                assert known <= other.untried_agent_count
                told["left out"] += 1
                told["tried"] += bool(one.alternatives) and not one.untried_agent_count
    assert min(told.values()) > 5


def test_alternatives_come_with_their_regret_and_all_who_would_move() -> None:
    """As many as asked for at most; the case itself moves first."""
    told = 0
    for seed in range(20):
        response = _answered(seed, 3)
        rows = {row.case_id: row for row in response.batch.assignments}
        for one in response.explanations:
            assert len(one.alternatives) <= 3
            for other in one.alternatives:
                first = other.chain[0]
                assert (first.case_id, first.to_agent_id) == (one.case_id, other.agent_id)
                assert first.from_agent_id == rows[one.case_id].agent_id
                assert len(other.regret) == len(response.batch.levels)
                told += 1
    assert told > 50


@pytest.mark.parametrize(
    ("count", "depth"),
    [(21, wire.EXPLANATION_DEPTH_SUMMARY), (-1, wire.EXPLANATION_DEPTH_SUMMARY),
     (3, wire.EXPLANATION_DEPTH_NONE)],
    ids=["too many", "below 0", "nothing is explained"],
)  # fmt: skip
def test_a_number_of_alternatives_that_cannot_be_told_is_refused(
    count: int, depth: wire.ExplanationDepth.ValueType
) -> None:
    """With its path."""
    request = random_request(1, SIZE)
    request.options.alternative_count = count
    request.options.explanation_depth = depth
    with pytest.raises(InvalidRequest) as error:
        respond(request, SETTINGS)
    assert error.value.violations[0].path == "options.alternative_count"
