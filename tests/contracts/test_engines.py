"""What every engine promises, whatever its mathematics."""

import numpy as np
import pytest

from solver.engines.engine import Engine
from solver.engines.flow import FlowEngine
from solver.engines.mip import MipEngine
from solver.engines.mip_solver import MipSolver
from solver.engines.pulp import PulpEngine
from solver.engines.sequential import SequentialEngine
from solver.levels import levels_of
from solver.network import build_network
from solver.proof import flow_of
from solver.values import level_values
from tests.oracle import objective
from tests.problems import SMALL, TINY, random_problem, random_weighted_problem

MIPS = tuple(MipEngine(solver) for solver in (MipSolver.CP_SAT, MipSolver.HIGHS))
ENGINES: tuple[Engine, ...] = (FlowEngine(), SequentialEngine(), PulpEngine(), *MIPS)
EXACT: tuple[Engine, ...] = (FlowEngine(), PulpEngine(), *MIPS)
WEIGHING: tuple[Engine, ...] = (PulpEngine(), *MIPS)


def named(engine: Engine) -> str:
    """The engine, with the solver behind it."""
    return f"{engine.name} {getattr(engine, 'solver', '')}".strip()


@pytest.fixture(params=ENGINES, ids=named)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    chosen: Engine = request.param
    return chosen


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_breaks_no_limit(engine: Engine, seed: int) -> None:
    """Counted row by row, and by the proof's own flow."""
    problem = random_problem(seed, TINY)
    choice = engine.solve(problem).choice
    assert objective(problem, tuple(int(t) for t in choice)) is not None
    assert flow_of(build_network(problem), choice) is not None


def test_the_same_problem_gets_the_same_plan(engine: Engine) -> None:
    """Twice the same bytes."""
    size = TINY if engine.name == "mip" else SMALL
    first, second = (engine.solve(random_problem(7, size)).choice for _ in range(2))
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("seed", range(20))
def test_exact_engines_agree_in_every_level_value(seed: int) -> None:
    """Different mathematics, one optimum."""
    problem = random_problem(seed, TINY)
    levels = levels_of(problem)
    values = [
        [level.value for level in level_values(problem, levels, engine.solve(problem).choice)]
        for engine in EXACT
    ]
    assert all(each == values[0] for each in values)


@pytest.mark.parametrize("seed", range(20))
def test_L2_exact_engines_agree_where_weights_bind(seed: int) -> None:
    """CBC, CP-SAT and HiGHS; the flow knows nothing of weights."""
    problem = random_weighted_problem(seed, TINY)
    values = [
        objective(problem, tuple(int(t) for t in engine.solve(problem).choice))
        for engine in WEIGHING
    ]
    assert values[0] is not None
    assert all(each == values[0] for each in values)


def test_one_case_after_the_other_is_sometimes_worse() -> None:
    """Else the baseline would show nothing."""
    worse = 0
    for seed in range(50):
        problem = random_problem(seed, TINY)
        greedy, best = (
            objective(problem, tuple(int(t) for t in engine.solve(problem).choice))
            for engine in (SequentialEngine(), FlowEngine())
        )
        assert greedy is not None
        assert best is not None
        assert greedy <= best
        worse += greedy < best
    assert worse >= 5


def test_a_problem_without_triples_leaves_all_cases_waiting(engine: Engine) -> None:
    """Nobody may take anything: a plan all the same."""
    problem = random_problem(0, TINY)
    empty = type(problem.triples)(
        *(getattr(problem.triples, name)[:0] for name in problem.triples.__slots__)
    )
    columns = {name: getattr(problem, name) for name in problem.__slots__}
    bare = type(problem)(**{**columns, "triples": empty})
    assert (engine.solve(bare).choice == np.int64(-1)).all()
