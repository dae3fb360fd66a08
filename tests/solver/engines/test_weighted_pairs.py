"""Weighted problems of which nobody holds the triples: what is told before all is over (L2)."""

from solver.bounds import prove_solution
from solver.engines.course import Bound
from solver.engines.engine import Solution
from solver.engines.weighted import WeightedEngine
from solver.levels import LevelKind, levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from tests.solver.weighing.test_all_pairs import weighted_twice


class Listening:
    """Hears of all plans."""

    def __init__(self) -> None:
        self.plans: list[Solution] = []

    def is_over(self) -> bool:
        return False

    def found(self, make: object, bound: Bound | None = None) -> None:
        assert callable(make)
        self.plans.append(make())


def costs(problem: Problem, solution: Solution) -> tuple[int, ...]:
    network = build_network(problem)
    flow = flow_of(network, solution.choice)
    assert flow is not None
    return level_costs(network, levels_of(problem), flow)


def test_L2_plans_of_a_board_are_told_with_their_evidence_as_they_come() -> None:
    """So nothing of it is lost where time ends what comes behind."""
    boards = 0
    for _, _, compiled in weighted_twice(range(40)):
        course = Listening()
        WeightedEngine().solve(compiled.problem, course)
        held = [compiled.holding(plan.core).problem for plan in course.plans if plan.core]
        seen = [costs(one, plan) for one, plan in zip(held, course.plans, strict=True)]
        fit = [level.kind for level in levels_of(held[0])].index(LevelKind.FIT)

        assert seen == sorted(seen, reverse=True)
        boards += len(course.plans) > 2
        for one, plan in zip(held[1:], course.plans[1:], strict=True):
            assert (plan.weighed[fit] is not None) == (len(course.plans) > 2)
            proof = prove_solution(one, levels_of(one), plan)
            assert proof.bound is None or proof.bound <= seen[-1][proof.proved_levels]
    assert boards
