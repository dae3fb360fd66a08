"""A first guess at the prices of agents: it only chooses where a core starts (02 section 3).

Tâtonnement: classes of cases ask for the ways that are nearly their cheapest, and agents
who are asked for more than they offer become dearer, in ever smaller steps.
"""

import numpy as np
from numpy.typing import NDArray

from solver.pricing.pair_blocks import Block, PairBlocks
from solver.problem import Problem
from solver.units import Floats, Ints

STEPS = 12
COARSE, FINE = 6_000.0, 60.0
"""How near to the cheapest a way must be to be asked for, at first and at last; in scores."""
EASE = 0.3
"""Share of a step that is taken: with larger ones prices swing."""
ASKED = 1_000
"""How many classes are asked in a step, at about; in each step other ones."""


def first_prices(problem: Problem, pairs: PairBlocks) -> Ints:
    """Prices of the agents in units of scores; shape: agents."""
    room = np.minimum(problem.new_room, problem.backlog_room).astype(np.float64)
    prices = np.zeros(problem.agent_count)
    for turn, step in enumerate(np.geomspace(COARSE, FINE, STEPS)):
        asked = _demand(_sample(pairs, turn), pairs, prices, step)
        offered = _supply(problem, room, prices)
        prices += EASE * step * np.log((asked + 0.3) / (offered + 0.3))
        np.maximum(prices, 0.0, out=prices)
    return np.rint(prices).astype(np.int64)


def _sample(pairs: PairBlocks, turn: int) -> list[Block]:
    """The blocks of a turn, some of every open set."""
    every = max(1, len(pairs.tight.sets) // ASKED)
    return [block for block in pairs.blocks if (block.place - turn) % min(every, block.among) == 0]


def _demand(sample: list[Block], pairs: PairBlocks, prices: Floats, near: float) -> Floats:
    """What classes ask of agents at their prices, made up from a sample; shape: agents.

    They ask for all ways within `near` of their cheapest, for the cheaper ones more.
    """
    count, sets = pairs.tight.classes.count, pairs.tight.sets
    asked = np.zeros(len(pairs.tight.open))
    for block in sample:
        asked[block.open_set] += count[block.classes].sum()
    scale = np.bincount(sets, weights=count, minlength=len(asked)) / np.maximum(asked, 1.0)
    demand = np.zeros(len(prices))
    for block in sample:
        agent = pairs.candidates.patterns.agent[block.ways]
        wish = _wishes(prices[agent], pairs.scores(block).astype(np.float32), near)
        share = count[block.classes] / wish.sum(axis=1, dtype=np.float64)
        weights = (share @ wish) * scale[block.open_set]
        demand += np.bincount(agent, weights=weights, minlength=len(prices))
    return demand


def _wishes(prices: Floats, scores: NDArray[np.float32], near: float) -> Floats:
    """From 1 for the cheapest way of each class to 0 for those that cost `near` more."""
    cost = prices.astype(np.float32) - scores
    cost -= cost.min(axis=1, keepdims=True)
    wishes: Floats = np.maximum(0.0, 1.0 - cost / np.float32(near))
    return wishes


def _supply(problem: Problem, room: Floats, prices: Floats) -> Floats:
    """How many cases each agent takes whose discounts his price covers."""
    covered = problem.discount <= prices[:, None]
    return np.where(covered.all(axis=1), room, np.minimum(covered.sum(axis=1), room))
