"""Blocked pairs: were the block lifted, and one over the limits (02 section 5)."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from solver.engines.flow import FlowEngine
from solver.explanation.residual.lifted import BlockedWay, if_lifted, over_the_limits
from solver.levels import levels_of
from solver.network import build_network
from solver.problem import DeskKind, Desks, Problem
from solver.proof import flow_of, level_costs
from solver.units import Bools, Ints
from tests.problems import SMALL, TINY, Size, random_problem
from tests.solver.explanation.residual.forcing import Certainly, costs_of, residual_of


def _way(problem: Problem, triple: int) -> BlockedWay:
    """A triple that will be blocked."""
    triples, desk = problem.triples, int(problem.triples.desk[triple])
    return BlockedWay(
        int(triples.case[triple]), int(problem.desks.agent[desk]), int(problem.desks.queue[desk]),
        DeskKind(int(problem.desks.kind[desk])), int(triples.rank[triple]),
        int(triples.order[triple]), int(triples.score[triple]),
    )  # fmt: skip


def _without(problem: Problem, gone: Bools) -> Problem:
    """Without some triples, and without the desks that then nobody may go to."""
    triples = problem.triples[~gone]
    kept = np.bincount(triples.desk, minlength=len(problem.desks)) > 0
    number = np.cumsum(kept) - 1
    desks = problem.desks
    return replace(
        problem,
        desks=Desks(desks.agent[kept], desks.queue[kept], desks.room[kept], desks.kind[kept]),
        triples=replace(triples, desk=number[triples.desk].astype(np.int32)),
    )


def _best_with(problem: Problem, allowed: Bools, triple: int) -> Ints | None:
    """Costs of the best plan with one triple in use and only some allowed."""
    mine = problem.triples[allowed]
    place = int(np.flatnonzero(np.flatnonzero(allowed) == triple)[0])
    levels = levels_of(problem)
    some = replace(problem, triples=mine)
    choice = FlowEngine().solve_levels(some, (Certainly(np.array([place])), *levels)).choice
    if place not in choice:
        return None
    flow = flow_of(build_network(some), choice)
    assert flow is not None
    return np.array(level_costs(build_network(some), levels, flow))


def _check_lifted(seed: int, size: Size, count: int) -> Counter[str]:
    """Blocks a pair with all other triples of its case to the agent, or the whole agent."""
    problem, seen = random_problem(seed, size), Counter[str]()
    rng = np.random.default_rng(seed)
    moves = np.flatnonzero(~problem.desks.keeping[problem.triples.desk])
    everybody = np.arange(len(problem.triples))
    for triple in rng.permutation(moves)[:count].tolist():
        agent, case = problem.agent(everybody), problem.triples.case
        gone = (agent == agent[triple]) & ~problem.desks.keeping[problem.triples.desk]
        if rng.random() < 0.6:
            gone &= case == case[triple]
        blocked = _without(problem, gone)
        if len(levels_of(blocked)) < len(levels_of(problem)):
            continue
        residual, choice = residual_of(blocked)
        found = if_lifted(residual, _way(problem, triple))
        allowed = ~gone
        allowed[triple] = True
        best = _best_with(problem, allowed, triple)
        assert (found is None) == (best is None), (seed, triple)
        if found is not None:
            base = np.array(costs_of(residual, choice))
            assert found.loss == tuple((best - base).tolist()), (seed, triple)
            seen["gain" if found.loss < (0,) * len(found.loss) else "loss"] += 1
            seen["new desk"] += found.desk < 0
    return seen


@pytest.mark.parametrize("size", [TINY, SMALL], ids=["tiny", "small"])
def test_a_lifted_block_costs_what_a_new_solve_says(size: Size) -> None:
    """It may be a gain; and the agent may have had no desk at all."""
    count = 40 if size == SMALL else 150
    seen = sum((_check_lifted(seed, size, 4) for seed in range(count)), Counter[str]())
    assert min(seen["gain"], seen["loss"], seen["new desk"]) > 10


@pytest.mark.parametrize("seed", range(30))
def test_one_over_the_limits_costs_the_pair_and_leaves_the_rest_its_best_without_it(
    seed: int,
) -> None:
    """Without round or discount: the rest is the optimum without the case."""
    problem = random_problem(seed, SMALL)
    residual, choice = residual_of(problem)
    levels, base = levels_of(problem), np.array(costs_of(residual, choice))
    for triple in np.random.default_rng(seed).permutation(len(problem.triples))[:5].tolist():
        way = _way(problem, triple)
        if problem.desks.keeping[problem.triples.desk[triple]]:
            continue
        rest = replace(problem, triples=problem.triples[problem.triples.case != way.case])
        flow = flow_of(build_network(rest), FlowEngine().solve_levels(rest, levels).choice)
        assert flow is not None
        alone = [level.costs(problem, np.array([triple]))[0] for level in levels]
        expected = np.array(level_costs(build_network(rest), levels, flow)) + alone - base
        assert over_the_limits(residual, way).loss == tuple(expected.tolist()), triple
