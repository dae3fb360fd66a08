"""All shadow prices of a proved batch (02 section 5)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solver.engines.engine import Engine
from solver.explanation.level_rows import level_rows
from solver.explanation.shadow.price import PriceKind, ShadowPrice, Telling
from solver.explanation.shadow.skills import skill_prices
from solver.explanation.shadow.slots import Slots, SlotWorths, Worth
from solver.explanation.shadow.solved import SolvedPrices, units
from solver.explanation.shadow.widened import Widened, widened
from solver.levels import levels_of
from solver.plan import Plan

MOST = 2_000_000
"""Triples of a batch: all of them are held here."""


SOLVED = 200
"""Triples of a batch that weighs its cases: there each unit is a new solve."""


@dataclass(frozen=True, slots=True)
class ShadowPrices:
    """Of all that is worth something: agents by id, queues in the policy's order, skills by
    name. untried: of how many of them not all is known."""

    prices: tuple[ShadowPrice, ...] = ()
    untried: int = 0


def shadow_prices(
    plan: Plan, engine: Engine, is_over: Callable[[], bool] = lambda: False
) -> ShadowPrices:
    """Of a proved batch; where weighted capacity can bind, by new solves of the engine.

    Nothing is said of agents whose weighted capacity could bind once they had room.
    """
    problem = plan.compiled.problem
    by_prices = plan.prices is not None and plan.proof.proved_levels == len(levels_of(problem))
    if by_prices and not problem.is_weighted and problem.triple_count <= MOST and not is_over():
        return _by_prices(plan, is_over)
    if problem.is_weighted and plan.proved and problem.triple_count <= SOLVED:
        return _by_solving(SolvedPrices(plan, engine, is_over))
    return ShadowPrices(untried=units(plan.compiled))


def _by_solving(solved: SolvedPrices) -> ShadowPrices:
    """One unit after the other."""
    prices = (*solved.of_agents(), *solved.of_queues(), *solved.of_skills())
    return ShadowPrices(prices, solved.untried)


def _by_prices(plan: Plan, is_over: Callable[[], bool]) -> ShadowPrices:
    """By the residual network, and for skills by new solves."""
    problem = plan.compiled.problem
    wide, skills = widened(plan.compiled), skill_prices(plan, is_over)
    telling = Telling.of(
        wide.standing.problem, wide.standing.levels, level_rows(problem, levels_of(problem))
    )
    worths = SlotWorths(wide.standing, wide.search)
    slots = [one for one in worths.of(wide.light_agents, is_over) if one]
    told = (*_of_agents(telling, slots), *_of_queues(telling, worths, wide))
    return ShadowPrices((*told, *skills.prices), skills.untried + wide.agents - len(slots))


def _of_agents(telling: Telling, slots: list[Slots]) -> Iterator[ShadowPrice]:
    """Both together only where that is worth more than either."""
    for one in slots:
        worths = {PriceKind.HOURLY: one.hourly, PriceKind.BACKLOG: one.backlog}
        if one.both.cost < min(one.hourly.cost, one.backlog.cost):
            worths[PriceKind.BOTH] = one.both
        for kind, worth in worths.items():
            if any(worth.cost):
                yield ShadowPrice(kind, telling.gain(worth), agent=one.agent)


def _of_queues(telling: Telling, worths: SlotWorths, wide: Widened) -> Iterator[ShadowPrice]:
    """One extra agent each."""
    for agent in range(wide.agents, wide.standing.problem.agent_count):
        worth: Worth = worths.both(agent)
        if any(worth.cost):
            yield ShadowPrice(PriceKind.QUEUE, telling.gain(worth), queue=agent - wide.agents)
