"""Peers solve the same plain problem, and exact ones come to the same value."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bench_peers import worth
from benchmarks.bench_solve import built
from benchmarks.instances import Order, make_instance
from benchmarks.jobs import can_solve
from benchmarks.peers import (
    CBC,
    NEARING,
    OURS,
    PEERS,
    PROFILES,
    Answer,
    installed_peers,
    nearing_peer,
    peer_named,
)
from benchmarks.peers.nearly import Nearing
from benchmarks.plain import factored_plain, held, plain
from benchmarks.workloads import workloads_named
from solver.engines.course import Bound
from solver.engines.weighted import WeightedEngine
from solver.errors import SolveError
from solver.levels import LevelKind, levels_of
from solver.problem import Problem
from tests.problems import SMALL, TINY, Size, random_problem, random_weighted_problem

EXACT = [name for name in PEERS if name != OURS and PROFILES[name].levels]
WEIGHING = [name for name in EXACT if PROFILES[name].weighs]
GREEDY = [name for name in PEERS if not PROFILES[name].levels]
FACTORED = [name for name in PEERS if PROFILES[name].factored]
WEIGHTY = Size(cases=16, agents=5, queues=2, scores=40, score_unit=137)
WEIGHTS_DECIDE = (0, 5, 7, 8, 10, 12)


def reached(name: str, problem: Problem) -> tuple[int, int]:
    """What a peer makes of a plain problem; its limits are checked on the way."""
    return worth(peer_named(name).solve(problem))


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("seed", range(8))
def test_an_exact_peer_serves_as_many_with_the_same_fit(name: str, seed: int) -> None:
    problem = plain(random_problem(seed, SMALL))

    assert reached(name, problem) == reached(OURS, problem)


@pytest.mark.parametrize("name", WEIGHING)
@pytest.mark.parametrize("seed", WEIGHTS_DECIDE)
def test_an_exact_peer_knows_weighted_capacity(name: str, seed: int) -> None:
    problem = plain(random_weighted_problem(seed, WEIGHTY))

    assert reached(name, problem) == reached(OURS, problem)


@pytest.mark.parametrize("name", NEARING)
@pytest.mark.parametrize("seed", WEIGHTS_DECIDE)
def test_a_peer_that_need_not_be_exact_serves_as_many_with_nearly_the_same_fit(
    name: str, seed: int
) -> None:
    problem = plain(random_weighted_problem(seed, WEIGHTY))
    served, fit = reached(OURS, problem)

    for gap in (0.0, 0.02, 0.2):
        near = nearing_peer(name).solve_near(problem, gap)
        found = worth(near.answer)
        assert 0.0 <= near.gap <= gap
        assert found[0] == served
        assert fit - found[1] <= near.gap * found[1]


def test_ours_ends_when_its_fit_is_near_enough() -> None:
    problem = plain(random_weighted_problem(WEIGHTS_DECIDE[0], WEIGHTY))
    levels = levels_of(problem)
    fit = [level.kind for level in levels].index(LevelKind.FIT)
    solution = WeightedEngine().solve(problem)
    cost = -reached(OURS, problem)[1]
    course = Nearing(problem, levels, gap=0.2)

    course.found(lambda: solution)
    course.found(lambda: solution, Bound(fit - 1, -(2**40)))
    course.found(lambda: solution, Bound(fit, 2 * cost))
    assert not course.is_over()
    course.found(lambda: solution, Bound(fit, cost * 11 // 10))
    assert course.is_over()


def test_weights_decide_in_the_weighted_problems_of_these_tests() -> None:
    problems = [plain(random_weighted_problem(seed, WEIGHTY)) for seed in WEIGHTS_DECIDE]

    for problem in problems:
        assert reached(OURS, problem) != reached(OURS, replace(problem, weighted=None))


@pytest.mark.parametrize("name", FACTORED)
@pytest.mark.parametrize("kind", ["dense", "enterprise", "enterprise-queues"])
def test_a_peer_reaches_the_same_whether_all_pairs_are_held_or_none(name: str, kind: str) -> None:
    request = make_instance(kind, Order(cases=300, agents=250, tightness=0.8))
    compiled = built(request.SerializeToString(), held_pairs=0)
    factored = factored_plain(compiled.problem)

    assert factored is not None
    assert len(factored.triples) == 0
    assert reached(name, factored) == reached(name, held(factored))
    assert reached(name, factored) == reached(name, plain(compiled.held().problem))


def test_a_peer_gets_what_it_knows_and_has_room_for() -> None:
    (weighted, enterprise, planet) = workloads_named(["weighted-2k", "enterprise", "planet"])

    assert [name for name in PEERS if can_solve(name, weighted)] == [OURS, *WEIGHING, *GREEDY]
    assert [name for name in PEERS if can_solve(name, enterprise)] == [OURS, "scipy", *GREEDY]
    assert [name for name in PEERS if can_solve(name, planet)] == [OURS, *GREEDY]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_scipy_and_ours_agree_on_tiny_problems(seed: int) -> None:
    problem = plain(random_problem(seed, TINY))

    assert {reached(name, problem) for name in ("scipy", "scipy-sparse")} == {
        reached(OURS, problem)
    }


def test_one_case_after_the_other_is_never_better_and_often_worse() -> None:
    problems = [plain(random_problem(seed, SMALL)) for seed in range(20)]
    greedy = [reached("sequential", problem) for problem in problems]
    best = [reached(OURS, problem) for problem in problems]

    assert all(lost <= won for lost, won in zip(greedy, best, strict=True))
    assert sum(lost < won for lost, won in zip(greedy, best, strict=True)) >= 5


@pytest.mark.parametrize("name", PEERS)
def test_nobody_is_assigned_where_nobody_may(name: str) -> None:
    problem = plain(random_problem(0, TINY))
    nothing = type(problem.triples)(
        *(getattr(problem.triples, field)[:0] for field in problem.triples.__slots__)
    )

    assert reached(name, replace(problem, triples=nothing)) == (0, 0)


def test_a_plan_over_a_limit_is_worth_nothing() -> None:
    problem = plain(random_problem(3, SMALL))
    choice = peer_named(OURS).solve(problem).choice
    full = replace(problem, new_room=np.zeros_like(problem.new_room))

    with pytest.raises(SolveError, match="breaks a limit"):
        worth(Answer(full, choice))


def test_cbc_is_left_out_where_pulp_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.peers.find_spec", lambda _: None)

    assert installed_peers() == tuple(name for name in PEERS if name != CBC)
