"""With weighted capacity the optimum is a claim too: full enumeration, and two solvers (L2)."""

from itertools import islice

import pytest

from solver.bounds import prove_solution
from solver.engines.auto import AutoEngine
from solver.engines.flow import FlowEngine
from solver.engines.mip import MipEngine
from solver.engines.mip_solver import MipSolver
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of
from solver.units import Ints
from tests.oracle import best_objective, objective, plan_count
from tests.problems import TINY, random_weighted_problem

BATCHES = 4
SEEDS_OF_A_BATCH = 6


def _levels(problem: Problem, choice: Ints) -> tuple[int, ...] | None:
    return objective(problem, tuple(int(triple) for triple in choice))


def _weighted(batch: int) -> list[Problem]:
    """Random tiny problems in which weights cost something; each batch has its own."""
    start = batch * 10_000
    drawn = (random_weighted_problem(seed, TINY) for seed in range(start, start + 2_000))
    fit = (each for each in drawn if plan_count(each) <= 5_000 and _bites(each))
    return list(islice(fit, SEEDS_OF_A_BATCH))


def _bites(problem: Problem) -> bool:
    """An optimum without weighted capacity breaks it."""
    if not problem.is_weighted:
        return False
    relaxed = FlowEngine().solve_levels(problem, levels_of(problem))
    return flow_of(build_network(problem), relaxed.choice) is None


@pytest.mark.parametrize("solver", [MipSolver.CP_SAT, MipSolver.HIGHS], ids=lambda one: one.value)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_L2_no_plan_is_better_in_any_level(batch: int, solver: MipSolver) -> None:
    """All plans are tried; and every level is proved by bounds."""
    for problem in _weighted(batch):
        solution = MipEngine(solver).solve(problem)
        assert _levels(problem, solution.choice) == best_objective(problem)
        levels = levels_of(problem)
        proof = prove_solution(problem, levels, solution)
        assert proof.proved_levels == len(levels), proof.failures


@pytest.mark.parametrize("batch", range(BATCHES))
def test_L2_the_engine_auto_weighs_only_where_weights_bind(batch: int) -> None:
    start = batch * 10_000
    for problem in (random_weighted_problem(seed, TINY) for seed in range(start, start + 15)):
        solution = AutoEngine().solve(problem)
        assert solution.engine == ("weighted" if problem.is_weighted else "flow")
        if plan_count(problem) <= 5_000:
            assert _levels(problem, solution.choice) == best_objective(problem)


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(BATCHES, BATCHES + 60))
def test_L2_no_plan_is_better_in_hundreds(batch: int) -> None:
    """The same on many more."""
    test_L2_no_plan_is_better_in_any_level(batch, MipSolver.CP_SAT)
