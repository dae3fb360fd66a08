"""Where cases are weighed, a shadow price is what the best of all plans gains (02 section 5)."""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES, Rules
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation.changes.joining import with_one_in_each_queue
from solver.explanation.shadow import prices
from solver.explanation.shadow.opened import wanted_skills
from solver.explanation.shadow.price import Gain, PriceKind, ShadowPrice, difference
from solver.explanation.shadow.prices import shadow_prices
from solver.facts import Snapshot
from solver.levels import LevelKind, levels_of
from solver.plan import Plan, solve_compiled
from solver.problem import Problem
from solver.rules import Scope
from solver.values import LevelValue, level_values
from tests.answering import SETTINGS
from tests.oracle import objective, plan_count
from tests.referee.instances.requests import weighted_request
from tests.solver.explanation.shadow.changed import (
    AnyWeight,
    OnlyOne,
    SameFits,
    roomier,
    skilled,
)

MOST_PLANS = 2_000
SEEDS = [
    *(pytest.param(range(start, start + 30), id=f"from {start}") for start in (0, 30)),
    pytest.param(range(1_000, 1_600), id="many", marks=pytest.mark.soak),
]


def _plans(seeds: range) -> Iterator[Plan]:
    """Proved ones of batches that weigh their cases."""
    for seed in seeds:
        snapshot = snapshot_from_proto(weighted_request(seed), SETTINGS.received_time).snapshot
        compiled = compile_problem(snapshot, RULES)
        if compiled.problem.is_weighted:
            plan = solve_compiled(compiled, AutoEngine())
            if plan.proved:
                yield plan


def _told(plan: Plan) -> dict[tuple[PriceKind, int, int, str], ShadowPrice]:
    """By kind and unit."""
    found = shadow_prices(plan, AutoEngine())
    assert not found.untried
    return {
        (one.kind, -1 if one.skill else one.agent, one.queue, one.skill): one
        for one in found.prices
    }


def _best(problem: Problem) -> tuple[LevelValue, ...] | None:
    """By full enumeration; None where that takes too long."""
    if plan_count(problem) > MOST_PLANS:
        return None
    options = [[-1] for _ in range(problem.case_count)]
    for triple, case in enumerate(problem.triples.case):
        options[case].append(triple)
    plans = ((objective(problem, plan), plan) for plan in itertools.product(*options))
    best = max((value, plan) for value, plan in plans if value is not None)
    return level_values(problem, levels_of(problem), np.array(best[1]))


def _gain(plan: Plan, snapshot: Snapshot, rules: Rules) -> Gain | None:
    """Of a changed batch; None where nobody knows."""
    best = _best(compile_problem(snapshot, rules).problem)
    return None if best is None else difference(plan.levels, best)


def _nothing(plan: Plan) -> Gain:
    return Gain((0,) * len(plan.levels), (0,) * len(plan.levels))


@pytest.mark.parametrize("seeds", SEEDS)
def test_slots_are_worth_what_the_best_plan_gains(seeds: range) -> None:
    """Of agents who are full by count or by weight, and of owners of no more than they may."""
    seen = Counter[str]()
    for plan in _plans(seeds):
        compiled, told = plan.compiled, _told(plan)
        rules = SameFits(known=compiled)
        held = compiled.owners.held(len(compiled.snapshot.agents))
        backlog = compiled.eligibility.room(Scope.BACKLOG, held.shape)
        for agent in np.flatnonzero(held <= backlog).tolist():
            gains = {
                kind: _gain(plan, compiled.snapshot, roomier(rules, agent, scopes))
                for kind, scopes in (
                    (PriceKind.HOURLY, {Scope.NEW}),
                    (PriceKind.BACKLOG, {Scope.BACKLOG}),
                    (PriceKind.BOTH, {Scope.NEW, Scope.BACKLOG}),
                )
            }
            if gains[PriceKind.BOTH] in (gains[PriceKind.HOURLY], gains[PriceKind.BACKLOG]):
                gains[PriceKind.BOTH] = _nothing(plan)
            for kind, gain in gains.items():
                price = told.get((kind, agent, -1, ""))
                if gain is not None:
                    assert (price.gain if price else _nothing(plan)) == gain, (agent, kind)
                    seen["worth something" if price else "worth nothing"] += 1
    assert min(seen.values()) > 5


@pytest.mark.parametrize("seeds", SEEDS)
def test_an_agent_more_is_worth_what_the_best_plan_gains(seeds: range) -> None:
    """Whatever cases weigh, in all levels above rounds: below, his own fit would decide."""
    seen = 0
    for plan in _plans(seeds):
        compiled, told = plan.compiled, _told(plan)
        if compiled.eligibility.scored is not None:
            continue
        agents = len(compiled.snapshot.agents)
        wider = with_one_in_each_queue(compiled.snapshot)
        assert RULES.weighted_limit is not None
        for place, queue in enumerate(compiled.snapshot.policy.queues):
            limits = tuple(OnlyOne(limit, agents, agents + place) for limit in RULES.limits)
            weighted = AnyWeight(RULES.weighted_limit, agents)
            rules = replace(RULES, limits=limits, weighted_limit=weighted)
            reached = _gain(plan, wider, rules)
            if queue.min_fit or reached is None:
                continue
            price = told.get((PriceKind.QUEUE, -1, place, ""))
            gain = price.gain if price else _nothing(plan)
            above = [one.kind < LevelKind.ROUNDS for one in plan.levels]
            assert np.array_equal(np.array(gain.gain)[above], np.array(reached.gain)[above])
            assert np.array_equal(np.array(gain.served)[above], np.array(reached.served)[above])
            seen += price is not None
    assert seen > 5


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(60, 90), id="with 81"),
        pytest.param(range(270, 300), id="with 281"),
        pytest.param(range(1_000, 1_600), id="many", marks=pytest.mark.soak),
    ],
)
def test_a_skill_is_worth_most_with_the_agent_who_is_named(seeds: range) -> None:
    """No agent gains more by it in the best plan with the same fits."""
    seen = 0
    for plan in _plans(seeds):
        compiled, told = plan.compiled, _told(plan)
        rules = SameFits(known=compiled)
        for skill, level in wanted_skills(compiled.snapshot).items():
            snapshots = (
                skilled(compiled.snapshot, agent, skill, level)
                for agent in range(len(compiled.snapshot.agents))
            )
            gains = [_gain(plan, one, rules) for one in snapshots]
            price = told.get((PriceKind.SKILL, -1, -1, skill))
            known = [one for one in gains if one is not None]
            if len(known) < len(gains):
                continue
            if price is None:
                assert all(not any(one.gain) for one in known)
            else:
                assert price.gain == known[price.agent] == max(known, key=lambda one: one.gain)
                seen += 1
    assert seen > 0


def test_time_and_size_leave_units_out_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Agents, queues and skills."""
    plan = next(one for one in _plans(range(30)) if _told(one))
    facts = plan.compiled.snapshot
    every = len(facts.agents) + len(facts.policy.queues) + len(wanted_skills(facts))
    late = shadow_prices(plan, AutoEngine(), lambda: True)
    assert late.prices == ()
    assert 0 < late.untried <= every
    monkeypatch.setattr(prices, "SOLVED", 0)
    assert shadow_prices(plan, AutoEngine()) == prices.ShadowPrices(untried=every)
