"""The optimum is a claim: full enumeration on tiny problems, CBC on small ones."""

import pytest

from solver.engines.flow import FlowEngine
from solver.engines.pulp import PulpEngine
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import prove
from solver.units import Ints
from tests.oracle import best_objective, objective, plan_count
from tests.problems import SMALL, TINY, random_problem

BATCHES = 10


def _levels(problem: Problem, choice: Ints) -> tuple[int, ...] | None:
    return objective(problem, tuple(int(triple) for triple in choice))


def _tiny(batch: int, count: int) -> list[Problem]:
    """Random tiny problems that can be enumerated; each batch has its own."""
    seeds = range(batch * 10_000, batch * 10_000 + count)
    problems = [random_problem(seed, TINY) for seed in seeds]
    return [problem for problem in problems if plan_count(problem) <= 20_000]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_flow_equals_brute_force_in_every_level(batch: int) -> None:
    """On tiny problems no plan beats the flow engine's in any level, and its prices prove it."""
    for problem in _tiny(batch, 60):
        solution = FlowEngine().solve(problem)
        assert solution.prices is not None
        assert _levels(problem, solution.choice) == best_objective(problem)
        levels = levels_of(problem)
        proof = prove(build_network(problem), levels, solution.choice, solution.prices)
        assert proof.proved_levels == len(levels), proof.failures


@pytest.mark.parametrize("batch", range(BATCHES))
def test_flow_equals_cbc_level_by_level(batch: int) -> None:
    """On 200 problems of up to 60 x 20 the level values are those of an integer program."""
    for seed in range(batch * 20, batch * 20 + 20):
        problem = random_problem(seed, SMALL)
        flow = FlowEngine().solve(problem)
        cbc = PulpEngine().solve(problem)
        assert _levels(problem, flow.choice) == _levels(problem, cbc.choice), seed


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(BATCHES, BATCHES + 100))
def test_flow_equals_brute_force_on_thousands(batch: int) -> None:
    """The same on thousands of problems."""
    test_flow_equals_brute_force_in_every_level(batch)
