"""The level of fit on a board: better plans, and prices that bound it (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.boards.better import better
from solver.boards.charges import Charged
from solver.boards.held import HeldBoard
from solver.engines.course import Course
from solver.network import Network
from solver.problem import DeskKind
from solver.units import Ints
from solver.weighing.evidence import OpenPlans, WeighedPrices

SCALE = 2**10
"""Units of a price in one unit of cost."""


@dataclass(frozen=True, slots=True, eq=False)
class OnBoard:
    """choices: triple of each case in some plans, -1 = waits; prices: of fit."""

    choices: tuple[Ints, ...]
    prices: WeighedPrices


def on_board(plans: OpenPlans, above: int, choice: Ints, course: Course) -> OnBoard | None:
    """above: how many levels come before fit; choice: the plan that is to become better.

    None where there is nothing to lay out. Raises TimeIsUp.
    """
    laid_out = HeldBoard.of(plans.network.problem, plans.triple, choice)
    if laid_out is None:
        return None
    found = better(laid_out.board, laid_out.agent, course)
    choices = tuple(laid_out.placed(agent) for agent in found.agents)
    return OnBoard(choices, _prices(plans, found.charged, laid_out.unit, above))


def _prices(plans: OpenPlans, charged: Charged, unit: int, above: int) -> WeighedPrices:
    """Each case pays its cheapest triple, agents charge for cases and weights."""
    network = plans.network
    problem, triples = network.problem, network.problem.triples
    assert problem.weighted is not None
    agent = problem.desks.agent[triples.desk]
    charge = np.rint(charged.charge[agent] * SCALE * (problem.weighted.weight / unit))
    asked = charged.price[agent] * SCALE + charge.astype(np.int64)
    cost = asked - triples.score * SCALE
    far = np.iinfo(np.int64).max
    at_case = np.where(plans.waits, 0, far)
    np.minimum.at(at_case, triples.case[plans.triple], cost[plans.triple])
    at_case = np.where(at_case == far, 0, at_case)
    return WeighedPrices(_nodes(network, at_case, charged.price * SCALE), (0,) * above, SCALE)


def _nodes(network: Network, at_case: Ints, price: Ints) -> Ints:
    """Prices of all nodes: up to fit(agent) one more case costs what his price is."""
    problem, nodes = network.problem, network.nodes
    node = np.zeros(nodes.count, dtype=np.int64)
    node[: nodes.desk] = at_case
    is_fit = problem.desks.kind == DeskKind.FIT
    node[nodes.desk : nodes.rotation] = np.where(is_fit, price[problem.desks.agent], 0)
    node[nodes.fit : nodes.new] = price
    return node
