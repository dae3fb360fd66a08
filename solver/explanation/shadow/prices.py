"""All shadow prices of a proved batch (02 section 5)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solver.explanation.level_rows import level_rows
from solver.explanation.shadow.price import PriceKind, ShadowPrice, Telling
from solver.explanation.shadow.skills import skill_prices
from solver.explanation.shadow.slots import Slots, SlotWorths, Worth
from solver.explanation.shadow.widened import Widened, widened
from solver.levels import levels_of
from solver.plan import Plan

MOST = 2_000_000
"""Triples of a batch: all of them are held here."""


@dataclass(frozen=True, slots=True)
class ShadowPrices:
    """Of all that is worth something: agents by id, queues in the policy's order, skills by
    name. complete: nothing was left out."""

    prices: tuple[ShadowPrice, ...] = ()
    complete: bool = False


def shadow_prices(plan: Plan, is_over: Callable[[], bool] = lambda: False) -> ShadowPrices:
    """Of a batch that prices prove, without weighted capacity that could bind; else none.

    Nothing is said of agents whose weighted capacity could bind once they had room.
    """
    problem = plan.compiled.problem
    proved = plan.prices is not None and plan.proof.proved_levels == len(levels_of(problem))
    if not proved or problem.is_weighted or problem.triple_count > MOST or is_over():
        return ShadowPrices()
    wide, skills = widened(plan.compiled), skill_prices(plan, is_over)
    telling = Telling.of(
        wide.standing.problem, wide.standing.levels, level_rows(problem, levels_of(problem))
    )
    worths = SlotWorths(wide.standing, wide.search)
    slots = [one for one in worths.of(wide.light_agents, is_over) if one]
    told = (*_of_agents(telling, slots), *_of_queues(telling, worths, wide))
    complete = skills.complete and len(slots) == wide.agents
    return ShadowPrices((*told, *skills.prices), complete)


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
