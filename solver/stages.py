"""Levels solved stage by stage, each on the optimal face of the one before (02 section 2)."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from ortools.graph.python import min_cost_flow

from solver.errors import InfeasibleError, SolveError
from solver.levels import Level, Stage, stages_of
from solver.network import Network
from solver.prices import Face, Flow, residual_prices
from solver.units import Bools, Ints
from solver.ways import Part, Ways, part, ways_of


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
    network: Network,
    face: Face,
    levels: tuple[Level, ...],
    told: Told | None = None,
    *,
    is_plan: bool = True,
) -> Solved:
    """Solves adjacent levels on a face; raises SolveError when a flow has no optimum,
    InfeasibleError when it has no solution at all.

    is_plan: nothing chooses between equal flows after this.
    """
    stages = stages_of(network, levels)
    prices = []
    for stage in stages:
        # What is told goes out in need, and what comes last may be the plan: there ties count.
        is_seen = told is not None or (is_plan and stage is stages[-1])
        flow = _solved(network, face, stage, is_seen=is_seen)
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
    first: of these, where each run of parallel ones begins that is one arc.
    """

    ways: Ways
    waits: Ints
    chain: Ints
    first: Ints

    @staticmethod
    def of(network: Network, face: Face, active: Bools, stage: Stage) -> "_Arcs":
        """The open arcs of the active cases."""
        mine = active[network.problem.triples.case[face.triple]]
        chain = np.flatnonzero(face.chain)
        return _Arcs(
            ways_of(network, face.triple[mine], stage),
            np.flatnonzero(active & face.waits),
            chain,
            np.arange(len(chain)),
        )

    @staticmethod
    def in_short(network: Network, face: Face, active: Bools, stage: Stage) -> "_Arcs":
        """The same without arcs that nothing leads to, and with one for each run of parallel
        arcs of one cost: flows are as good, but ties may fall another way."""
        every, chain = _Arcs.of(network, face, active, stage), network.chain
        triple = face.triple[active[network.problem.triples.case[face.triple]]]
        some = every.chain[_is_reached(network, triple, face.settled)[every.chain]]
        columns = (chain.tail[some], chain.head[some], stage.chain_costs(chain)[some])
        fresh = np.any([column[1:] != column[:-1] for column in columns], axis=0)
        first = np.flatnonzero(np.append(True, fresh)) if len(some) else some
        return replace(every, chain=some, first=first)

    def columns(self, network: Network, stage: Stage) -> Part:
        """All of them as one part."""
        chain, nodes, first = network.chain, network.nodes, self.chain[self.first]
        room = chain.capacity[self.chain]
        parts = (
            *self.ways.parts(network),
            part(self.waits, np.full(len(self.waits), nodes.sink), network.count[self.waits], 0),
            part(
                chain.tail[first],
                chain.head[first],
                np.add.reduceat(room, self.first) if len(first) else room,
                stage.chain_costs(chain)[first],
            ),
        )
        tail, head, capacity, cost = (np.concatenate(each) for each in zip(*parts, strict=True))
        return tail, head, capacity, cost

    def apart(self, network: Network, units: Ints) -> Ints:
        """What flows on each of the chain arcs: of parallel ones the first are full first."""
        room = network.chain.capacity[self.chain]
        before = np.cumsum(room) - room
        length = np.diff(np.append(self.first, len(room)))
        flow: Ints = np.clip(np.repeat(units + before[self.first], length) - before, 0, room)
        return flow


def _is_reached(network: Network, triple: Ints, settled: Ints) -> Bools:
    """False for the arcs that neither some triples nor settled flow leads to; shape: chain
    arcs."""
    chain, nodes = network.chain, network.nodes
    reached = np.zeros(nodes.count, dtype=np.bool_)
    reached[nodes.desk + network.problem.triples.desk[triple]] = True
    reached[chain.tail[settled != 0]] = reached[chain.head[settled != 0]] = True
    for layer in range(int(chain.layer.min(initial=0)), int(chain.layer.max(initial=0)) + 1):
        mine = chain.layer == layer
        reached[chain.head[mine & reached[chain.tail]]] = True
    found: Bools = reached[chain.tail]
    return found


def _solved(network: Network, face: Face, stage: Stage, *, is_seen: bool) -> Flow:
    """One min-cost flow; raises SolveError when it ends without an optimum.

    Unless it is seen, any optimum will do: prices and faces are the same for all of them.
    """
    active, laid_out = stage.active(network.problem), _Arcs.of if is_seen else _Arcs.in_short
    arcs, supply = laid_out(network, face, active, stage), _supplies(network, face.settled, active)
    tail, head, capacity, cost = arcs.columns(network, stage)
    last = max(int(tail.max(initial=0)), int(head.max(initial=0)), len(supply) - 1)
    used = np.full(last + 1, is_seen)
    for nodes in (tail, head, np.flatnonzero(supply)):
        used[nodes] = True
    number = np.cumsum(used) - 1
    solver = min_cost_flow.SimpleMinCostFlow()
    added = solver.add_arcs_with_capacity_and_unit_cost(number[tail], number[head], capacity, cost)
    own = np.flatnonzero(used[: len(supply)])
    solver.set_nodes_supplies(number[own], supply[own])
    status = solver.solve()
    if status == solver.INFEASIBLE:
        raise InfeasibleError("The min-cost flow has no plan at all.")
    if status != solver.OPTIMAL:
        raise SolveError(f"The min-cost flow ended with {status.name} in place of OPTIMAL.")
    units = solver.flows(np.asarray(added))
    return _flow(network, face, arcs, np.asarray(units, dtype=np.int64))


def _flow(network: Network, face: Face, arcs: _Arcs, units: Ints) -> Flow:
    """The solver's units as a flow of the whole network."""
    used, through = arcs.ways.chosen(network.problem, units[: len(arcs.ways)])
    order = np.argsort(used, kind="stable")
    chain = face.settled.copy()
    chain[arcs.chain] = arcs.apart(network, units[len(arcs.ways) + len(arcs.waits) :])
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
