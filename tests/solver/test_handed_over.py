"""A plan goes from one process to another, and nothing of it is believed there."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import Compiled, compile_problem
from solver.engines.auto import AutoEngine
from solver.engines.flow import FlowEngine
from solver.handed_over import HandedOver, TakingOver, hand_over
from solver.plan import Plan, solve_compiled
from solver.progress import incumbent
from tests.answering import SETTINGS
from tests.referee.instances.requests import SMALL, Size, weighted_request
from tests.solver.pricing.factored import compiled_twice, values

BATCHES = [range(start, start + 10) for start in range(0, 40, 10)]


def sent(compiled: Compiled) -> HandedOver:
    """The optimum, as it arrives."""
    solution = FlowEngine().solve(compiled.problem)
    plan: HandedOver = pickle.loads(pickle.dumps(hand_over(incumbent(compiled, solution))))
    return plan


def taken_over(compiled: Compiled, plan: HandedOver | None) -> Plan:
    return solve_compiled(compiled, TakingOver(plan))


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"from {seeds[0]}")
def test_the_plan_is_the_same_and_proved_anew(seeds: range) -> None:
    """Whether its triples are held here, there, in both places or in neither."""
    for seed, held, factored in compiled_twice(seeds):
        if held.problem.is_weighted:
            continue
        expected = solve_compiled(held, FlowEngine())
        for there in (held, factored):
            for here in (held, factored):
                plan = taken_over(here, sent(there))
                assert plan.proved, seed
                assert plan.engine == "flow"
                assert values(plan) == values(expected), seed


def test_a_plan_that_does_not_belong_here_is_not_taken() -> None:
    """Of another size, with a desk that is not there, with a pair that is not allowed."""
    refused = 0
    for _, held, factored in compiled_twice(range(40)):
        plan = sent(held)
        beyond = np.full_like(plan.desk, len(held.problem.desks))
        wrong = [plan.desk[:-1], beyond, *forbidden(held, plan)]
        for desk in wrong:
            for here in (held, factored):
                assert taken_over(here, replace(plan, desk=desk)).engine == "sequential"
        refused += len(wrong)
    assert refused > 40


def forbidden(held: Compiled, plan: HandedOver) -> list[np.ndarray]:
    """The plan with one case at a desk where it may not go, for some cases."""
    problem = held.problem
    allowed = np.zeros((problem.case_count, len(problem.desks)), dtype=np.bool_)
    allowed[problem.triples.case, problem.triples.desk] = True
    changed = []
    for case, desk in list(zip(*np.nonzero(~allowed), strict=True))[:5]:
        desks = plan.desk.copy()
        desks[case] = desk
        changed.append(desks)
    return changed


def test_a_plan_that_breaks_a_limit_is_not_taken() -> None:
    """All cases at one desk, which has no room for them."""
    broken = 0
    for _, held, factored in compiled_twice(range(20), Size(cases=(60, 60), agents=(9, 9))):
        problem, plan = held.problem, sent(held)
        room = np.minimum(problem.desks.room, problem.new_room[problem.desks.agent])
        counts = np.bincount(problem.triples.desk, minlength=len(room))
        full = np.flatnonzero((counts > room) & ~problem.desks.keeping)
        for desk in full[:2].tolist():
            desks = np.full_like(plan.desk, -1)
            desks[problem.triples.case[problem.triples.desk == desk]] = desk
            for here in (held, factored):
                assert taken_over(here, replace(plan, desk=desks)).engine == "sequential"
            broken += 1
    assert broken > 5


def test_prices_of_another_problem_prove_nothing() -> None:
    _, held, _ = next(compiled_twice(range(20)))
    plan = sent(held)
    prices = plan.claims.prices
    assert prices is not None
    for wrong in (None, prices[1:], np.zeros_like(prices)):
        claims = replace(plan.claims, prices=wrong)
        assert not taken_over(held, replace(plan, claims=claims)).proved


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_L2_bounds_of_weighted_problems_are_handed_over_too(start: int) -> None:
    """Of every part."""
    proved = 0
    for seed in range(start, start + 20):
        now = SETTINGS.received_time
        facts = snapshot_from_proto(weighted_request(seed, SMALL), now).snapshot
        compiled = compile_problem(facts, RULES)
        solution = AutoEngine().solve(compiled.problem)
        expected = solve_compiled(compiled, AutoEngine())
        plan = taken_over(compiled, hand_over(incumbent(compiled, solution)))
        assert plan.engine == expected.engine
        assert plan.levels == expected.levels
        proved += compiled.problem.is_weighted and plan.proved
    assert proved > 3


def test_without_a_plan_one_case_after_the_other_is_served() -> None:
    _, held, _ = next(compiled_twice(range(20)))
    assert taken_over(held, None).engine == "sequential"
