"""A pair forced by a new solve, with weighted capacity and without (02 section 5)."""

import itertools

import numpy as np
import pytest

from solver.engines.auto import AutoEngine
from solver.explanation.fixed import fixed_pair
from solver.problem import Problem
from tests.oracle import objective, plan_count
from tests.problems import TINY, random_problem, random_weighted_problem

MOST_PLANS = 1_500


def _check(problem: Problem) -> int:
    """Every pair against the best of all plans that have it."""
    if plan_count(problem) > MOST_PLANS:
        return 0
    options = [[-1] for _ in range(problem.case_count)]
    for triple, case in enumerate(problem.triples.case):
        options[case].append(triple)
    plans = [(objective(problem, plan), plan) for plan in itertools.product(*options)]
    choice, checked = AutoEngine().solve(problem).choice, 0
    everybody = np.arange(len(problem.triples))
    pairs = {*zip(problem.triples.case.tolist(), problem.agent(everybody).tolist(), strict=True)}
    for case, agent in sorted(pairs):
        mine = [t for t in options[case] if t >= 0 and problem.agent(np.array([t]))[0] == agent]
        best = max((v for v, plan in plans if v is not None and plan[case] in mine), default=None)
        found = fixed_pair(problem, AutoEngine(), choice, case, agent)
        assert (found is None) == (best is None), (case, agent)
        if found is not None:
            assert objective(problem, tuple(found.choice.tolist())) == best, (case, agent)
            assert any(found.loss) == (best != objective(problem, tuple(choice.tolist())))
            checked += found.proved
    return checked


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_a_fixed_pair_leads_to_the_best_plan_that_has_it(start: int) -> None:
    """In the counting model, by full enumeration."""
    assert sum(_check(random_problem(seed, TINY)) for seed in range(start, start + 20)) > 20


@pytest.mark.parametrize("start", range(0, 12, 4))
def test_a_fixed_pair_keeps_to_weighted_capacity(start: int) -> None:
    """With weights by case, or by case and agent."""
    seeds = range(start, start + 4)
    assert sum(_check(random_weighted_problem(seed, TINY)) for seed in seeds) > 4


def test_a_pair_may_push_out_what_its_agent_owns() -> None:
    """Seed 143: with the pair the agent has no room left for all of his own cases."""
    assert _check(random_weighted_problem(143, TINY)) > 0
