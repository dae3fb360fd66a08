"""Levels solved stage by stage, each on the optimal face of the one before (02 section 2)."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from ortools.graph.python import min_cost_flow

from solver.errors import InfeasibleError, SolveError
from solver.levels import Level, Stage, stages_of
from solver.network import Network
from solver.prices import Face, Flow, residual_prices
from solver.units import Bools, Ints
from solver.ways import Ways, part, ways_of


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """An optimum of some levels, with the prices that prove it and the face it leaves open.

    prices: nodes x levels.
    """

    flow: Flow
    prices: Ints
    face: Face
    solve_count: int


class Told(Protocol):
    """Hears of every stage but the last."""

    def __call__(self, flow: Flow, prices: Ints, solve_count: int) -> None:
        """The plan of a stage, and all prices so far."""


def solve_stages(
    network: Network, face: Face, levels: tuple[Level, ...], told: Told | None = None
) -> Solved:
    """Solves adjacent levels on a face; raises SolveError when a flow has no optimum,
    InfeasibleError when it has no solution at all."""
    stages = stages_of(network, levels)
    prices = []
    for stage in stages:
        flow = _solved(network, face, stage)
        price, face = _narrowed(network, face, flow, stage)
        prices.append(stage.digits(price))
        if told is not None and len(prices) < len(stages):
            told(flow, np.concatenate(prices, axis=1), len(prices))
    return Solved(flow, np.concatenate(prices, axis=1), face, len(stages))


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Arcs of one solve; they are added in the order of the fields, so that ties always
    fall the same way.

    ways: from the cases to the desks. waits: cases that may wait. chain: arcs behind desks.
    """

    ways: Ways
    waits: Ints
    chain: Ints

    @staticmethod
    def of(network: Network, face: Face, active: Bools, stage: Stage) -> "_Arcs":
        """The open arcs of the active cases."""
        mine = active[network.problem.triples.case[face.triple]]
        return _Arcs(
            ways_of(network, face.triple[mine], stage),
            np.flatnonzero(active & face.waits),
            np.flatnonzero(face.chain),
        )

    def add_to(
        self, solver: min_cost_flow.SimpleMinCostFlow, network: Network, stage: Stage
    ) -> Ints:
        """Adds them all; what the solver calls them."""
        chain, nodes = network.chain, network.nodes
        parts = (
            *self.ways.parts(network),
            part(self.waits, np.full(len(self.waits), nodes.sink), network.count[self.waits], 0),
            part(
                chain.tail[self.chain],
                chain.head[self.chain],
                chain.capacity[self.chain],
                stage.chain_costs(chain)[self.chain],
            ),
        )
        columns = (np.concatenate(column) for column in zip(*parts, strict=True))
        return np.asarray(solver.add_arcs_with_capacity_and_unit_cost(*columns))


def _solved(network: Network, face: Face, stage: Stage) -> Flow:
    """One min-cost flow; raises SolveError when it ends without an optimum."""
    active = stage.active(network.problem)
    arcs = _Arcs.of(network, face, active, stage)
    solver = min_cost_flow.SimpleMinCostFlow()
    added = arcs.add_to(solver, network, stage)
    solver.set_nodes_supplies(
        np.arange(network.nodes.count), _supplies(network, face.settled, active)
    )
    status = solver.solve()
    if status == solver.INFEASIBLE:
        raise InfeasibleError("The min-cost flow has no plan at all.")
    if status != solver.OPTIMAL:
        raise SolveError(f"The min-cost flow ended with {status.name} in place of OPTIMAL.")
    return _flow(network, face, arcs, np.asarray(solver.flows(added), dtype=np.int64))


def _flow(network: Network, face: Face, arcs: _Arcs, units: Ints) -> Flow:
    """The solver's units as a flow of the whole network."""
    used, through = arcs.ways.chosen(network.problem, units[: len(arcs.ways)])
    order = np.argsort(used, kind="stable")
    chain = face.settled.copy()
    chain[arcs.chain] = units[len(arcs.ways) + len(arcs.waits) :]
    return Flow(used[order], through[order], chain)


def _supplies(network: Network, settled: Ints, active: Bools) -> Ints:
    """From each active row its cases to the sink; settled flow is moved beforehand."""
    supply = np.zeros(network.nodes.count, dtype=np.int64)
    supply[: len(active)] = np.where(active, network.count, 0)
    supply[network.nodes.sink] = -int(supply.sum())
    np.subtract.at(supply, network.chain.tail, settled)
    np.add.at(supply, network.chain.head, settled)
    return supply


def _narrowed(network: Network, face: Face, flow: Flow, stage: Stage) -> tuple[Ints, Face]:
    """Merged prices of a stage, and its optimal face.

    An arc of nonzero reduced cost is settled where it is; all others stay open,
    full or not. Cases that play no part yet cost nothing, so their price is 0.
    """
    problem, chain, nodes = network.problem, network.chain, network.nodes
    triple_costs = stage.costs(problem, face.triple)
    chain_costs = stage.chain_costs(chain)
    price = residual_prices(network, face, flow, triple_costs, chain_costs, stage.units[0])
    at_case = price[problem.triples.case[face.triple]]
    at_desk = price[nodes.desk + problem.triples.desk[face.triple]]
    still = face.chain & (chain_costs + price[chain.head] == price[chain.tail])
    return price, Face(
        face.triple[triple_costs + at_desk == at_case],
        face.waits & (price[: problem.case_count] == 0),
        still,
        np.where(still, 0, flow.chain),
    )
