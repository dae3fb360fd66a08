"""A first guess at the prices of agents: it only chooses where a core starts (02 section 3).

Tâtonnement: classes of cases ask for the ways that are nearly their cheapest, and agents
who are asked for more than they offer become dearer, in ever smaller steps.
"""

import numpy as np

from solver.pricing.sweep import Sweep
from solver.problem import Problem
from solver.units import Floats, Ints

STEPS = 12
COARSE, FINE = 800.0, 60.0
"""How near to the cheapest a way must be to be asked for, at first and at last; in scores."""
EASE = 0.7
"""Share of a step that is taken."""


def first_prices(problem: Problem, sweep: Sweep) -> Ints:
    """Prices of the agents in units of scores; shape: agents."""
    room = np.minimum(problem.new_room, problem.backlog_room).astype(np.float64)
    prices = np.zeros(problem.agent_count)
    for step in np.geomspace(COARSE, FINE, STEPS):
        asked = sweep.demand(prices, step)
        offered = _supply(problem, room, prices)
        prices += EASE * step * np.log((asked + 0.3) / (offered + 0.3))
        np.maximum(prices, 0.0, out=prices)
    return np.rint(prices).astype(np.int64)


def _supply(problem: Problem, room: Floats, prices: Floats) -> Floats:
    """How many cases each agent takes whose discounts his price covers."""
    covered = problem.discount <= prices[:, None]
    return np.where(covered.all(axis=1), room, np.minimum(covered.sum(axis=1), room))
