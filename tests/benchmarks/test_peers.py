"""Peers solve the same plain problem, and exact ones come to the same value."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bench_peers import worth
from benchmarks.peers import CBC, OURS, PEERS, installed_peers, peer_named
from benchmarks.plain import plain
from solver.errors import SolveError
from solver.problem import Problem
from tests.problems import SMALL, TINY, random_problem

EXACT = [name for name in PEERS if name not in (OURS, "sequential")]


def reached(name: str, problem: Problem) -> tuple[int, int]:
    """What a peer makes of a plain problem; its limits are checked on the way."""
    return worth(problem, peer_named(name).solve(problem))


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("seed", range(8))
def test_an_exact_peer_serves_as_many_with_the_same_fit(name: str, seed: int) -> None:
    problem = plain(random_problem(seed, SMALL))

    assert reached(name, problem) == reached(OURS, problem)


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
    choice = peer_named(OURS).solve(problem)
    full = replace(problem, new_room=np.zeros_like(problem.new_room))

    with pytest.raises(SolveError, match="breaks a limit"):
        worth(full, choice)


def test_cbc_is_left_out_where_pulp_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.peers.find_spec", lambda _: None)

    assert installed_peers() == tuple(name for name in PEERS if name != CBC)
