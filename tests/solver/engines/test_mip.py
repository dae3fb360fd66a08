"""The integer program behind weighted capacity (L2), and what it makes of what solvers tell."""

from datetime import timedelta
from math import inf, nan

import numpy as np
import pytest

from solver.bounds import prove_solution
from solver.engines import mip
from solver.engines.engine import Solution
from solver.engines.flow import FlowEngine
from solver.engines.math_opt import Outcome
from solver.engines.mip import MipEngine
from solver.engines.mip_solver import MipSolver
from solver.engines.program import program_of
from solver.engines.sequential import SequentialEngine, completed_by_score
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of
from tests.oracle import objective
from tests.problems import SMALL, TINY, random_weighted_problem

SOLVERS = (MipSolver.CP_SAT, MipSolver.HIGHS)


def weighted(seed: int = 0) -> Problem:
    """The first tiny problem from a seed on whose optimum without weights breaks them."""
    while True:
        problem = random_weighted_problem(seed, TINY)
        if problem.is_weighted and not keeps_to_weights(problem):
            return problem
        seed += 1


def keeps_to_weights(problem: Problem) -> bool:
    """The optimum without weighted capacity does so by chance."""
    relaxed = FlowEngine().solve_levels(problem, levels_of(problem))
    return flow_of(build_network(problem), relaxed.choice) is not None


def levels(problem: Problem, solution: Solution) -> tuple[int, ...]:
    value = objective(problem, tuple(int(triple) for triple in solution.choice))
    assert value is not None
    return value


def greedy(problem: Problem) -> tuple[int, ...]:
    return levels(problem, SequentialEngine().solve(problem))


def solved(problem: Problem) -> tuple[int, ...]:
    return levels(problem, MipEngine().solve(problem))


def answering(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    """Solvers say this, whatever they are asked."""
    monkeypatch.setattr(mip, "minimise", lambda *_: outcome)


@pytest.mark.parametrize("solver", SOLVERS, ids=lambda one: one.value)
def test_without_time_the_greedy_plan_is_left_and_nothing_false_is_claimed(
    solver: MipSolver,
) -> None:
    problem = weighted()
    solution = MipEngine(solver, timedelta(0)).solve(problem)

    proof = prove_solution(problem, levels_of(problem), solution)
    assert levels(problem, solution) >= greedy(problem)
    assert proof.proved_levels < len(levels_of(problem)) or levels(problem, solution) == solved(
        problem
    )


@pytest.mark.parametrize("bound", [-inf, inf, nan])
def test_a_bound_that_is_no_number_claims_nothing(
    bound: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A solver that takes rounding for a contradiction says that there is no plan at all."""
    problem = weighted()
    answering(Outcome(None, bound, timedelta(0)), monkeypatch)
    solution = MipEngine().solve(problem)

    assert levels(problem, solution) >= greedy(problem)
    assert prove_solution(problem, levels_of(problem), solution).proved_levels < len(
        levels_of(problem)
    )


def test_a_plan_that_breaks_a_limit_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case goes to everybody, at no cost at all."""
    problem = weighted()
    count = len(program_of(build_network(problem)).upper)
    answering(Outcome(np.ones(count, dtype=np.int64), -inf, timedelta(0)), monkeypatch)

    assert levels(problem, MipEngine().solve(problem)) >= greedy(problem)


def test_a_claim_that_the_plan_refutes_proves_nothing() -> None:
    """Less than nothing is possible, says the solver, but here is a plan."""
    problem = weighted()
    solution = MipEngine().solve(problem)
    lying = Solution(solution.choice, least=tuple(least + 1 for least in solution.least))
    proof = prove_solution(problem, levels_of(problem), lying)

    assert proof.proved_levels == 0
    assert "beats the bound" in proof.failures[0]


def test_a_level_without_a_proof_does_not_stop_those_below(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All levels are asked for as long as there is time."""
    asked = []

    def nothing(*arguments: object) -> Outcome:
        asked.append(arguments)
        return Outcome(None, -inf, timedelta(0))

    monkeypatch.setattr(mip, "minimise", nothing)
    MipEngine().solve(weighted())

    assert len(asked) > 1


def test_where_weights_cost_nothing_no_solver_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """An optimum without weighted capacity that keeps to it is one with it."""
    drawn = (random_weighted_problem(seed, TINY) for seed in range(100))
    problem = next(each for each in drawn if each.is_weighted and keeps_to_weights(each))
    answering(Outcome(None, -inf, timedelta(0)), monkeypatch)
    solution = MipEngine().solve(problem)

    proof = prove_solution(problem, levels_of(problem), solution)
    assert proof.proved_levels == len(levels_of(problem))


@pytest.mark.parametrize("seed", range(20))
def test_a_completed_plan_serves_more_and_takes_nothing_away(seed: int) -> None:
    """Nothing that waits finds room afterwards."""
    problem = random_weighted_problem(seed, SMALL)
    full = SequentialEngine().solve(problem).choice
    holes = np.where(np.arange(problem.case_count) % 3 == 0, -1, full)
    holes = np.where(problem.incumbent, full, holes)
    again = completed_by_score(problem, holes)

    assert (again[holes >= 0] == holes[holes >= 0]).all()
    assert flow_of(build_network(problem), again) is not None
    assert (completed_by_score(problem, again) == again).all()
