"""The second phase (Q9) has levels in an order of its own: every exact engine agrees on them."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.engines.flow import FlowEngine
from solver.engines.mip import MipEngine
from solver.engines.mip_solver import MipSolver
from solver.levels import Level
from solver.network import build_network
from solver.overrides import Overrides
from solver.plan import solve_compiled
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from solver.units import Ints
from tests.answering import SETTINGS
from tests.oracle import plan_count
from tests.referee.instances.requests import random_request

BATCHES = [range(start, start + 60) for start in range(0, 240, 60)]
ENGINES: tuple[FlowEngine | AutoEngine | MipEngine, ...] = (
    FlowEngine(),
    AutoEngine(),
    *(MipEngine(solver) for solver in MipSolver),
)


def second_phases(seeds: range) -> Iterator[Overrides]:
    """Those of random snapshots that have one."""
    for seed in seeds:
        snapshot = snapshot_from_proto(random_request(seed), SETTINGS.received_time).snapshot
        plan = solve_compiled(compile_problem(snapshot, RULES), AutoEngine())
        if plan.overrides is not None:
            yield plan.overrides


def costs(problem: Problem, levels: tuple[Level, ...], choice: Ints) -> tuple[int, ...] | None:
    """All levels in min form; None where a limit is broken."""
    network = build_network(problem)
    flow = flow_of(network, choice)
    return None if flow is None else level_costs(network, levels, flow)


def best(problem: Problem, levels: tuple[Level, ...]) -> tuple[int, ...]:
    """Over all plans."""
    start = problem.first_triples()
    options = [[-1, *range(a, b)] for a, b in itertools.pairwise(start.tolist())]
    found = (costs(problem, levels, np.array(plan)) for plan in itertools.product(*options))
    return min(each for each in found if each is not None)


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"from {seeds[0]}")
def test_Q9_every_exact_engine_finds_the_optimum_of_the_second_phase(seeds: range) -> None:
    """By its own order of levels: coverage, rounds, rank, turns, tie-break."""
    tried = 0
    for phase in second_phases(seeds):
        problem, levels = phase.problem, phase.price_levels
        expected = costs(problem, levels, phase.choice)
        assert phase.proof.proved_levels == len(levels)
        for engine in ENGINES:
            solution = engine.solve_levels(problem, levels)
            assert costs(problem, levels, solution.choice) == expected
        if plan_count(problem) <= 500:
            assert expected == best(problem, levels)
            tried += 1
    assert tried >= 3
