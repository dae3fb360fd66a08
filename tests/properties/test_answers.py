"""Whole answers hold what the spec promises, as the independent referee reads it."""

import pytest
from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import ENGINE_SEQUENTIAL, AssignRequest
from tests.answering import answer
from tests.referee import complaints
from tests.referee.instances.requests import (
    SMALL,
    TEAM,
    TINY,
    Size,
    random_request,
    weighted_request,
)
from tests.referee.instances.turned import turned
from tests.referee.optimum import (
    best_gains,
    best_override_gains,
    gains,
    override_plan_count,
    plan_count,
)

BATCHES = 8
SEEDS_OF_A_BATCH = 20
PLANS = 1_000


def _shown(request: AssignRequest, seed: int, what: object) -> str:
    """The failing example, ready to be kept."""
    return f"seed {seed}: {what}\n{json_format.MessageToJson(request)}"


def _requests(batch: int, size: Size) -> list[tuple[int, AssignRequest]]:
    start = batch * SEEDS_OF_A_BATCH
    return [(seed, random_request(seed, size)) for seed in range(start, start + SEEDS_OF_A_BATCH)]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_referee_has_no_complaints(batch: int) -> None:
    """About random small requests that use every feature."""
    for seed, request in _requests(batch, SMALL):
        found = complaints(request, answer(request))
        assert not found, _shown(request, seed, found)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_plan_is_better_in_any_level(batch: int) -> None:
    """All plans of tiny requests are tried, and judged from the request alone."""
    for seed, request in _requests(batch, TINY):
        if request.options.engine == ENGINE_SEQUENTIAL or plan_count(request) > PLANS:
            continue
        found, (least, most) = gains(answer(request).batch.levels), best_gains(request)
        assert least <= found <= most, _shown(request, seed, (least, found, most))


@pytest.mark.parametrize("batch", range(4))
def test_L2_no_plan_is_better_where_weighted_capacity_binds(batch: int) -> None:
    """Through Assign, all plans tried, and the referee has no complaints."""
    weighed = 0
    for seed in range(batch * SEEDS_OF_A_BATCH, (batch + 1) * SEEDS_OF_A_BATCH):
        request = weighted_request(seed)
        response = answer(request)
        weighed += response.batch.engine == "weighted"
        assert not complaints(request, response), _shown(request, seed, "complaints")
        if plan_count(request) <= PLANS:
            found, (least, most) = gains(response.batch.levels), best_gains(request)
            assert least <= found <= most, _shown(request, seed, (least, found, most))
    assert weighed >= 3


@pytest.mark.parametrize("batch", range(BATCHES))
def test_Q9_no_second_phase_is_better_in_any_level(batch: int) -> None:
    """All ways to serve the flagged cases over the limits are tried."""
    for seed, request in _requests(batch, SMALL):
        response = answer(request)
        if not 1 < override_plan_count(request, response) <= PLANS:
            continue
        found, (least, most) = (
            gains(response.batch.override_levels),
            best_override_gains(request, response),
        )
        assert least <= found <= most, _shown(request, seed, (least, found, most))


@pytest.mark.parametrize("seed", range(3))
def test_a_whole_team_gets_a_right_answer(seed: int) -> None:
    """300 cases and 60 agents."""
    request = random_request(seed, TEAM)
    found = complaints(request, answer(request))
    assert not found, found[:20]


@pytest.mark.parametrize("batch", range(2))
def test_the_order_of_rows_never_changes_the_batch(batch: int) -> None:
    """The same rows in another order get the same batch and explanations (02 section 2)."""
    for seed, request in _requests(batch, SMALL):
        one, other = answer(request), answer(turned(request, seed))
        assert one.batch == other.batch, _shown(request, seed, "another batch")
        assert one.explanations == other.explanations, _shown(request, seed, "other explanations")


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(BATCHES, BATCHES + 100))
def test_the_referee_has_no_complaints_about_thousands(batch: int) -> None:
    """The same on thousands of requests."""
    test_the_referee_has_no_complaints(batch)
    test_no_plan_is_better_in_any_level(batch)
    test_Q9_no_second_phase_is_better_in_any_level(batch)
