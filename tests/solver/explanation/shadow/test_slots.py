"""A shadow price is the difference that one more slot makes in a new solve (02 section 5)."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from solver.engines.flow import FlowEngine
from solver.explanation.shadow.slots import SlotWorths, Worth
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from tests.problems import SMALL, TINY, Size, emptied, random_problem
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


def _check(seed: int, size: Size, *, empty: bool) -> Counter[str]:
    """empty: some agents and desks have no room at all."""
    problem, seen = random_problem(seed, size), Counter[str]()
    problem = emptied(problem, seed) if empty else problem
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
            seen["no room"] += not (problem.new_room[agent] and problem.backlog_room[agent])

    agents = range(problem.agent_count)
    for slots in SlotWorths(residual.standing, residual.search).of(agents):
        assert slots is not None
        agent = slots.agent
        check(slots.hourly, "hourly", _one_more(problem, agent, new=True, backlog=False))
        check(slots.backlog, "backlog", _one_more(problem, agent, new=False, backlog=True))
        check(slots.both, "both", _one_more(problem, agent, new=True, backlog=True))
    return seen


@pytest.mark.parametrize("empty", [False, True], ids=["room", "some without room"])
@pytest.mark.parametrize(
    ("size", "seeds"),
    [
        pytest.param(TINY, range(120), id="tiny"),
        pytest.param(SMALL, range(10), id="small"),
        pytest.param(TINY, range(1_000, 4_000), id="many", marks=pytest.mark.soak),
        pytest.param(SMALL, range(1_000, 1_100), id="many small", marks=pytest.mark.soak),
    ],
)
def test_one_more_slot_is_worth_what_a_new_solve_gains(
    size: Size, seeds: range, empty: bool
) -> None:
    """In every level; and the moves lead there."""
    seen = sum((_check(seed, size, empty=empty) for seed in seeds), Counter[str]())
    assert min(seen["hourly"], seen["backlog"]) > 5
    assert seen["both"] > max(seen["hourly"], seen["backlog"])
    assert (seen["no room"] > 10) == empty


def test_where_time_is_over_only_agents_who_keep_cases_are_left_out() -> None:
    """They alone need a search of their own."""
    left = told = 0
    for seed in range(40):
        problem = random_problem(seed, TINY)
        residual, _ = residual_of(problem)
        worths = SlotWorths(residual.standing, residual.search)
        agents = range(problem.agent_count)
        for one, other in zip(worths.of(agents, lambda: True), worths.of(agents), strict=True):
            assert one in (None, other)
            left += one is None
            told += one is not None
        if not problem.incumbent.any():
            assert None not in worths.of(agents, lambda: True)
    assert min(left, told) > 5
