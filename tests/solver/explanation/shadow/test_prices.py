"""Shadow prices of whole snapshots are what new solves gain (02 section 5)."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pytest

from server.wiring import RULES, Rules
from solver.compile import Compiled, compile_problem
from solver.engines.flow import FlowEngine
from solver.explanation.changes.applied import with_skill
from solver.explanation.changes.joining import with_one_in_each_queue
from solver.explanation.shadow.opened import wanted_skills
from solver.explanation.shadow.price import Gain, PriceKind, difference
from solver.facts import Snapshot
from solver.levels import LevelKind
from solver.plan import Plan, solve_compiled
from solver.reasons import Reason
from solver.rules import NO_LIMIT, FitFacts, Limit, PillarMeans, Scope, Usage
from solver.units import Ints
from solver.values import LevelValue
from tests.solver.explanation.shadow.telling import random_plans, told_of


@dataclass(frozen=True, slots=True)
class MoreRoom:
    """A limit with room for one case more of an agent than there is."""

    inner: Limit
    agent: int

    @property
    def reason(self) -> Reason:
        """As it was."""
        return self.inner.reason

    @property
    def scope(self) -> Scope:
        """As it was."""
        return self.inner.scope

    def usage(self, snapshot: Snapshot) -> Usage:
        """One more than there is."""
        usage = self.inner.usage(snapshot)
        limit = usage.limit.copy()
        if limit[self.agent] != NO_LIMIT:
            limit[self.agent] = usage.used[self.agent] + usage.room[self.agent] + 1
        return Usage(usage.used, limit)


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """A limit that leaves all agents from one on alone, but for the cycle: there it lets one of
    them have a single case, and the others none."""

    inner: Limit
    first: int
    chosen: int

    @property
    def reason(self) -> Reason:
        """As it was."""
        return self.inner.reason

    @property
    def scope(self) -> Scope:
        """As it was."""
        return self.inner.scope

    def usage(self, snapshot: Snapshot) -> Usage:
        """Used as it was."""
        usage = self.inner.usage(snapshot)
        limit = usage.limit.copy()
        limit[..., self.first :] = NO_LIMIT
        if self.reason == Reason.CYCLE_LIMIT:
            limit[self.first :] = usage.used[self.first :]
            limit[self.chosen] += 1
        return Usage(usage.used, limit)


@dataclass(frozen=True, slots=True)
class SameFits(Rules):
    """Fits and discounts of another compile."""

    known: Compiled | None = None

    def fit_facts(self, snapshot: Snapshot) -> FitFacts:
        """As they were."""
        assert self.known is not None
        return self.known.facts

    def discounts(self, snapshot: Snapshot, facts: FitFacts, means: PillarMeans) -> Ints:
        """As they were."""
        assert self.known is not None
        return self.known.problem.discount


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
        for start in range(1_000, 3_000, 250)
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
                kind: _gain(plan, compiled.snapshot, _roomier(rules, agent, scopes))[1]
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


def _roomier(rules: SameFits, agent: int, scopes: set[Scope]) -> SameFits:
    """With room for one case more."""
    limits = tuple(
        MoreRoom(limit, agent) if limit.scope in scopes else limit for limit in rules.limits
    )
    return replace(rules, limits=limits)


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
                (*_gain(plan, _with_skill(compiled.snapshot, agent, skill, level), rules), agent)
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


def _with_skill(snapshot: Snapshot, agent: int, skill: str, level: int) -> Snapshot:
    """One agent with it."""
    agents = list(snapshot.agents)
    agents[agent] = with_skill(agents[agent], skill, level)
    return replace(snapshot, agents=tuple(agents))
