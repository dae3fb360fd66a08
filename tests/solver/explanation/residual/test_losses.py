"""What many pairs would cost is what each of them costs by itself."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import Order, make_instance
from benchmarks.instances.moments import NOW
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.explanation.level_rows import LevelRow, level_rows
from solver.explanation.residual import zones
from solver.explanation.residual.distances import Distances
from solver.explanation.residual.forced import force
from solver.explanation.residual.losses import Losses, pair_losses
from solver.explanation.residual.widening import Residual
from solver.levels import LevelKind, levels_of
from solver.problem import Problem
from solver.units import Ints
from tests.oracle import plan_count
from tests.problems import SMALL, TINY, Size, random_problem
from tests.solver.explanation.residual.forcing import (
    all_objectives,
    costs_of,
    pairs,
    residual_of,
    solved_again,
)
from tests.solver.pricing.factored import compiled_twice

MOST_PLANS = 2_000
TEAM = Order(cases=300, agents=60, tightness=0.8)


def _losses(residual: Residual, case: Ints, agent: Ints) -> Losses:
    standing = residual.standing
    distances = Distances(standing, residual.arcs, level_rows(standing.problem, standing.levels))
    assert distances.everywhere is not None
    return pair_losses(distances, distances.everywhere, case, agent)


def _of_all(residual: Residual) -> Losses:
    problem = residual.standing.problem
    every = np.arange(problem.case_count * problem.agent_count)
    return _losses(residual, *np.divmod(every, max(problem.agent_count, 1)))


def _check(problem: Problem) -> Counter[str]:
    """Every pair of a problem by single searches."""
    residual, _ = residual_of(problem)
    found, seen = _of_all(residual), Counter[str]()
    rows = zip(found.case, found.agent, found.loss, found.exact, strict=True)
    forcings = [force(residual, one) for one in range(problem.case_count)]
    for one, other, loss, exact in rows:
        forced, told = forcings[one].of(int(other)), tuple(loss.tolist())
        if exact:
            assert forced is not None
            assert forced.loss == told, (one, other)
        elif forced is not None:
            assert forced.loss[:-2] >= told[:-2], (one, other)
        kind = "exact" if exact else "no way" if forced is None else "bounded"
        seen[kind] += 1
    return seen


def _check_by_enumeration(seed: int) -> Counter[str]:
    """Every pair of a tiny problem against the best of all plans that have it."""
    problem, seen = random_problem(seed, TINY), Counter[str]()
    if plan_count(problem) > MOST_PLANS:
        return seen
    residual, choice = residual_of(problem)
    found, plans = _of_all(residual), all_objectives(problem)
    place = {pair: k for k, pair in enumerate(zip(found.case, found.agent, strict=True))}
    rows, base = level_rows(problem, levels_of(problem)), np.array(costs_of(residual, choice))
    for case, agent, triple in pairs(problem):
        row = place[case, agent]
        best = max((one for one in plans if one[1][case] in triple), default=None)
        assert found.exact[row] == (best is not None), (seed, case, agent)
        if best is None:
            continue
        after = np.array(best[1])
        assert np.array_equal(found.loss[row], costs_of(residual, after) - base), (seed, row)
        served = _served(problem, rows, choice) - _served(problem, rows, after)
        assert np.array_equal(found.service[row], served), (seed, case, agent)
        seen["all"] += 1
        seen["service"] += bool(served.any())
    return seen


def _served(problem: Problem, rows: tuple[LevelRow, ...], choice: Ints) -> Ints:
    """Sum of u of the served cases of each group and class, by row."""
    told = np.zeros(len(rows), dtype=np.int64)
    for column, row in enumerate(rows):
        if row.kind == LevelKind.COVERAGE:
            mine = (problem.group == row.group) & (problem.urgency_class == row.urgency_class)
            told[column] = int(problem.urgency[mine & (choice >= 0)].sum())
    return told


def _check_by_solving(held: Problem, factored: Problem, seed: int, count: int) -> Counter[str]:
    """Some pairs of a problem that nobody holds against new solves of the one that is held."""
    residual, _ = residual_of(factored)
    standing = residual.standing
    optimum = residual_of(held)
    base = np.array(costs_of(*optimum))
    rng = np.random.default_rng(seed)
    every = list(pairs(held))
    some = [every[k] for k in rng.permutation(len(every))[:count].tolist()]
    columns = np.array([one[:2] for one in some], dtype=np.int64).reshape(-1, 2)
    found, seen = _losses(residual, *columns.T), Counter[str]()
    place = {pair: k for k, pair in enumerate(zip(found.case, found.agent, strict=True))}
    for case, agent, triple in some:
        row, costs = place[case, agent], solved_again(optimum[0], triple)
        assert found.exact[row] == (costs is not None), (seed, case, agent)
        if costs is not None:
            assert np.array_equal(found.loss[row], np.array(costs) - base), (seed, case, agent)
            seen["all"] += 1
            seen["above fit"] += bool(found.loss[row, : len(standing.levels) - 2].any())
    return seen


def _team(seed: int) -> Counter[str]:
    """Sixty virtual queues and four drain groups, a few dozen pairs."""
    request = make_instance("enterprise-queues", replace(TEAM, seed=seed))
    snapshot = snapshot_from_proto(request, NOW).snapshot
    held, factored = (compile_problem(snapshot, RULES, most).problem for most in (60_000, 0))
    assert factored.candidates is not None
    assert held.candidates is None
    return _check_by_solving(held, factored, seed, 20)


@pytest.mark.parametrize("size", [TINY, SMALL], ids=["tiny", "small"])
def test_losses_of_all_pairs_are_those_of_single_searches(size: Size) -> None:
    """All of them that have a way."""
    seen = sum((_check(random_problem(seed, size)) for seed in range(25)), Counter[str]())
    assert seen["exact"] > 100
    assert not seen["bounded"]


def test_losses_of_all_pairs_where_nobody_holds_them() -> None:
    """The same over candidates."""
    problems = [factored.problem for _, _, factored in compiled_twice(range(60))]
    seen = sum((_check(problem) for problem in problems), Counter[str]())
    assert seen["exact"] > 100
    assert not seen["bounded"]


def test_losses_are_bounded_where_it_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The true ones are no less above fit."""
    monkeypatch.setattr(zones, "MOST", 0)
    seen = sum((_check(random_problem(seed, SMALL)) for seed in range(25)), Counter[str]())
    assert min(seen["exact"], seen["bounded"]) > 50


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_losses_are_those_of_the_best_plans_that_have_the_pairs(start: int) -> None:
    """And so is the service that people read; by full enumeration."""
    seeds = range(start, start + 50)
    seen = sum((_check_by_enumeration(seed) for seed in seeds), Counter[str]())
    assert min(seen["all"], 5 * seen["service"]) > 100


def test_losses_are_those_of_new_solves() -> None:
    """Where nobody holds the pairs, of snapshots with everything in them."""
    twice = compiled_twice(range(80))
    seen = sum(
        (_check_by_solving(held.problem, free.problem, seed, 5) for seed, held, free in twice),
        Counter[str](),
    )
    assert min(seen["all"], 5 * seen["above fit"]) > 100


def test_losses_of_a_team_with_drain_groups_are_those_of_new_solves() -> None:
    """Sixty queues."""
    seen = _team(1)
    assert min(seen["all"], 2 * seen["above fit"]) > 15


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 9_000, 1_000))
def test_losses_of_thousands_of_problems(start: int) -> None:
    """By enumeration, and by new solves."""
    for seed in range(start, start + 1_000):
        _check_by_enumeration(seed)
    for seed, held, factored in compiled_twice(range(start, start + 300)):
        _check_by_solving(held.problem, factored.problem, seed, 10)
    assert sum((_team(seed) for seed in range(start, start + 5)), Counter[str]())["above fit"] > 50
