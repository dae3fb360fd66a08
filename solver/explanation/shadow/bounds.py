"""What agents could gain at most by pairs that a batch does not have, under its prices.

A changed batch costs what the old one does and the slack of all that changes, and only a new
pair has a slack below 0. So it costs at least what its new pairs do, one for each case, and an
agent takes no more of them than he has room for.
"""

from dataclasses import dataclass

import numpy as np

from solver.explanation.residual.arcs import triple_costs
from solver.levels import Level, LevelKind
from solver.network import Nodes
from solver.problem import DeskKind, Problem
from solver.proof import are_negative
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Agents who could gain anything, those who could gain most first, ties by id.

    least: cost that an agent's batch has at least; shape: agents x levels.
    """

    agent: Indexes
    least: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """Prices of a batch at the desks of a problem that has more. case: cases x levels; desk:
    desks x levels."""

    case: Ints
    desk: Ints


def bounds(problem: Problem, levels: tuple[Level, ...], priced: Priced) -> Bounds:
    """Of every agent for all his pairs together."""
    triples = problem.triples
    costs = triple_costs(problem, levels, np.arange(len(triples), dtype=np.int64))
    slack = costs + priced.desk[triples.desk] - priced.case[triples.case]
    pays = np.flatnonzero(are_negative(slack))
    slack, case = slack[pays], triples.case[pays]
    agent = problem.desks.agent[triples.desk[pays]]
    best = _first(np.lexsort((*slack.T[::-1], case, agent)), (agent, case))
    best = best[np.lexsort((*slack[best].T[::-1], agent[best]))]
    room = np.minimum(problem.new_room, problem.backlog_room)[agent[best]]
    place = np.arange(len(best)) - np.searchsorted(agent[best], agent[best])
    best = best[place < room]
    least = np.zeros((problem.agent_count, len(levels)), dtype=np.int64)
    np.add.at(least, agent[best], slack[best])
    some = np.flatnonzero(are_negative(least))
    some = some[np.lexsort(least[some].T[::-1])]
    return Bounds(some.astype(np.int32), least[some])


def _first(order: Ints, columns: tuple[Indexes, ...]) -> Ints:
    """The first of the rows that are equal in all columns; rows in their order."""
    fresh = np.ones(len(order), dtype=np.bool_)
    same: Bools = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
    for column in columns:
        same = same & (column[order][1:] == column[order][:-1])
    fresh[1:] = ~same
    return order[fresh]


def desk_prices(
    before: Problem, price: Ints, problem: Problem, levels: tuple[Level, ...], place: Ints
) -> Ints:
    """Prices of the desks of a problem. price: of all nodes before; place: desk of it there,
    -1 for new ones, which cost what comes behind them."""
    known = price[Nodes.of(before).desk + np.maximum(place, 0)]
    return np.where((place >= 0)[:, None], known, _behind(before, price, problem, levels))


def _behind(before: Problem, price: Ints, problem: Problem, levels: tuple[Level, ...]) -> Ints:
    """Prices of the nodes behind the desks: of one that nothing led into before, that of the
    agent's first case of the kind."""
    nodes, desks = Nodes.of(before), problem.desks
    turning = desks.kind == DeskKind.TURN
    start = np.where(turning, nodes.rotation, nodes.fit)
    first = price[nodes.new + desks.agent] + _first_units(problem, levels)
    led = (before.demand > 0) & ~before.desks.keeping
    kinds = before.desks.agent.astype(np.int64) * 2 + before.desks.turning
    used = np.isin(desks.agent.astype(np.int64) * 2 + turning, kinds[led])
    return np.where(used[:, None], price[start + desks.agent], first)


def _first_units(problem: Problem, levels: tuple[Level, ...]) -> Ints:
    """What the first case of each desk's agent and kind costs; shape: desks x levels."""
    desks, costs = problem.desks, np.zeros((len(problem.desks), len(levels)), dtype=np.int64)
    for column, level in enumerate(levels):
        if level.kind == LevelKind.ROUNDS:
            costs[:, column] = np.where(desks.turning, problem.turns_before[desks.agent], 0)
        if level.kind == LevelKind.FIT:
            fit = desks.kind == DeskKind.FIT
            costs[:, column] = np.where(fit, problem.discount[desks.agent, 0], 0)
    return costs
