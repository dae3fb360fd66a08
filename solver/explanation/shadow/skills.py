"""What a skill would be worth: the best over agents of adding it (02 section 5).

The skill lets an agent take what only its lack keeps from him; fits stay as they are. It may open
several pairs at once, so that each price is a new solve. Before that, the prices of the batch
bound what an agent could gain: as many new pairs as he has room for, each by what it undercuts
its case. Agents are tried by these bounds, but for those who surely do worse than the best so far.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled, reopened
from solver.engines.flow import FlowEngine
from solver.explanation.shadow.bounds import Bounds, Priced, bounds, desk_prices
from solver.explanation.shadow.opened import Opened, desk_keys, wanted_skills
from solver.explanation.shadow.price import Gain, PriceKind, ShadowPrice, difference
from solver.levels import Level, LevelKind, levels_of
from solver.network import build_network
from solver.plan import Plan
from solver.problem import Problem, pair_keys
from solver.proof import flow_of, level_costs
from solver.units import Ints
from solver.values import MAXIMISED, LevelValue, level_values


@dataclass(frozen=True, slots=True)
class SkillPrices:
    """Of the skills that are worth something, by name. untried: how many were left out."""

    prices: tuple[ShadowPrice, ...]
    untried: int = 0


def skill_prices(plan: Plan, is_over: Callable[[], bool] = lambda: False) -> SkillPrices:
    """Of every skill that a case or queue asks for; the plan must be proved by its prices.

    Left out are skills whose search time ends, or that weighted capacity would decide.
    """
    found, untried = list[ShadowPrice](), 0
    wanted = wanted_skills(plan.compiled.snapshot)
    if not wanted:
        return SkillPrices(())
    before = reopened(plan.compiled, plan.compiled.eligibility).problem
    for skill, level in wanted.items():
        best = None if is_over() else _Adding.of(plan, before, skill, level).best(is_over)
        untried += best is None
        if best is not None and any(best.gain.gain):
            found.append(ShadowPrice(PriceKind.SKILL, best.gain, best.agent, -1, skill, level))
    return SkillPrices(tuple(found), untried)


@dataclass(frozen=True, slots=True)
class _Trial:
    """An agent with the skill, -1 for nobody. rows: what the batch costs, as it is told;
    saved: how much less than without, by the kernel's levels."""

    agent: int
    rows: tuple[int, ...]
    saved: tuple[int, ...]
    gain: Gain


@dataclass(frozen=True, slots=True, eq=False)
class _Adding:
    """One skill for one agent after the other. cost: of the batch as it is."""

    told: tuple[LevelValue, ...]
    opened: Opened
    levels: tuple[Level, ...]
    cost: tuple[int, ...]
    rows: tuple[int, ...]
    bounds: Bounds

    @staticmethod
    def of(plan: Plan, held: Problem, skill: str, level: int) -> "_Adding":
        """One skill, at one level. held: the batch with all its triples."""
        opened = Opened.by(plan.compiled, held, skill, level)
        levels = levels_of(opened.problem)
        before = opened.for_agent(NOBODY)
        choice = _choice(plan, before)
        cost, rows = _cost(before, levels, choice), _rows(level_values(before, levels, choice))
        least = bounds(opened.problem, levels, _priced(plan, opened.problem, levels))
        return _Adding(plan.levels, opened, levels, cost, rows, least)

    def best(self, is_over: Callable[[], bool]) -> _Trial | None:
        """The agent with whom it is worth most, ties by id; None where not all were tried."""
        nothing = (0,) * len(self.told)
        best = _Trial(NOBODY, self.rows, (0,) * len(self.cost), Gain(nothing, nothing))
        for agent, most in zip(
            self.bounds.agent.tolist(), (-self.bounds.least).tolist(), strict=True
        ):
            if _is_less(self.levels, most, best.saved):
                continue
            problem = self.opened.for_agent(agent)
            if is_over() or problem.is_weighted:
                return None
            trial = self._trial(problem, agent)
            best = min(best, trial, key=lambda one: (one.rows, one.agent))
        return best

    def _trial(self, problem: Problem, agent: int) -> _Trial:
        """A new solve with the skill for one agent."""
        choice = FlowEngine().solve(problem).choice
        values = level_values(problem, self.levels, choice)
        saved = np.subtract(self.cost, _cost(problem, self.levels, choice))
        return _Trial(agent, _rows(values), tuple(saved.tolist()), difference(self.told, values))


NOBODY = -1


def _rows(values: tuple[LevelValue, ...]) -> tuple[int, ...]:
    """What they cost, coverage class by class."""
    return tuple(-one.value if one.kind in MAXIMISED else one.value for one in values)


def _is_less(levels: tuple[Level, ...], most: Sequence[int], saved: Sequence[int]) -> bool:
    """Whether who saves no more than `most` surely saves less than another one.

    The kernel sums dense ranks of a group's cases, which orders the plans of one batch, but not
    those of different ones: there, only who serves no more than before is surely behind.
    """
    changed = False
    for level, one, other in zip(levels, most, saved, strict=True):
        if one == other == 0:
            continue
        if level.kind == LevelKind.COVERAGE:
            return one == 0 < other and not changed
        if one != other:
            return one < other
        changed = True
    return False


def _cost(problem: Problem, levels: tuple[Level, ...], choice: Ints) -> tuple[int, ...]:
    network = build_network(problem)
    flow = flow_of(network, choice)
    assert flow is not None
    return level_costs(network, levels, flow)


def _choice(plan: Plan, problem: Problem) -> Ints:
    """The plan's choice among the triples of a problem with more desks."""
    old, choice = plan.compiled.problem, plan.choice.copy()
    case = np.flatnonzero(choice >= 0)
    desk = _places(plan.compiled, problem)[old.triples.desk[choice[case]]]
    width = len(problem.desks)
    keys = pair_keys(case.astype(np.int32), desk, width)
    choice[case] = np.searchsorted(problem.triples.keys(width), keys)
    return choice


def _places(compiled: Compiled, problem: Problem) -> Ints:
    """Where each desk of the batch is in a problem that has them all."""
    queues = len(compiled.snapshot.policy.queues)
    places: Ints = np.searchsorted(desk_keys(problem, queues), desk_keys(compiled.problem, queues))
    return places


def _priced(plan: Plan, problem: Problem, levels: tuple[Level, ...]) -> Priced:
    """The plan's prices at the cases and desks of a problem that may have more of both kinds of
    desks, so that it may have another level."""
    old = plan.compiled.problem
    assert plan.prices is not None
    known = {(level.kind, level.group): k for k, level in enumerate(levels_of(old))}
    price = np.zeros((len(plan.prices), len(levels)), dtype=np.int64)
    for column, level in enumerate(levels):
        if (level.kind, level.group) in known:
            price[:, column] = plan.prices[:, known[level.kind, level.group]]
    place = np.full(len(problem.desks), -1, dtype=np.int64)
    place[_places(plan.compiled, problem)] = np.arange(len(old.desks))
    return Priced(price[: old.case_count], desk_prices(old, price, problem, levels, place))
