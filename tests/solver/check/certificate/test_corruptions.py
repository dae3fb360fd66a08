"""Nothing that is changed in an answer gets past the checker, and nothing makes it fall over."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.certificate_pb2 import Certificate
from allotment.v1.plan_pb2 import TERMINATION_FEASIBLE
from tests.solver.check.certificate import corrupt
from tests.solver.check.certificate.corrupt import Corrupt
from tests.solver.check.certificate.judged import answered, copy, has_prices, verdict

Corrupting = Callable[[AssignResponse], Iterator[Corrupt]]
SEEDS = [seed for seed in range(30) if has_prices(answered("rich", seed)[1])][:12]


def with_override() -> int:
    """A seed whose answer has a second phase with prices."""
    return next(s for s in range(200) if answered("rich", s)[1].certificate.override_nodes)


def assert_all_caught(
    request: AssignRequest, corrupted: Iterator[Corrupt], counts: Counter[str]
) -> None:
    for name, response in corrupted:
        found = verdict(request, response)
        assert not found.verified, name
        assert found.failures, name
        assert all("\n" not in line and len(line) > 10 for line in found.failures)
        counts[name.split()[0]] += 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(corrupt.case_prices, id="prices of cases"),
        pytest.param(corrupt.used_desk_prices, id="prices of desks in use"),
        pytest.param(corrupt.levels, id="values, bounds and proofs"),
        pytest.param(corrupt.level_lists, id="lists of levels"),
        pytest.param(corrupt.nodes, id="nodes"),
    ],
)
def test_whatever_is_changed_in_the_certificate_is_caught(change: Corrupting) -> None:
    counts = Counter[str]()
    for seed in (*SEEDS[:2], with_override()):
        request, response = answered("rich", seed)
        assert_all_caught(request, change(response), counts)
    assert sum(counts.values()) >= 20


def test_whatever_is_changed_in_the_assignments_is_caught() -> None:
    """Also where it is a tied optimum: the row claims the fit, bucket and rank of another."""
    counts = Counter[str]()
    for seed in (*SEEDS[:3], with_override()):
        request, response = answered("rich", seed)
        assert_all_caught(request, corrupt.assignments(request, response), counts)
    assert sum(counts.values()) > 100


def test_every_field_of_a_row_is_held_to() -> None:
    for seed in SEEDS[:4]:
        request, response = answered("rich", seed)
        for at, row in enumerate(response.batch.assignments):
            names = ("bucket", "fallback_rank", "fit") if row.via else ()
            for name in (*names, "urgency"):
                other = copy(response)
                changed = other.batch.assignments[at]
                setattr(changed, name, getattr(changed, name) + 1)
                assert verdict(request, other).failures, (seed, row.case_id, name)
            other = copy(response)
            other.batch.assignments[at].band = "other"
            assert verdict(request, other).failures, (seed, row.case_id)


def test_the_count_of_assigned_cases_is_held_to() -> None:
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    other.batch.assigned_count += 1
    assert any("number of assigned cases" in line for line in verdict(request, other).failures)


def test_a_waiting_case_has_no_fit() -> None:
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    waiting = next(row for row in other.batch.assignments if not row.agent_id)
    waiting.fit = 9_000
    assert any("goes to nobody" in line for line in verdict(request, other).failures)


def test_a_failure_names_the_case_the_level_and_the_vectors() -> None:
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    nodes = corrupt.nodes_of(other.certificate, corrupt.PHASES[0], "case")
    nodes.prices[0] += 3
    (line, *_) = verdict(request, other).failures
    assert line.startswith(f"case '{nodes.ids[0]}'")
    assert "level: " in line
    assert "found: (" in line


def test_an_answer_to_another_request_is_told_apart() -> None:
    (request, _), (_, response) = answered("rich", SEEDS[0]), answered("rich", SEEDS[1])
    found = verdict(request, response)
    assert any("fingerprints differ" in line for line in found.failures)


def test_an_answer_without_a_batch_fails() -> None:
    request, _ = answered("rich", SEEDS[0])
    assert list(verdict(request, AssignResponse()).failures) == ["The response has no batch."]


def test_an_outcome_that_nobody_knows_fails() -> None:
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    other.batch.assignments[0].outcome = 77  # type: ignore[assignment]
    assert "77" in verdict(request, other).failures[0]


def test_prices_too_large_to_add_up_fail() -> None:
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    corrupt.nodes_of(other.certificate, corrupt.PHASES[0], "all").prices[:1] = [2**62]
    assert any("beyond" in line for line in verdict(request, other).failures)


def test_a_proof_by_prices_that_are_gone_fails() -> None:
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    other.certificate.ClearField("nodes")
    assert any("rests on something else" in line for line in verdict(request, other).failures)


def test_claims_in_place_of_proofs_are_not_verified() -> None:
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    other.certificate.ClearField("nodes")
    for level in other.certificate.levels:
        level.basis = Certificate.BASIS_SOLVER
    found = verdict(request, other)
    assert not found.failures
    assert "a solver's claims" in found.unverified[0]


def test_batch_and_certificate_say_the_same_of_every_proof() -> None:
    request, response = answered("rich", SEEDS[0])
    for at in range(len(response.batch.levels)):
        other = copy(response)
        other.batch.termination = TERMINATION_FEASIBLE
        other.batch.levels[at].proved = False
        assert any("said not to be" in line for line in verdict(request, other).failures)


def test_without_a_certificate_the_batch_is_checked_and_the_rest_is_named() -> None:
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    other.ClearField("certificate")
    found = verdict(request, other)
    assert not found.verified
    assert not found.failures
    assert "there is no certificate" in found.unverified[0]
    other.batch.levels[-1].value += 1
    assert verdict(request, other).failures


def test_prices_of_the_first_levels_alone_prove_those() -> None:
    """What a solve that ran out of time sends: it is not verified, and says how far it is."""
    request, response = answered("rich", SEEDS[0])
    other = copy(response)
    count = len(other.certificate.levels)
    for row in other.batch.levels[-2:]:
        row.proved = False
        row.ClearField("bound")
    for level in other.certificate.levels[count - 2 :]:
        level.proved = False
        level.ClearField("bound")
        level.ClearField("basis")
    for nodes in other.certificate.nodes:
        rows = [nodes.prices[at : at + count] for at in range(0, len(nodes.prices), count)]
        nodes.ClearField("prices")
        nodes.prices.extend(price for row in rows for price in row[: count - 2])
    assert any("said to be optimal" in line for line in verdict(request, other).failures)
    other.batch.termination = TERMINATION_FEASIBLE
    found = verdict(request, other)
    assert not found.failures, list(found.failures)
    assert not found.verified
    assert found.unverified[0].endswith("fit, tie_break")
    assert len(found.proved_levels) >= count - 2


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100))
def test_whatever_is_changed_in_hundreds_is_caught(seed: int) -> None:
    request, response = answered("rich", seed)
    if has_prices(response):
        for change in (corrupt.case_prices, corrupt.used_desk_prices, corrupt.levels):
            assert_all_caught(request, change(response), Counter())
        assert_all_caught(request, corrupt.nodes(response), Counter())
        assert_all_caught(request, corrupt.assignments(request, response), Counter())
