"""Pairs of cases that go over limits, priced in the second phase (Q9)."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation.overriding import goes_over, overriding_pair
from solver.explanation.regret import Regret
from solver.overrides import Overrides
from solver.plan import Plan, solve_compiled
from solver.problem import Problem
from tests.answering import SETTINGS
from tests.oracle import objective, plan_count
from tests.referee.instances.requests import Size, random_request, weighted_request

SIZE = Size(cases=(8, 14), agents=(3, 6))
LONG = timedelta(seconds=10)
MOST_PLANS = 2_000


def _plans(seeds: range) -> Iterator[tuple[Plan, Overrides]]:
    """Proved ones with a second phase; every third batch weighs its cases."""
    for seed in seeds:
        asking = weighted_request(seed) if seed % 3 == 0 else random_request(seed, SIZE)
        facts = snapshot_from_proto(asking, SETTINGS.received_time).snapshot
        plan = solve_compiled(compile_problem(facts, RULES), AutoEngine())
        second = plan.overrides
        if second and plan.proved and plan_count(second.problem) <= MOST_PLANS:
            yield plan, second


def _reached(problem: Problem, choice: tuple[int, ...]) -> tuple[int, ...] | None:
    """Coverage by class, rounds, rank, turn, tie-break; all to be maximised."""
    found = objective(problem, choice)
    if found is None:
        return None
    *coverage, rank, _, rounds, score, places = found[1:]
    return (*coverage, rounds, rank, score, places)


def _best(problem: Problem, case: int, agent: int) -> tuple[int, ...] | None:
    """Of all plans with the pair."""
    options = [[-1] for _ in range(problem.case_count)]
    for triple, row in enumerate(problem.triples.case):
        options[row].append(triple)
    mine = options[case][1:]
    options[case] = [one for one in mine if problem.agent(np.array([one]))[0] == agent]
    reached = (_reached(problem, plan) for plan in itertools.product(*options))
    return max((one for one in reached if one is not None), default=None)


def _after(second: Overrides, found: Regret) -> tuple[int, ...] | None:
    """What its moves lead to."""
    problem, choice = second.problem, second.choice.copy()
    for move in found.moves:
        case = int(np.searchsorted(second.cases, move.case))
        triples = problem.triples
        there = np.flatnonzero((triples.case == case) & (triples.desk == move.after))
        choice[case] = -1 if move.after < 0 else int(there[0])
    return _reached(problem, tuple(choice.tolist()))


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(100), id="some"),
        pytest.param(range(1_000, 1_600), id="many", marks=pytest.mark.soak),
    ],
)
def test_a_pair_costs_what_the_best_second_phase_with_it_does(seeds: range) -> None:
    """By full enumeration; who may not take the case over limits has no price."""
    priced = unpriced = costly = 0
    for plan, second in _plans(seeds):
        before = _reached(second.problem, tuple(second.choice.tolist()))
        assert before is not None
        for case in filter(lambda one: goes_over(plan, one), range(len(plan.choice))):
            place = int(np.searchsorted(second.cases, case))
            for agent in range(plan.compiled.problem.agent_count):
                found = overriding_pair(plan, case, agent, LONG)
                best = _best(second.problem, place, agent)
                assert (found is None) == (best is None)
                if found is None or best is None:
                    unpriced += 1
                    continue
                assert _after(second, found) == best
                lost = np.subtract(before, best).tolist()
                assert [one for one in found.loss if one] == [one for one in lost if one]
                priced += 1
                costly += any(found.loss)
    assert min(priced, unpriced, costly) > 10


def test_without_a_proof_of_the_second_phase_there_is_no_price() -> None:
    """Nor without such a phase."""
    plan, second = next(one for one in _plans(range(30)) if len(one[1].picks.case))
    case, agent = int(second.picks.case[0]), int(second.picks.agent[0])
    assert overriding_pair(plan, case, agent, LONG) is not None
    levels = tuple(replace(level, proved=False) for level in second.levels)
    open_ = replace(plan, overrides=replace(second, levels=levels))
    assert overriding_pair(open_, case, agent, LONG) is None
    assert overriding_pair(replace(plan, overrides=None), case, agent, LONG) is None
