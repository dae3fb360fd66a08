"""Losses of many pairs with weighted capacity, by new solves (02 section 5)."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation import solved
from solver.explanation.solved import Solving, other_agents
from solver.explanation.why_not import Asked, why_not
from solver.plan import Plan, solve_compiled
from solver.units import Ints
from tests.answering import SETTINGS
from tests.referee.instances.requests import weighted_request


def _plans(seeds: range) -> Iterator[Plan]:
    """Proved ones of batches that weigh their cases."""
    for seed in seeds:
        snapshot = snapshot_from_proto(weighted_request(seed), SETTINGS.received_time).snapshot
        plan = solve_compiled(compile_problem(snapshot, RULES), AutoEngine())
        if plan.compiled.problem.is_weighted and plan.proved:
            yield plan


def _solving(plan: Plan) -> Solving:
    found = Solving.of(plan, AutoEngine(), lambda: False)
    assert found is not None
    return found


def _pairs(plan: Plan) -> tuple[Ints, Ints]:
    """All that are allowed."""
    problem = plan.compiled.problem
    every = np.arange(len(problem.triples))
    keys = np.unique(problem.triples.case * np.int64(problem.agent_count) + problem.agent(every))
    case, agent = np.divmod(keys, problem.agent_count)
    return case, agent


def test_every_pair_costs_what_it_does_when_asked_alone() -> None:
    """In every level; what is not proved is not known."""
    told = 0
    for plan in _plans(range(30)):
        case, agent = _pairs(plan)
        found = _solving(plan).of_pairs(case, agent)
        for row, pair in enumerate(zip(case.tolist(), agent.tolist(), strict=True)):
            alone = why_not(plan, *pair)
            if alone.asked in (Asked.OVERRIDDEN, Asked.OVERRIDE):
                continue
            assert bool(found.known[row]) == (alone.asked == Asked.SOLVED)
            if alone.asked == Asked.SOLVED:
                assert alone.regret is not None
                assert tuple(found.loss[row].tolist()) == alone.regret.loss
                told += 1
    assert told > 20


def test_the_alternatives_are_those_that_cost_least() -> None:
    """Of all other agents, each of whom costs what he does when asked alone; ties by id."""
    told = 0
    for plan in _plans(range(40)):
        for case, others in _solving(plan).best_of_all(2).items():
            asked = [why_not(plan, case, agent) for agent in other_agents(plan, case)]
            every = [one.regret for one in asked if one.regret and one.asked == Asked.SOLVED]
            every.sort(key=lambda one: (one.loss, one.agent))
            assert others.regrets == tuple(every[:2])
            assert others.untried == sum(one.asked == Asked.TRIED for one in asked)
            told += len(others.regrets)
    assert told > 15


def test_of_a_batch_with_more_pairs_than_are_solved_no_alternatives_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """But how many agents were not tried; one case alone is worked out all the same."""
    plan = next(one for one in _plans(range(30)) if any(map(len, _others(one))))
    monkeypatch.setattr(solved, "MOST", len(plan.compiled.problem.triples) - 1)
    found = _solving(plan).best_of_all(5)
    assert not any(one.regrets for one in found.values())
    assert [one.untried for one in found.values()] == list(map(len, _others(plan)))
    case = max(found, key=lambda one: found[one].untried)
    assert _solving(plan).of_case(case, 5).regrets


def _others(plan: Plan) -> list[list[int]]:
    return [other_agents(plan, case) for case in np.flatnonzero(plan.choice >= 0).tolist()]


def test_what_time_leaves_out_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what a plan without proof is compared with."""
    plan = next(one for one in _plans(range(30)) if sum(map(len, _others(one))) > 1)
    case, agent = _pairs(plan)
    moments = iter([False, False, *[True] * len(case)])
    some = Solving(plan, AutoEngine(), lambda: next(moments)).of_pairs(case, agent)
    assert not some.known[2:].any()
    assert some.known[:2].any()
    late = Solving(plan, AutoEngine(), lambda: True).best_of_all(5)
    assert [one.untried for one in late.values()] == list(map(len, _others(plan)))
    monkeypatch.setattr(solved, "MOST", 1)
    assert not _solving(plan).of_pairs(case, agent).known[1:].any()
    levels = tuple(replace(level, proved=False) for level in plan.levels)
    assert Solving.of(replace(plan, levels=levels), AutoEngine(), lambda: False) is None
