"""The engine that asks CBC."""

from solver.engines.flow import FlowEngine
from solver.engines.pulp import PulpEngine
from solver.levels import levels_of
from solver.values import level_values
from tests.problems import Size, emptied, random_problem

LITTLE = Size(cases=12, agents=5, queues=3, groups=3, scores=6)


def test_a_program_that_the_preprocessing_of_cbc_calls_infeasible_is_solved() -> None:
    problem = emptied(random_problem(957, LITTLE), 957)
    by_cbc, by_flow = PulpEngine().solve(problem), FlowEngine().solve(problem)

    levels = levels_of(problem)
    values = level_values(problem, levels, by_cbc.choice)
    assert values == level_values(problem, levels, by_flow.choice)
