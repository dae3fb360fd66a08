"""A shadow price is the difference that one more slot makes in a new solve (02 section 5)."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from solver.engines.flow import FlowEngine
from solver.explanation.shadow import Worth, slot_worths
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from tests.problems import SMALL, TINY, Size, random_problem
from tests.solver.explanation.residual.forcing import costs_of, moved, residual_of


def _costs(problem: Problem) -> tuple[int, ...]:
    """Of the optimum, level by level."""
    network = build_network(problem)
    flow = flow_of(network, FlowEngine().solve(problem).choice)
    assert flow is not None
    return level_costs(network, levels_of(problem), flow)


def _one_more(problem: Problem, agent: int, *, new: bool, backlog: bool) -> Problem:
    mine = (np.arange(problem.agent_count) == agent).astype(np.int64)
    return replace(
        problem,
        new_room=problem.new_room + mine * new,
        backlog_room=problem.backlog_room + mine * backlog,
    )


def _check(seed: int, size: Size) -> Counter[str]:
    problem, seen = random_problem(seed, size), Counter[str]()
    residual, choice = residual_of(problem)
    base = costs_of(residual, choice)

    def check(worth: Worth, kind: str, wider: Problem) -> None:
        assert worth.cost == tuple(np.subtract(_costs(wider), base).tolist()), (seed, kind)
        if any(worth.cost):
            network = build_network(wider)
            flow = flow_of(network, moved(wider, choice, worth.moves))
            assert flow is not None
            assert level_costs(network, levels_of(wider), flow) == _costs(wider), (seed, kind)
            seen[kind] += 1

    for slots in slot_worths(residual.standing, residual.search):
        agent = slots.agent
        check(slots.hourly, "hourly", _one_more(problem, agent, new=True, backlog=False))
        check(slots.backlog, "backlog", _one_more(problem, agent, new=False, backlog=True))
        check(slots.both, "both", _one_more(problem, agent, new=True, backlog=True))
    return seen


@pytest.mark.parametrize("size", [TINY, SMALL], ids=["tiny", "small"])
def test_one_more_slot_is_worth_what_a_new_solve_gains(size: Size) -> None:
    """In every level; and the moves lead there."""
    seeds = range(200) if size == TINY else range(12)
    seen = sum((_check(seed, size) for seed in seeds), Counter[str]())
    assert min(seen["hourly"], seen["backlog"]) > 5
    assert seen["both"] > max(seen["hourly"], seen["backlog"])
