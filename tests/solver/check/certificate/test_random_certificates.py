"""The product's certificates hold for the checker, which shares no code with it (02 section 4)."""

from collections import Counter

import pytest

from allotment.v1.assignment_service_pb2 import MIP_SOLVER_UNSPECIFIED, Engine
from allotment.v1.plan_pb2 import VIA_RR_FALLBACK, Level
from tests.answering import answer
from tests.solver.check.certificate.judged import answered, certified, factored, has_prices, verdict

BATCH = 25
HUNDREDS = range(4)
THOUSANDS = range(4, 84)


def seeds(batch: int) -> range:
    return range(batch * BATCH, (batch + 1) * BATCH)


@pytest.mark.parametrize("kind", ["rich", "random"])
@pytest.mark.parametrize("batch", HUNDREDS)
def test_every_answer_with_prices_is_verified(kind: str, batch: int) -> None:
    for seed in seeds(batch):
        request, response = answered(kind, seed)
        found = verdict(request, response)
        assert not found.failures, (seed, list(found.failures))
        assert found.verified == has_prices(response), (seed, list(found.unverified))


@pytest.mark.parametrize("batch", range(2))
def test_L2_claims_of_a_solver_are_told_apart_from_proofs(batch: int) -> None:
    """Nothing fails, but it is not verified; where weights cannot bind, prices prove it."""
    for seed in seeds(batch):
        request, response = answered("weighted", seed)
        found = verdict(request, response)
        assert not found.failures, (seed, list(found.failures))
        assert found.verified == has_prices(response), seed
        assert found.verified or "a solver's claims" in found.unverified[0]


@pytest.mark.parametrize("engine", ["MIP", "PULP", "SEQUENTIAL", "ROUND_ROBIN", "WEIGHTED"])
def test_what_any_engine_answers_holds_as_far_as_it_goes(engine: str) -> None:
    for kind, seed in (("rich", 1), ("rich", 3), ("weighted", 2), ("weighted", 3)):
        request = certified(kind, seed)
        request.options.engine = Engine.Value(f"ENGINE_{engine}")
        request.options.mip_solver = MIP_SOLVER_UNSPECIFIED
        response = answer(request)
        found = verdict(request, response)
        assert not found.failures, (kind, seed, list(found.failures))
        assert found.verified == has_prices(response), (kind, seed)


@pytest.mark.parametrize("batch", HUNDREDS)
def test_certificates_of_factored_problems_hold_too(batch: int) -> None:
    with factored():
        for seed in seeds(batch):
            request = certified("random", seed)
            response = answer(request)
            found = verdict(request, response)
            assert not found.failures, (seed, list(found.failures))
            assert found.verified == has_prices(response), seed


def test_the_random_answers_have_everything_that_costs() -> None:
    """Else their certificates would say nothing about some of it."""
    found = Counter[str]()
    for kind in ("rich", "random"):
        for batch in HUNDREDS:
            for seed in seeds(batch):
                request, response = answered(kind, seed)
                rows, levels = response.batch.assignments, response.batch.levels
                found["second phase"] += bool(response.certificate.override_nodes)
                found["over limits"] += any(row.via == VIA_RR_FALLBACK for row in rows)
                found["prices"] += has_prices(response)
                found["owners"] += any(one.kind == Level.KIND_INCUMBENTS for one in levels)
                found["rounds"] += any(
                    one.kind == Level.KIND_ROUNDS and one.value for one in levels
                )
                found["ranks"] += any(one.kind == Level.KIND_RANK and one.value for one in levels)
                found["orders"] += any(one.kind == Level.KIND_ORDER and one.value for one in levels)
                found["groups"] += any(one.drain_group == 2 for one in levels)
                found["designated"] += any(row.designated_agent_id for row in request.cases)
    assert all(found.values()), found
    assert found["prices"] > 120


@pytest.mark.soak
@pytest.mark.parametrize("batch", THOUSANDS)
def test_certificates_of_thousands_hold(batch: int) -> None:
    test_every_answer_with_prices_is_verified("rich", batch)
    test_every_answer_with_prices_is_verified("random", batch)
    test_certificates_of_factored_problems_hold_too(batch)
    answered.cache_clear()
