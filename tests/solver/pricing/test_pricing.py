"""Core and pricing equal the flow over all triples, proved over all pairs (02 section 3)."""

from dataclasses import replace

import numpy as np
import pytest

from server.wiring import BASELINES
from solver import compile as compiling
from solver import held_fits
from solver.bounds import prove_solution
from solver.compile import Compiled
from solver.engines.engine import Engine, Solution
from solver.engines.flow import FlowEngine
from solver.engines.sequential import SequentialEngine
from solver.errors import TooLargeError
from solver.explanation.chosen import explain_chosen
from solver.explanation.holders import holders
from solver.explanation.places import Places
from solver.levels import levels_of
from solver.plan import Plan, solve_compiled
from solver.pricing import loop
from solver.proof import Proof
from solver.units import Ints
from tests.referee.instances.requests import Size
from tests.solver.pricing.factored import any_compiled_twice, compiled_twice, values

BATCHES = [range(start, start + 10) for start in range(0, 60, 10)]
LARGER = Size(cases=(60, 60), agents=(25, 25))
by_batch = pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"from {seeds[0]}")


@by_batch
def test_every_level_is_what_the_flow_over_all_triples_reaches(seeds: range) -> None:
    """And each of them is proved."""
    for seed, held, factored in compiled_twice(seeds):
        if held.problem.is_weighted:
            continue
        priced = solve_compiled(factored, FlowEngine())
        assert values(priced) == values(solve_compiled(held, FlowEngine())), seed
        assert priced.proved, (seed, priced.proof)


@pytest.mark.parametrize("start", range(20, 80, 10))
def test_larger_problems_reach_it_too(start: int) -> None:
    """Their agents take several cases each, so that some of a network's arcs are settled."""
    for seed, held, factored in compiled_twice(range(start, start + 10), LARGER):
        if held.problem.is_weighted:
            continue
        priced = solve_compiled(factored, FlowEngine())
        assert values(priced) == values(solve_compiled(held, FlowEngine())), seed
        assert priced.proved, (seed, priced.proof)


@pytest.mark.parametrize("start", [0, 140, 220, 270])
def test_a_core_that_sheds_all_it_does_not_need_still_reaches_the_optimum(
    start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ways that are missing are offered again, and the problem's own triples never leave."""
    for name, value in (("FIRST", 1), ("MORE", 1), ("FEWEST", 1), ("MOST", 1), ("NEAR", 0)):
        monkeypatch.setattr(loop, name, value)
    for seed, held, factored in compiled_twice(range(start, start + 10), LARGER):
        if held.problem.is_weighted:
            continue
        priced = solve_compiled(factored, FlowEngine())
        assert values(priced) == values(solve_compiled(held, FlowEngine())), seed
        assert priced.proved, (seed, priced.proof)


def test_all_cases_may_take_one_way_and_the_proof_still_holds() -> None:
    """In this snapshot every case has one owner, and nobody else may have it."""
    ((_, _, factored),) = compiled_twice(range(51_030, 51_031))
    assert factored.problem.triple_count == factored.problem.case_count
    assert solve_compiled(factored, FlowEngine()).proved


def test_a_desk_in_rotation_that_no_case_may_go_to_adds_no_level() -> None:
    """In this snapshot the only desk in rotation is one that no case may go to."""
    ((_, held, factored),) = compiled_twice(range(2_478, 2_479))
    assert values(solve_compiled(factored, FlowEngine())) == values(
        solve_compiled(held, FlowEngine())
    )


@by_batch
def test_the_triples_are_the_same_held_or_not(seeds: range) -> None:
    """Patterns without the removed pairs, and the problem's own triples."""
    for seed, held, factored in any_compiled_twice(seeds):
        assert factored.problem.triple_count == held.problem.triple_count, seed
        unfolded = factored.held().problem.triples
        for name in ("case", "rank", "order", "score"):
            expected = getattr(held.problem.triples, name)
            assert np.array_equal(getattr(unfolded, name), expected), (seed, name)


@by_batch
def test_discounts_are_the_same_held_or_not(seeds: range) -> None:
    """They come from the mean over all pairs of an agent (S4)."""
    for seed, held, factored in any_compiled_twice(seeds):
        assert np.array_equal(factored.problem.discount, held.problem.discount), seed


@by_batch
@pytest.mark.parametrize("engine", BASELINES, ids=lambda engine: engine.name)
def test_one_case_after_the_other_is_the_same_held_or_not(engine: Engine, seeds: range) -> None:
    for seed, held, factored in any_compiled_twice(seeds):
        expected = values(solve_compiled(held, engine))
        assert values(solve_compiled(factored, engine)) == expected, seed


@pytest.mark.parametrize("room", [0, 100, 1_000])
def test_beyond_their_room_fits_are_worked_out_anew(
    monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr(held_fits, "HELD_BYTES", room)
    for engine in (FlowEngine(), SequentialEngine()):
        for seed, held, factored in compiled_twice(range(10)):
            if held.problem.is_weighted:
                continue
            expected = values(solve_compiled(held, engine))
            assert values(solve_compiled(factored, engine)) == expected, seed


@by_batch
def test_places_of_chosen_agents_are_the_same_held_or_not(seeds: range) -> None:
    """Who suits better is counted over all pairs, whoever holds them."""
    for seed, held, factored in compiled_twice(seeds):
        if held.problem.is_weighted:
            continue
        plan = solve_compiled(factored, FlowEngine())
        found = explain_chosen(plan.compiled, plan.picks, 3).places
        expected = explain_chosen(held, plan.picks, 3).places
        for name in Places.__slots__:
            assert np.array_equal(getattr(found, name), getattr(expected, name)), (seed, name)


@by_batch
def test_holders_of_places_are_the_same_held_or_not(seeds: range) -> None:
    """Who has what a case would rather have (Q3), of one and the same plan."""
    for seed, held, factored in compiled_twice(seeds):
        if held.problem.is_weighted:
            continue
        plan = solve_compiled(factored, FlowEngine())
        everybody = np.arange(held.problem.case_count)
        found = holders(plan.compiled, plan.choice, everybody)
        full = plan.compiled.held()
        expected = holders(full, _in(full, plan), everybody)
        assert np.array_equal(found.case, expected.case), seed
        assert np.array_equal(found.holder, expected.holder), seed


def _in(held: Compiled, plan: Plan) -> Ints:
    """The plan's choice in the triples of the same problem held whole."""
    choice, triples = plan.choice.copy(), plan.compiled.problem.triples
    places = {
        (case, desk): place
        for place, (case, desk) in enumerate(
            zip(held.problem.triples.case, held.problem.triples.desk, strict=True)
        )
    }
    for case in np.flatnonzero(choice >= 0):
        choice[case] = places[case, triples.desk[choice[case]]]
    return choice


def test_an_engine_that_needs_all_triples_refuses_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With their number, and the engine that can do without."""
    monkeypatch.setattr(compiling, "MOST_HELD", 3)
    _, _, factored = next(compiled_twice(range(20)))
    with pytest.raises(TooLargeError, match="Maybe the engine 'auto'"):
        factored.held()


@pytest.mark.soak
def test_thousands_of_random_snapshots_are_the_same_held_or_not() -> None:
    for seed, held, factored in compiled_twice(range(1_000, 4_000)):
        if held.problem.is_weighted:
            continue
        priced = solve_compiled(factored, FlowEngine())
        assert values(priced) == values(solve_compiled(held, FlowEngine())), seed
        assert priced.proved, (seed, priced.proof)


def proof_of(compiled: Compiled, solution: Solution, prices: Ints) -> Proof:
    """What of a plan these prices prove."""
    assert solution.core is not None
    problem = compiled.holding(solution.core).problem
    return prove_solution(problem, levels_of(problem), replace(solution, prices=prices))


@by_batch
def test_a_case_price_that_candidates_undercut_proves_nothing(seeds: range) -> None:
    """One unit too much for a case that is served, at any level."""
    caught = 0
    for _, _, factored in compiled_twice(seeds):
        if factored.problem.is_weighted:
            continue
        solution = FlowEngine().solve(factored.problem)
        assert solution.prices is not None
        served = np.flatnonzero(solution.choice >= 0)
        for case, level in np.ndindex(len(served[:3]), solution.prices.shape[1]):
            corrupt = solution.prices.copy()
            corrupt[served[case], level] += 1
            proof = proof_of(factored, solution, corrupt)
            assert proof.proved_levels <= level
            caught += any("candidates" in failure for failure in proof.failures)
    assert caught
