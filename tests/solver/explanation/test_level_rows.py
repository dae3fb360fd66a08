"""Every case's share of every level, and losses as the batch tells levels (02 section 5)."""

import numpy as np
import pytest

from solver.engines.flow import FlowEngine
from solver.explanation.level_rows import level_rows, level_shares
from solver.levels import levels_of
from solver.problem import DeskKind
from solver.values import level_values
from tests.problems import SMALL, random_problem


@pytest.mark.parametrize("seed", range(60))
def test_the_shares_of_all_cases_sum_to_the_values_of_the_plan(seed: int) -> None:
    """In every row, and rows are those of the values."""
    problem = random_problem(seed, SMALL)
    levels, choice = levels_of(problem), FlowEngine().solve(problem).choice
    values = level_values(problem, levels, choice)
    shares = level_shares(problem, levels, choice, problem.triples.score)
    assert shares.sum(axis=0).tolist() == [value.value for value in values]
    rows = [(row.kind, row.group, row.urgency_class) for row in level_rows(problem, levels)]
    assert rows == [(value.kind, value.group, value.urgency_class) for value in values]


@pytest.mark.parametrize("seed", range(20))
def test_a_case_that_waits_has_no_share(seed: int) -> None:
    """In no row."""
    problem = random_problem(seed, SMALL)
    choice = FlowEngine().solve(problem).choice
    shares = level_shares(problem, levels_of(problem), choice, problem.triples.score)
    assert not shares[choice < 0].any()


def test_turns_are_counted_by_id() -> None:
    """The first of an agent's cases in rotation adds nothing, the next one 1."""
    seen = 0
    for seed in range(80):
        problem = random_problem(seed, SMALL)
        levels, choice = levels_of(problem), FlowEngine().solve(problem).choice
        rounds = [k for k, level in enumerate(level_rows(problem, levels)) if level.kind == 5]
        if not rounds or problem.turns_before.any():
            continue
        shares = level_shares(problem, levels, choice, problem.triples.score)[:, rounds[0]]
        for agent in range(problem.agent_count):
            desks = np.flatnonzero(
                (problem.desks.agent == agent) & (problem.desks.kind == DeskKind.TURN)
            )
            mine = np.flatnonzero((choice >= 0) & np.isin(problem.triples.desk[choice], desks))
            assert shares[mine].tolist() == list(range(len(mine)))
            seen += len(mine) > 1
    assert seen > 5
