"""Prices of loads, integer programs for the rest, and what is told of both (L2)."""

from dataclasses import replace
from datetime import timedelta
from math import inf, nan

import numpy as np
import pytest

from solver.bounds import prove_solution
from solver.engines import core_program, weighted
from solver.engines.course import Bound
from solver.engines.engine import Solution
from solver.engines.flow import FlowEngine
from solver.engines.math_opt import Outcome
from solver.engines.mip import MipEngine
from solver.engines.mip_solver import MipSolver
from solver.engines.sequential import SequentialEngine
from solver.engines.weighted import WeightedEngine
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import DeskKind, Desks, Problem, Triples, WeightedRows
from solver.proof import flow_of, level_costs
from tests.oracle import best_objective, objective
from tests.problems import TINY, Size, random_weighted_problem

MIDDLE = Size(cases=30, agents=8, queues=3, groups=2, scores=40, score_unit=137)
"""Out of reach of enumeration, within that of CP-SAT on the whole program."""


def drawn(start: int, count: int, size: Size = TINY) -> list[Problem]:
    """Problems of which an optimum without weights breaks them."""
    found: list[Problem] = []
    while len(found) < count:
        problem = random_weighted_problem(start, size)
        start += 1
        if problem.is_weighted and _is_hard(problem):
            found.append(problem)
    return found


def _is_hard(problem: Problem) -> bool:
    relaxed = FlowEngine().solve_levels(problem, levels_of(problem))
    return flow_of(build_network(problem), relaxed.choice) is None


def values(problem: Problem, solution: Solution) -> tuple[int, ...]:
    found = objective(problem, tuple(int(triple) for triple in solution.choice))
    assert found is not None
    return found


def proved(problem: Problem, solution: Solution) -> bool:
    levels = levels_of(problem)
    return prove_solution(problem, levels, solution).proved_levels == len(levels)


def unclaimed(solution: Solution) -> Solution:
    """With the evidence alone."""
    return replace(solution, least=())


@pytest.mark.parametrize("start", range(0, 4_000, 500))
def test_L2_the_whole_program_has_no_better_plan(start: int) -> None:
    """CP-SAT on all triples, level by level."""
    for problem in drawn(start, 2, MIDDLE):
        solution = WeightedEngine().solve(problem)
        whole = MipEngine(MipSolver.CP_SAT).solve(problem)
        assert values(problem, solution) == values(problem, whole)
        assert proved(problem, solution)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(100_000, 200_000, 1_000))
def test_L2_the_whole_program_has_no_better_plan_in_hundreds(start: int) -> None:
    test_L2_the_whole_program_has_no_better_plan(start)


def test_L2_most_small_problems_need_no_claim() -> None:
    """The proof finds the bound by itself, from prices alone."""
    problems = drawn(0, 60)
    solutions = [WeightedEngine().solve(problem) for problem in problems]

    alone = sum(map(proved, problems, map(unclaimed, solutions)))
    assert all(map(proved, problems, solutions))
    assert alone >= 45


def test_L2_a_worse_plan_is_not_proved_by_the_evidence_of_the_best() -> None:
    """Evidence bounds every plan alike."""
    worse = 0
    for problem in drawn(0, 30):
        best, greedy = (each.solve(problem) for each in (WeightedEngine(), SequentialEngine()))
        lying = replace(unclaimed(best), choice=greedy.choice)
        if values(problem, best) != values(problem, greedy):
            worse += 1
            assert not proved(problem, lying)
    assert worse >= 5


def test_L2_spoilt_evidence_proves_less() -> None:
    """Prices far below what cases can cost: the bound falls, and the proof ends there.

    Where open plans leave no choice, prices do not matter.
    """
    spoilt = lost = 0
    for problem in drawn(0, 60):
        solution = unclaimed(WeightedEngine().solve(problem))
        for level, prices in enumerate(solution.weighed):
            if prices is not None and proved(problem, solution):
                node = prices.node.copy()
                node[: problem.case_count] -= 50_000 * prices.scale
                evidence = list(solution.weighed)
                evidence[level] = replace(prices, node=node)
                spoilt += 1
                lost += not proved(problem, replace(solution, weighed=tuple(evidence)))
    assert lost > spoilt / 2
    assert spoilt >= 20


def test_L2_without_time_a_plan_is_left_and_nothing_false_is_claimed() -> None:
    for problem in drawn(0, 20):
        solution = WeightedEngine(timedelta(0)).solve(problem)
        best = values(problem, WeightedEngine().solve(problem))
        found = values(problem, solution)
        levels = levels_of(problem)
        proof = prove_solution(problem, levels, solution)

        assert values(problem, SequentialEngine().solve(problem)) <= found <= best
        assert proof.proved_levels < len(levels) or found == best


class Listening:
    """Hears of all plans and bounds."""

    def __init__(self) -> None:
        self.plans: list[Solution] = []
        self.bounds: list[Bound] = []

    def is_over(self) -> bool:
        return False

    def found(self, make: object, bound: Bound | None = None) -> None:
        assert callable(make)
        self.plans.append(make())
        if bound is not None:
            self.bounds.append(bound)


def test_L2_plans_on_the_way_become_no_worse_and_bounds_are_true() -> None:
    """The first one is there before anything is solved."""
    for problem in drawn(900, 10):
        course = Listening()
        WeightedEngine().solve(problem, course)
        seen = [values(problem, plan) for plan in course.plans]

        assert seen == sorted(seen)
        assert [bound.level for bound in course.bounds] == list(range(len(levels_of(problem))))


@pytest.mark.parametrize("bound", [-inf, inf, nan])
def test_L2_a_bound_that_is_no_number_claims_nothing(
    bound: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Evidence is all that is left."""
    monkeypatch.setattr(core_program, "minimise", lambda *_: Outcome(None, bound, timedelta(0)))
    for problem in drawn(0, 10):
        solution = WeightedEngine().solve(problem)
        assert proved(problem, solution) == proved(problem, unclaimed(solution))


def test_L2_a_plan_that_breaks_a_limit_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every case goes to everybody, at no cost at all."""

    def everything(table: core_program.CoreProgram, *_: object) -> Outcome:
        return Outcome(np.ones(len(table.upper), dtype=np.int64), -inf, timedelta(0))

    monkeypatch.setattr(core_program, "minimise", everything)
    for problem in drawn(0, 10):
        solution = WeightedEngine().solve(problem)
        assert values(problem, solution) >= values(problem, SequentialEngine().solve(problem))


@pytest.mark.parametrize("start", range(0, 2_000, 500))
def test_L2_first_programs_with_few_triples_lose_nothing(
    start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As large problems go: better prices, the cheapest triples, then all that are left."""
    monkeypatch.setattr(weighted, "FEW", 5)
    for problem in drawn(start, 3, MIDDLE):
        solution = WeightedEngine().solve(problem)
        assert proved(problem, solution)
        whole = MipEngine(MipSolver.CP_SAT).solve(problem)
        assert values(problem, solution) == values(problem, whole)


def test_where_weights_cannot_bind_the_flow_solves() -> None:
    problem = replace(drawn(0, 1)[0], weighted=None)
    solution = WeightedEngine().solve(problem)

    assert solution.prices is not None
    assert proved(problem, solution)


@pytest.mark.parametrize("start", [0, 500])
def test_L2_a_board_for_fit_leads_to_the_same_optimum(
    start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every level of fit is laid out, however few its triples are."""
    for problem in drawn(start, 4, MIDDLE):
        expected = WeightedEngine().solve(problem)
        with monkeypatch.context() as patch:
            patch.setattr(weighted, "FEW", 0)
            solution = WeightedEngine(timedelta(seconds=20)).solve(problem)
        best, found = costs(problem, expected), costs(problem, solution)
        count = prove_solution(problem, levels_of(problem), solution).proved_levels
        assert proved(problem, expected)
        assert found[:count] == best[:count]
        assert found >= best


def costs(problem: Problem, solution: Solution) -> tuple[int, ...]:
    """Of all levels, in min form."""
    network = build_network(problem)
    flow = flow_of(network, solution.choice)
    assert flow is not None
    return level_costs(network, levels_of(problem), flow)


def test_who_has_an_owner_is_known_where_no_core_holds_the_owners_triple() -> None:
    """The owners of both have no room for them; one of them can serve the other case, which is
    more urgent than his own. Whatever a core leaves out, it is an owned case that is served."""
    triples = Triples(
        case=np.array([0, 1, 1], dtype=np.int32),
        desk=np.array([2, 0, 1], dtype=np.int32),
        rank=np.array([0, 1, 0], dtype=np.int32),
        order=np.zeros(3, dtype=np.int32),
        score=np.array([2, 1, 0]),
    )
    problem = Problem(
        group=np.zeros(2, dtype=np.int32),
        urgency_class=np.zeros(2, dtype=np.int32),
        urgency=np.array([1, 4]),
        desks=Desks(
            agent=np.array([1, 0, 1], dtype=np.int32),
            queue=np.array([0, -1, -1], dtype=np.int32),
            room=np.full(3, 9),
            kind=np.array([DeskKind.FIT, DeskKind.KEEP, DeskKind.KEEP], dtype=np.int32),
        ),
        triples=triples,
        new_room=np.full(2, 9),
        backlog_room=np.full(2, 9),
        place=np.arange(2),
        discount=np.zeros((2, 1), dtype=np.int64),
        turns_before=np.zeros(2, dtype=np.int64),
        weighted=WeightedRows(np.array([100, 400, 400]), np.array([73, 435])),
    )
    solution = WeightedEngine().solve(problem)
    assert values(problem, solution) == best_objective(problem)
    assert solution.choice.tolist() == [-1, 1]
