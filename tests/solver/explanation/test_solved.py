"""Losses of many pairs with weighted capacity, by new solves (02 section 5)."""

from dataclasses import replace

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation import solved
from solver.explanation.solved import solved_losses
from solver.explanation.why_not import Asked, why_not
from solver.plan import Plan, solve_compiled
from solver.units import Ints
from tests.answering import SETTINGS
from tests.referee.instances.requests import weighted_request


def _plan(seed: int) -> Plan:
    snapshot = snapshot_from_proto(weighted_request(seed), SETTINGS.received_time).snapshot
    return solve_compiled(compile_problem(snapshot, RULES), AutoEngine())


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
    for plan in map(_plan, range(30)):
        if not (plan.compiled.problem.is_weighted and plan.proved):
            continue
        case, agent = _pairs(plan)
        found = solved_losses(plan, AutoEngine(), case, agent, lambda: False)
        for row, pair in enumerate(zip(case.tolist(), agent.tolist(), strict=True)):
            alone = why_not(plan, *pair)
            if alone.asked == Asked.OVERRIDDEN:
                continue
            assert bool(found.known[row]) == (alone.asked == Asked.SOLVED)
            if alone.asked == Asked.SOLVED:
                assert alone.regret is not None
                assert tuple(found.loss[row].tolist()) == alone.regret.loss
                told += 1
    assert told > 20


def test_what_time_leaves_out_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what a plan without proof is compared with."""
    plan = next(one for one in map(_plan, range(30)) if one.compiled.problem.is_weighted)
    case, agent = _pairs(plan)
    moments = iter([False, False, True])
    some = solved_losses(plan, AutoEngine(), case, agent, lambda: next(moments))
    assert not some.known[2:].any()
    assert some.known[:2].any()
    monkeypatch.setattr(solved, "MOST", 1)
    assert not solved_losses(plan, AutoEngine(), case, agent, lambda: False).known[1:].any()
    levels = tuple(replace(level, proved=False) for level in plan.levels)
    unproved = replace(plan, levels=levels)
    assert not solved_losses(unproved, AutoEngine(), case, agent, lambda: False).known.any()
