"""Bounds over pairs that nobody holds are those over all triples (02 section 3)."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from solver.compile import Compiled
from solver.engines.course import UNWATCHED
from solver.engines.weighted import WeightedEngine
from solver.levels import Level, LevelKind, levels_of
from solver.network import Nodes, build_network
from solver.plan import solve_compiled
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from solver.values import MAXIMISED
from solver.weighing.all_pairs import OpenPairs, pair_bounds
from solver.weighing.evidence import Goal, OpenPlans, WeighedPrices, weigh
from tests.referee.instances.requests import Size
from tests.solver.pricing.factored import any_compiled_twice

LARGER = Size(cases=(20, 30), agents=(6, 10))
BATCHES = [range(start, start + 40) for start in range(0, 160, 40)]
by_batch = pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"from {seeds[0]}")


def weighted_twice(seeds: range, size: Size = LARGER) -> Iterator[tuple[int, Compiled, Compiled]]:
    """Those in which weights bind, with all triples held between the same desks."""
    for seed, _, factored in any_compiled_twice(seeds, size):
        if factored.problem.is_weighted:
            yield seed, factored.held(), factored


def alone(factored: Problem) -> OpenPairs:
    """All plans of a factored problem."""
    assert factored.candidates is not None
    return OpenPairs.of(factored, factored.candidates.apart())


def drawn(problem: Problem, level: int, rng: np.random.Generator) -> WeighedPrices:
    """Prices that nobody worked out."""
    largest = int(rng.choice([3, 300, 12_000]))
    node = rng.integers(-largest, largest + 1, Nodes.of(problem).count)
    node[-1] = 0
    return WeighedPrices(node, (0,) * level, int(rng.choice([1, 3, 64])))


@by_batch
def test_the_same_problems_have_weights_that_bind(seeds: range) -> None:
    count = 0
    for seed, held, factored in any_compiled_twice(seeds, LARGER):
        assert held.problem.is_weighted == factored.problem.is_weighted, seed
        assert np.array_equal(held.problem.overfull, factored.problem.overfull), seed
        count += held.problem.is_weighted
    assert count


@by_batch
def test_any_prices_prove_as_much_of_a_level_as_over_all_triples(seeds: range) -> None:
    """Of all kinds of levels, with nothing known of those above."""
    rng, kinds = np.random.default_rng(seeds[0]), set()
    for seed, held, factored in weighted_twice(seeds):
        network, levels = build_network(held.problem), levels_of(held.problem)
        for level in levels:
            prices = drawn(held.problem, 0, rng)
            goal = Goal.of(network, (level,), ())
            expected = weigh(OpenPlans.of(network), goal, prices)
            found = alone(factored.problem).weighed(level, 0, prices, UNWATCHED)
            assert expected is not None
            assert found is not None
            assert found.sum == expected.sum, (seed, level.kind)
            kinds.add(level.kind)
    assert {LevelKind.COVERAGE, LevelKind.FIT} <= kinds


def charged(
    prices: WeighedPrices, levels: tuple[Level, ...], rng: np.random.Generator
) -> WeighedPrices:
    """With something for a unit of some of the levels of coverage."""
    charges = [
        int(rng.integers(0, 30)) * (level.kind == LevelKind.COVERAGE) * int(rng.integers(2))
        for level in levels
    ]
    return replace(prices, above=tuple(charges))


@by_batch
def test_charges_for_coverage_above_prove_as_much_as_over_all_triples(seeds: range) -> None:
    rng, kinds = np.random.default_rng(seeds[0]), set()
    for seed, held, factored in weighted_twice(seeds):
        network, levels = build_network(held.problem), levels_of(held.problem)
        for k, level in enumerate(levels):
            prices = charged(drawn(held.problem, k, rng), levels[:k], rng)
            most = tuple(rng.integers(-10_000, 1, k).tolist())
            goal = Goal.of(network, levels[: k + 1], most)
            expected = weigh(OpenPlans.of(network), goal, prices)
            above = tuple(zip(levels, most, strict=False))
            plans = replace(alone(factored.problem), above=above)
            found = plans.weighed(level, k, prices, UNWATCHED)
            assert expected is not None
            assert found is not None
            assert found.sum == expected.sum, (seed, level.kind)
            kinds |= {level.kind} if any(prices.above) else set()
    assert {LevelKind.COVERAGE, LevelKind.FIT} <= kinds


@by_batch
def test_no_bound_is_above_the_optimum(seeds: range) -> None:
    """Of any level, with what those above close: the optimum is proved over held triples."""
    rng = np.random.default_rng(seeds[0])
    for seed, held, factored in weighted_twice(seeds):
        plan = solve_compiled(held, WeightedEngine())
        if not plan.proved:
            continue
        levels, network = levels_of(held.problem), build_network(held.problem)
        flow = flow_of(network, plan.choice)
        assert flow is not None
        costs = level_costs(network, levels, flow)
        assert factored.problem.candidates is not None
        for _ in range(3):
            evidence = tuple(
                charged(drawn(factored.problem, k, rng), levels[:k], rng)
                for k in range(len(levels))
            )
            bounds = pair_bounds(
                factored.problem, factored.problem.candidates, levels, costs, evidence, UNWATCHED
            )
            assert all(bound <= cost for bound, cost in zip(bounds, costs, strict=True)), seed


@by_batch
def test_a_plan_and_its_proof_hold_beside_the_optimum(seeds: range) -> None:
    """What is proved is the optimum, and no bound is better than that."""
    checked = 0
    for seed, held, factored in weighted_twice(seeds):
        best = solve_compiled(held, WeightedEngine())
        plan = solve_compiled(factored, WeightedEngine())
        if not best.proved:
            continue
        for told, optimum in zip(plan.levels, best.levels, strict=True):
            sign = 1 if told.kind in MAXIMISED else -1
            assert sign * told.value <= sign * optimum.value, (seed, told.kind)
            if not told.proved:
                if told.bound is not None:
                    assert sign * told.bound >= sign * optimum.value, (seed, told.kind)
                    checked += 1
                break
            assert told.value == optimum.value, (seed, told.kind)
            checked += 1
    assert checked


def test_evidence_that_does_not_fit_the_problem_proves_nothing() -> None:
    _, held, factored = next(weighted_twice(range(60)))
    level = levels_of(held.problem)[0]
    sound, plans = drawn(factored.problem, 0, np.random.default_rng(1)), alone(factored.problem)

    assert plans.weighed(level, 0, sound, UNWATCHED) is not None
    for spoilt in (
        None,
        replace(sound, node=sound.node[:-1]),
        replace(sound, scale=0),
        replace(sound, above=(1,)),
        replace(sound, node=np.where(np.arange(len(sound.node)) == 0, 2**50, sound.node)),
    ):
        assert plans.weighed(level, 0, spoilt, UNWATCHED) is None
