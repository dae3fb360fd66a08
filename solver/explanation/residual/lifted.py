"""What a pair would cost that is not allowed: were its block lifted, or over the limits."""

from dataclasses import dataclass, replace

import numpy as np

from solver.explanation.fixed import NEW_DESK
from solver.explanation.residual.arcs import Standing, triple_costs
from solver.explanation.residual.forced import WAITS, Forced, Move, path_moves
from solver.explanation.residual.search import Reach
from solver.explanation.residual.widening import Residual
from solver.levels import LevelKind
from solver.problem import DeskKind, Desks, Triples
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class BlockedWay:
    """How a case would come to an agent: as a triple of the problem would tell it.

    weight: w(i, a), 0 without weighted capacity.
    """

    case: int
    agent: int
    queue: int
    kind: DeskKind
    rank: int
    order: int
    score: int
    weight: int = 0


def if_lifted(residual: Residual, way: BlockedWay) -> Forced | None:
    """Were the block lifted: the loss may be below 0. None where there is no room at all."""
    standing = residual.standing
    reach = residual.to(int(standing.place[way.case]))
    standing = residual.standing
    for node, further in _entrances(standing, way):
        if reach.reached[node]:
            cost = _costs(standing, way) + further
            cost += standing.behind[node] + reach.slack[node]
            return _forced(residual, reach, way, cost, node)
    return None


def over_the_limits(residual: Residual, way: BlockedWay) -> Forced:
    """By this one over what capacity allows, without round or discount."""
    reach = residual.to(int(residual.standing.place[way.case]))
    standing = residual.standing
    cost = _costs(standing, way) + reach.slack[standing.sink]
    return _forced(residual, reach, way, cost, standing.sink)


def _entrances(standing: Standing, way: BlockedWay) -> list[tuple[int, Ints]]:
    """Nodes that the way leads into, with what comes before: the first one that is there.

    Without other cases the problem may have no desk, and no arc behind it.
    """
    nodes, desks = standing.network.nodes, standing.problem.desks
    nothing = np.zeros(len(standing.levels), dtype=np.int64)
    desk = np.flatnonzero((desks.agent == way.agent) & (desks.queue == way.queue))
    start = nodes.rotation if way.kind == DeskKind.TURN else nodes.fit
    return [
        *((node, nothing) for node in desk.tolist()),
        (start + way.agent - nodes.desk, nothing),
        (nodes.new + way.agent - nodes.desk, _first_unit(standing, way)),
    ]


def _first_unit(standing: Standing, way: BlockedWay) -> Ints:
    """What the agent's first case of the kind costs behind the desks."""
    problem, cost = standing.problem, np.zeros(len(standing.levels), dtype=np.int64)
    for place, level in enumerate(standing.levels):
        if level.kind == LevelKind.ROUNDS and way.kind == DeskKind.TURN:
            cost[place] = problem.turns_before[way.agent]
        if level.kind == LevelKind.FIT and way.kind == DeskKind.FIT:
            cost[place] = problem.discount[way.agent, 0]
    return cost


def _costs(standing: Standing, way: BlockedWay) -> Ints:
    """What the triple would cost, less the price of its case."""
    problem, desks, triples = standing.problem, standing.problem.desks, standing.problem.triples
    wider = replace(
        problem,
        desks=Desks(
            np.append(desks.agent, np.int32(way.agent)),
            np.append(desks.queue, np.int32(way.queue)),
            np.append(desks.room, 1),
            np.append(desks.kind, np.int32(way.kind)),
        ),
        triples=Triples(
            np.append(triples.case, np.int32(way.case)),
            np.append(triples.desk, np.int32(len(desks))),
            np.append(triples.rank, np.int32(way.rank)),
            np.append(triples.order, np.int32(way.order)),
            np.append(triples.score, way.score),
        ),
    )
    last = np.array([len(triples)], dtype=np.int64)
    costs: Ints = triple_costs(wider, standing.levels, last)[0] - standing.price[way.case]
    return costs


def _forced(residual: Residual, reach: Reach, way: BlockedWay, cost: Ints, node: int) -> Forced:
    """The case itself, and all who move for it from a node on."""
    standing = residual.standing
    place, desks = int(standing.place[way.case]), standing.problem.desks
    known = np.flatnonzero((desks.agent == way.agent) & (desks.queue == way.queue)).tolist()
    desk = known[0] if known else NEW_DESK
    first = Move(way.case, WAITS if place == standing.sink else place, desk)
    moves = path_moves(standing, residual.search, reach, node)
    return Forced(way.case, way.agent, desk, tuple(cost.tolist()), (first, *moves))
