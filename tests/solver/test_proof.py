"""The proof stands outside every engine: it accepts optima and nothing else (02 section 4)."""

import itertools

import numpy as np
import pytest

from solver.engines.flow import FlowEngine
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import prove
from solver.units import Ints
from tests.oracle import objective, plan_count
from tests.problems import TINY, random_problem


def _proved(problem: Problem, choice: Ints, prices: Ints) -> bool:
    levels = levels_of(problem)
    return prove(build_network(problem), levels, choice, prices).proved_levels == len(levels)


def _solved(seed: int) -> tuple[Problem, Ints, Ints]:
    problem = random_problem(seed, TINY)
    solution = FlowEngine().solve(problem)
    assert solution.prices is not None
    return problem, solution.choice, solution.prices


@pytest.mark.parametrize("seed", range(40))
def test_every_worse_plan_is_rejected(seed: int) -> None:
    """With the optimum's prices, exactly the tied optima are accepted."""
    problem, choice, prices = _solved(seed)
    if plan_count(problem) > 2_000:
        return
    best = objective(problem, tuple(int(t) for t in choice))
    options = [[-1] for _ in range(problem.case_count)]
    for triple, case in enumerate(problem.triples.case):
        options[case].append(triple)
    for plan in itertools.product(*options):
        assert _proved(problem, np.array(plan), prices) == (objective(problem, plan) == best)


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_case_price_is_caught(seed: int) -> None:
    """One unit up or down on any component of any case."""
    problem, choice, prices = _solved(seed)
    for case, level in np.ndindex(problem.case_count, prices.shape[1]):
        for step in (-1, 1):
            corrupt = prices.copy()
            corrupt[case, level] += step
            assert not _proved(problem, choice, corrupt)


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_price_of_a_desk_in_use_is_caught(seed: int) -> None:
    """One unit up or down on any component."""
    problem, choice, prices = _solved(seed)
    used = np.unique(problem.triples.desk[choice[choice >= 0]])
    for desk, level in itertools.product(used, range(prices.shape[1])):
        for step in (-1, 1):
            corrupt = prices.copy()
            corrupt[problem.case_count + desk, level] += step
            assert not _proved(problem, choice, corrupt)


def test_moving_one_case_to_another_agent_turns_the_proof_false() -> None:
    """Corrupting one pair of a proved plan is noticed, unless it is a tied optimum."""
    noticed = 0
    for seed in range(30):
        problem, choice, prices = _solved(seed)
        best = objective(problem, tuple(int(t) for t in choice))
        for triple, case in enumerate(problem.triples.case):
            moved = choice.copy()
            moved[case] = triple
            tied = objective(problem, tuple(int(t) for t in moved)) == best
            assert _proved(problem, moved, prices) == tied
            noticed += not tied
    assert noticed > 100


def test_a_plan_that_gives_a_case_the_triple_of_another_is_rejected() -> None:
    """A choice must be a triple of its own case."""
    problem, choice, prices = _solved(1)
    served = np.flatnonzero(choice >= 0)
    wrong = choice.copy()
    other = np.flatnonzero(problem.triples.case != served[0])
    wrong[served[0]] = other[0]
    assert prove(build_network(problem), levels_of(problem), wrong, prices).proved_levels == 0
