"""Shadow prices of whole snapshots are what new solves gain (02 section 5)."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from server.wiring import RULES, Rules
from solver.compile import compile_problem
from solver.engines.flow import FlowEngine
from solver.explanation.changes.joining import with_one_in_each_queue
from solver.explanation.shadow.opened import wanted_skills
from solver.explanation.shadow.price import Gain, PriceKind, difference
from solver.facts import Snapshot
from solver.levels import LevelKind
from solver.plan import Plan, solve_compiled
from solver.rules import Scope
from solver.values import LevelValue
from tests.solver.explanation.shadow.changed import OnlyOne, SameFits, roomier, skilled
from tests.solver.explanation.shadow.telling import random_plans, told_of


def _gain(plan: Plan, snapshot: Snapshot, rules: Rules) -> tuple[tuple[int, ...], Gain]:
    """Of a new solve: the cost of every level, and the gain as the batch tells it."""
    other = solve_compiled(compile_problem(snapshot, rules), FlowEngine())
    cost = difference(other.levels, _with_all(plan.levels, other)).gain
    return cost, difference(plan.levels, other.levels)


def _with_all(levels: tuple[LevelValue, ...], other: Plan) -> tuple[LevelValue, ...]:
    """With levels that only the other plan has, at 0."""
    known = {(one.kind, one.group, one.urgency_class) for one in levels}
    more = [
        replace(one, value=0)
        for one in other.levels
        if (one.kind, one.group, one.urgency_class) not in known
    ]
    return (*levels, *more)


SEEDS = [
    *(pytest.param(range(start, start + 40), id=f"from {start}") for start in range(0, 160, 40)),
    *(
        pytest.param(range(start, start + 250), id=f"from {start}", marks=pytest.mark.soak)
        for start in range(1_000, 2_000, 250)
    ),
]


def _nothing(plan: Plan) -> Gain:
    return Gain((0,) * len(plan.levels), (0,) * len(plan.levels))


@pytest.mark.parametrize("seeds", SEEDS)
def test_slots_of_full_agents_too_are_worth_what_a_new_solve_gains(seeds: range) -> None:
    """By new cases, by cases held, and by both at once; two of a kind are never told."""
    seen = Counter[str]()
    for plan in random_plans(seeds):
        compiled, told = plan.compiled, told_of(plan)
        rules = SameFits(known=compiled)
        held = compiled.owners.held(len(compiled.snapshot.agents))
        backlog = compiled.eligibility.room(Scope.BACKLOG, held.shape)
        for agent in np.flatnonzero(held <= backlog).tolist():
            gains = {
                kind: _gain(plan, compiled.snapshot, roomier(rules, agent, scopes))[1]
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
                assert (price.gain if price else _nothing(plan)) == gain, (plan, agent, kind)
                seen[kind.name] += price is not None
                no_room = compiled.problem.new_room[agent] == 0 or backlog[agent] == 0
                seen["full"] += price is not None and bool(no_room)
    assert min(seen["HOURLY"], seen["BACKLOG"], seen["full"]) > 2


@pytest.mark.parametrize("seeds", SEEDS)
def test_an_agent_more_serves_what_he_would_in_a_new_solve(seeds: range) -> None:
    """In all levels above rounds: below, his own fit would decide."""
    seen = 0
    for plan in random_plans(seeds):
        compiled, told = plan.compiled, told_of(plan)
        if compiled.eligibility.scored is not None:
            continue
        agents = len(compiled.snapshot.agents)
        wider = with_one_in_each_queue(compiled.snapshot)
        for place, queue in enumerate(compiled.snapshot.policy.queues):
            if queue.min_fit:
                continue
            limits = tuple(OnlyOne(limit, agents, agents + place) for limit in RULES.limits)
            after = solve_compiled(
                compile_problem(wider, replace(RULES, limits=limits)), FlowEngine()
            )
            price = told.get((PriceKind.QUEUE, -1, place, ""))
            gain = price.gain if price else _nothing(plan)
            reached = difference(plan.levels, after.levels)
            above = [one.kind < LevelKind.ROUNDS for one in plan.levels]
            assert np.array_equal(np.array(gain.gain)[above], np.array(reached.gain)[above])
            assert np.array_equal(np.array(gain.served)[above], np.array(reached.served)[above])
            seen += price is not None
    assert seen > 10


@pytest.mark.parametrize("seeds", SEEDS)
def test_a_skill_is_worth_most_with_the_agent_who_is_named(seeds: range) -> None:
    """No agent gains more by it in a new solve with the same fits; of equal ones the first."""
    seen = 0
    for plan in random_plans(seeds):
        compiled, told = plan.compiled, told_of(plan)
        rules = SameFits(known=compiled)
        asked = wanted_skills(compiled.snapshot)
        assert {one.skill for one in told.values() if one.skill} <= set(asked)
        for skill, level in asked.items():
            trials = [
                (*_gain(plan, skilled(compiled.snapshot, agent, skill, level), rules), agent)
                for agent in range(len(compiled.snapshot.agents))
            ]
            _, gain, agent = min(trials, key=lambda one: (one[0], one[2]))
            price = told.get((PriceKind.SKILL, -1, -1, skill))
            if price is None:
                assert gain == _nothing(plan)
            else:
                assert (price.gain, price.agent, price.level) == (gain, agent, level)
                seen += 1
    assert seen > 2
