"""A board without its weights, which are charged instead: a flow, exact (02 section 3)."""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from solver.boards.board import FAR, Board
from solver.errors import SolveError
from solver.units import Floats, Ints

SWEEPS = 400
"""How often prices are handed on at most; they settle long before."""


@dataclass(frozen=True, slots=True, eq=False)
class Core:
    """Some pairs of a board in one number each, row * agents + agent; ascending."""

    key: Ints
    row: Ints
    agent: Ints
    start: Ints

    @staticmethod
    def of(board: Board, key: Ints) -> "Core":
        """Each pair once; every row has one at least."""
        key = np.sort(key)
        key = key[np.append(True, key[1:] != key[:-1])]
        row, agent = np.divmod(key, len(board.room))
        return Core(key, row, agent, np.searchsorted(row, np.arange(len(board.weight))))


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """An optimum of a core under charges. units: cases of each pair; price: of one more case of
    each agent; paid: by a case of each row, its charges included."""

    units: Ints
    price: Ints
    paid: Ints


def relaxed(board: Board, core: Core, charge: Floats) -> Relaxed:
    """charge: for a unit of weight with each agent. Cases that find no place pay the ceiling."""
    rows, agents = board.cost.shape
    charged = np.rint(charge[core.agent] * board.weight[core.row]).astype(np.int64)
    cost = board.cost[core.row, core.agent] + charged
    count, sink = board.count, rows + agents
    of_agent, capacity, discount = board.first_units()
    parts = (
        (core.row, rows + core.agent, count[core.row], cost),
        (rows + of_agent, np.full(len(of_agent), sink), capacity, discount),
        (np.arange(rows), np.full(rows, sink), count, np.full(rows, board.ceiling)),
    )
    solver = min_cost_flow.SimpleMinCostFlow()
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    added = np.asarray(solver.add_arcs_with_capacity_and_unit_cost(*columns))
    supply = np.concatenate([count, np.zeros(agents, dtype=np.int64), [-int(count.sum())]])
    solver.set_nodes_supplies(np.arange(sink + 1), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise SolveError(f"The min-cost flow ended with {status.name} in place of OPTIMAL.")
    units = np.asarray(solver.flows(added[: len(core.key)]), dtype=np.int64)
    return _priced(board, core, cost, units)


def _priced(board: Board, core: Core, cost: Ints, units: Ints) -> Relaxed:
    """Prices: the cheapest way of one more case to the sink, over agents who would swap."""
    agents = np.arange(len(board.room))
    count = np.bincount(core.agent, weights=units, minlength=len(agents)).astype(np.int64)
    price = np.where(count < board.most, board.discount_of(agents, count + 1), FAR)
    used = np.flatnonzero(units)
    for _ in range(SWEEPS):
        paid = np.minimum.reduceat(cost + price[core.agent], core.start)
        paid = np.minimum(board.ceiling, paid)
        lower = price.copy()
        np.minimum.at(lower, core.agent[used], paid[core.row[used]] - cost[used])
        if np.array_equal(lower, price):
            break
        price = lower
    return Relaxed(units, price, paid)


def spread_units(board: Board, core: Core, units: Ints) -> Ints:
    """The agent of each case of the board, by id within each row; -1 = none."""
    cases = board.cases
    order = np.argsort(board.row[cases], kind="stable")
    start = np.searchsorted(board.row[cases][order], np.arange(len(board.weight)))
    pair = np.repeat(np.arange(len(units)), units)
    row = core.row[pair]
    place = np.arange(len(pair)) - np.searchsorted(row, row)
    agent = np.full(len(cases), -1, dtype=np.int64)
    agent[order[start[row] + place]] = core.agent[pair]
    return agent
