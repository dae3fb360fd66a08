"""A path in the residual network tells what a new solve would (02 section 5)."""

import numpy as np
import pytest

from solver.engines.flow import FlowEngine
from solver.explanation.residual import widening
from solver.explanation.residual.forced import force
from solver.plan import solve_compiled
from tests.oracle import objective, plan_count
from tests.problems import SMALL, TINY, random_problem
from tests.solver.explanation.residual.forcing import (
    all_objectives,
    costs_of,
    moved,
    pairs,
    residual_of,
    solved_again,
)
from tests.solver.pricing.factored import compiled_twice

MOST_PLANS = 2_000


def _check_by_enumeration(seed: int) -> int:
    """Every pair of a tiny problem against the best of all plans that have it."""
    problem = random_problem(seed, TINY)
    if plan_count(problem) > MOST_PLANS:
        return 0
    residual, choice = residual_of(problem)
    plans, checked = all_objectives(problem), 0
    base = costs_of(residual, choice)
    for case, agent, triple in pairs(problem):
        best = max((value for value, plan in plans if plan[case] in triple), default=None)
        forced = force(residual, case).of(agent)
        assert (forced is None) == (best is None), (seed, case, agent)
        if forced is None:
            continue
        after = moved(problem, choice, forced.moves)
        assert after[case] in triple
        assert objective(problem, tuple(after.tolist())) == best, (seed, case, agent)
        expected = tuple(np.subtract(costs_of(residual, after), base).tolist())
        assert forced.loss == expected, (seed, case, agent)
        checked += 1
    return checked


def _check_by_solving(seed: int, pairs_of_each: int) -> int:
    """Some pairs of a small problem against a new solve."""
    problem = random_problem(seed, SMALL)
    residual, choice = residual_of(problem)
    base, every = costs_of(residual, choice), list(pairs(problem))
    rng = np.random.default_rng(seed)
    for place in rng.permutation(len(every))[:pairs_of_each].tolist():
        case, agent, triple = every[place]
        forced, costs = force(residual, case).of(agent), solved_again(residual, triple)
        assert (forced is None) == (costs is None), (seed, case, agent)
        if forced is None or costs is None:
            continue
        assert forced.loss == tuple(np.subtract(costs, base).tolist()), (seed, case, agent)
        after = moved(problem, choice, forced.moves)
        assert costs_of(residual, after) == costs, (seed, case, agent)
    return len(every)


def _check_factored(seeds: range) -> int:
    """Every pair where nobody holds them, against the problem that holds them all."""
    compared = 0
    for seed, held, factored in compiled_twice(seeds):
        if held.problem.is_weighted or not solve_compiled(factored, FlowEngine()).proved:
            continue
        all_held, _ = residual_of(held.problem)
        growing, _ = residual_of(factored.problem)
        for case in range(held.problem.case_count):
            expected, found = force(all_held, case), force(growing, case)
            for agent in range(held.problem.agent_count):
                one, other = expected.of(agent), found.of(agent)
                assert (one and one.loss) == (other and other.loss), (seed, case, agent)
                compared += one is not None
    return compared


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_the_loss_of_a_forced_pair_is_that_of_the_best_plan_that_has_it(start: int) -> None:
    """And the displaced cases lead to such a plan; by full enumeration."""
    assert sum(_check_by_enumeration(seed) for seed in range(start, start + 50)) > 100


@pytest.mark.parametrize("seed", range(40))
def test_the_loss_of_a_forced_pair_is_that_of_a_new_solve(seed: int) -> None:
    """In every level, with queues, limits, turns, discounts and owners."""
    assert _check_by_solving(seed, pairs_of_each=8) > 0


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_losses_are_the_same_where_nobody_holds_the_pairs(
    start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pairs that could shorten a path are found, however few are there at first."""
    monkeypatch.setattr(widening, "FIRST", 1)
    monkeypatch.setattr(widening, "MORE", 1)
    assert _check_factored(range(start, start + 20)) > 20


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 9_000, 1_000))
def test_losses_of_thousands_of_problems(start: int) -> None:
    """By enumeration, by solving, and held or not."""
    assert sum(_check_by_enumeration(seed) for seed in range(start, start + 1_000)) > 2_000
    assert sum(_check_by_solving(seed, 4) for seed in range(start, start + 100)) > 0
    assert _check_factored(range(start, start + 200)) > 500
