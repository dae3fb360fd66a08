"""Better prices of the cases, step by step: where two agents want a case it gets dearer (02
section 3, "Lagrangian bounds").
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.engines.course import UNWATCHED, Course
from solver.units import Ints
from solver.weighing.evidence import LARGEST, Goal, OpenPlans, Weighed, WeighedPrices, weigh

STEP, LESS, PATIENCE, MEMORY = 0.1, 0.7, 20, 0.9
"""The first step as a share of the way to the aim, what becomes of it after so many rounds
without a better bound, and how much of the direction before is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Raised:
    """Prices and the bound that they prove."""

    prices: WeighedPrices
    weighed: Weighed


def raise_bound(
    plans: OpenPlans, goal: Goal, first: Raised, aim: int, rounds: int, course: Course = UNWATCHED
) -> Raised:
    """The best of so many rounds, no worse than the first; aim: a cost that is possible."""
    best, prices, weighed = first, first.prices, first.weighed
    step, idle, direction = STEP, 0, None
    for _ in range(rounds):
        if best.weighed.least >= aim or course.is_over():
            break
        slope = _slope(plans, prices, weighed)
        direction = slope if direction is None else MEMORY * direction + (1 - MEMORY) * slope
        length = float(direction @ direction)
        if not length:
            break
        distance = prices.scale * aim - weighed.sum
        moved = _moved(plans, prices, np.rint(direction * (step * distance / length)))
        found = weigh(plans, goal, moved)
        if found is None:
            break
        prices, weighed = moved, found
        idle += 1
        if weighed.sum > best.weighed.sum:
            best, idle = Raised(prices, weighed), 0
        if idle > PATIENCE:
            step, idle = step * LESS, 0
    return best


def _slope(plans: OpenPlans, prices: WeighedPrices, weighed: Weighed) -> "np.ndarray":
    """What a higher price of each case adds to the bound; shape: cases."""
    problem = plans.network.problem
    taken = np.bincount(
        problem.triples.case[weighed.filling.triples()], minlength=problem.case_count
    )
    free = plans.waits & (prices.node[: problem.case_count] >= 0)
    asked = np.where(free, np.minimum(taken, 1), 1)
    return (asked - taken).astype(np.float64)


def _moved(plans: OpenPlans, prices: WeighedPrices, by: "np.ndarray") -> WeighedPrices:
    """The prices of the cases moved; a case that may wait never costs more than nothing."""
    node: Ints = prices.node.copy()
    cases = len(plans.waits)
    node[:cases] += np.clip(by, -LARGEST, LARGEST).astype(np.int64)
    node[:cases] = np.where(plans.waits, np.minimum(node[:cases], 0), node[:cases])
    return replace(prices, node=node)
