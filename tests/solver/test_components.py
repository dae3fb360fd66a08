"""Weighted problems whose parts share no agent are solved and proved part by part."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from solver.bounds import prove_solution
from solver.components import joined, parts_of
from solver.engines.auto import AutoEngine
from solver.engines.engine import Solution
from solver.engines.mip import MipEngine
from solver.engines.mip_solver import MipSolver
from solver.errors import TimeIsUp
from solver.levels import Level, levels_of
from solver.problem import Problem
from tests.oracle import best_objective, objective, plan_count
from tests.problems import Size, random_problem, random_weighted_problem, side_by_side

TWO = Size(cases=3, agents=2, queues=2, groups=2)
LITTLE = Size(cases=8, agents=3, queues=2, groups=2, scores=5)


def drawn(seed: int, size: Size, count: int) -> Problem:
    """Some weighted problems beside each other; the order of agents goes across them."""
    problems = [random_weighted_problem(seed * 10 + k, size) for k in range(count)]
    whole = side_by_side(problems)
    rng = np.random.default_rng(seed)
    return replace(whole, place=rng.permutation(whole.agent_count).astype(np.int64))


def values(problem: Problem, choice: np.ndarray) -> tuple[int, ...] | None:
    return objective(problem, tuple(choice.tolist()))


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_every_case_triple_and_agent_is_in_one_part(start: int) -> None:
    several = 0
    for seed in range(start, start + 20):
        problem = drawn(seed, LITTLE, 3)
        parts = parts_of(problem)
        cases, triples = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("case", "triple")
        )
        assert sorted(cases.tolist()) == list(range(problem.case_count))
        assert sorted(triples.tolist()) == list(range(len(problem.triples)))
        agents = [set(problem.agent(part.triple).tolist()) for part in parts]
        assert sum(map(len, agents)) == len(set().union(*agents))
        assert sum(not part.problem.is_weighted for part in parts) <= 1
        several += len(parts) > 1
    assert several > 8


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_no_plan_of_the_whole_is_better(start: int) -> None:
    """Every plan is tried; and the proof is that of all parts."""
    tried = 0
    for seed in range(2 * start, 2 * start + 40):
        problem = drawn(seed, TWO, 2)
        if plan_count(problem) > 20_000 or len(parts_of(problem)) < 2:
            continue
        solution = AutoEngine().solve(problem)
        assert values(problem, solution.choice) == best_objective(problem), seed
        proof = prove_solution(problem, levels_of(problem), solution)
        assert proof.proved_levels == len(levels_of(problem)), proof.failures
        tried += 1
    assert tried >= 2


@pytest.mark.parametrize("start", range(0, 20, 10))
def test_parts_reach_what_one_program_for_all_reaches(start: int) -> None:
    for seed in range(start, start + 10):
        problem = drawn(seed, LITTLE, 3)
        apart, whole = AutoEngine().solve(problem), MipEngine(MipSolver.CP_SAT).solve(problem)
        assert values(problem, apart.choice) == values(problem, whole.choice), seed


def several(seed: int) -> tuple[Problem, Solution]:
    """A problem of several parts with its plan."""
    while True:
        problem = drawn(seed, LITTLE, 3)
        if len(parts_of(problem)) > 1:
            return problem, AutoEngine().solve(problem)
        seed += 1_000


def test_parts_that_do_not_make_the_plan_prove_nothing() -> None:
    """One is missing, one claims nothing, or the plan is another one."""
    for seed in range(10):
        problem, solution = several(seed)
        levels, (first, *others) = levels_of(problem), solution.parts
        waits = np.full_like(solution.choice, -1)
        silent = replace(first, prices=None, least=(), relaxed=None, weighed=())
        for wrong in (
            replace(solution, parts=tuple(others)),
            replace(solution, choice=waits),
            replace(solution, parts=(silent, *others)),
        ):
            if wrong.choice is not waits or (solution.choice >= 0).any():
                assert prove_solution(problem, levels, wrong).proved_levels == 0


def test_a_bound_of_the_whole_is_the_sum_of_those_of_its_parts() -> None:
    """A claim of one part that its plan does not reach."""
    found = 0
    for seed in range(20):
        problem, solution = several(seed)
        place = next(k for k, part in enumerate(parts_of(problem)) if part.problem.is_weighted)
        part, levels = solution.parts[place], levels_of(problem)
        if not part.least:
            continue
        lower = first_cost(parts_of(problem)[place].problem, levels, part) - 7
        doubtful = replace(part, least=(lower,), relaxed=None, weighed=())
        parts = (*solution.parts[:place], doubtful, *solution.parts[place + 1 :])
        proof = prove_solution(problem, levels_of(problem), replace(solution, parts=parts))
        costs = first_cost(problem, levels, solution)
        assert proof.proved_levels == 0
        assert proof.bound == costs - 7
        found += 1
    assert found > 5


def first_cost(problem: Problem, levels: tuple[Level, ...], solution: Solution) -> int:
    """Cost of a plan in the first level."""
    triple = solution.choice[solution.choice >= 0]
    return int(levels[0].costs(problem, triple).sum())


class Listening:
    """A course that ends after so many questions."""

    def __init__(self, asks: int) -> None:
        self.asks = asks
        self.plans: list[Solution] = []

    def is_over(self) -> bool:
        self.asks -= 1
        return self.asks < 0

    def found(self, make: object, _: object = None) -> None:
        assert callable(make)
        self.plans.append(make())


def test_plans_on_the_way_are_those_of_the_whole() -> None:
    """Parts that are not solved yet are served one case after the other."""
    for seed in range(6):
        problem, _ = several(seed)
        for asks in (0, 2, 5, 9):
            course = Listening(asks)
            try:
                AutoEngine(timedelta(minutes=1)).solve(problem, course)
            except TimeIsUp:
                assert course.plans
            for plan in course.plans:
                assert values(problem, plan.choice) is not None


def test_a_problem_without_weights_is_one_part() -> None:
    problem = side_by_side([random_problem(1, LITTLE), random_problem(2, LITTLE)])
    (part,) = parts_of(problem)
    assert part.problem.case_count == problem.case_count
    assert (joined(problem, (part,), (np.arange(problem.case_count),)) >= 0).all()
