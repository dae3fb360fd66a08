"""Prices: shortest distances to the sink in the residual network (02 sections 3 and 4).

Bellman-Ford over whole arrays. The chain arcs are few and relaxed all at once;
the triples are relaxed only where the price of their desk has changed.
"""

from dataclasses import dataclass

import numpy as np

from solver.arrays import ranges, stable_order
from solver.network import Network
from solver.problem import Problem
from solver.units import Bools, Indexes, Ints

FAR = 2**62
"""Further than any path."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The arcs on which a stage may still decide; all others are settled.

    triple: positions of the open triples, ascending. waits: cases that may stay
    unassigned. chain: open chain arcs. settled: flow on chain arcs that are
    not open, 0 where they are.
    """

    triple: Ints
    waits: Bools
    chain: Bools
    settled: Ints

    @staticmethod
    def whole(network: Network) -> "Face":
        """Everything is open."""
        problem = network.problem
        return Face(
            np.arange(len(problem.triples), dtype=np.int64),
            np.ones(problem.case_count, dtype=np.bool_),
            np.ones(len(network.chain), dtype=np.bool_),
            np.zeros(len(network.chain), dtype=np.int64),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """A plan as a flow. used: triples that carry flow, ascending; units: how much each of
    them carries; chain: units per chain arc."""

    used: Ints
    units: Ints
    chain: Ints

    @staticmethod
    def of_choice(choice: Ints, chain: Ints) -> "Flow":
        """Of a triple for each case, -1 = waits."""
        used = choice[choice >= 0]
        return Flow(used, np.ones_like(used), chain)

    def choice(self, problem: Problem) -> Ints:
        """Triple of each case, -1 = waits, where no row stands for more than one case."""
        choice = np.full(problem.case_count, -1, dtype=np.int64)
        choice[problem.triples.case[self.used]] = self.used
        return choice


@dataclass(frozen=True, slots=True, eq=False)
class _Sweep:
    """Arrays of one search; only `price` changes."""

    network: Network
    tail: Ints
    head: Ints
    cost: Ints
    desk_of: Indexes
    case_of: Indexes
    triple_cost: Ints
    by_desk: Ints
    desk_start: Ints
    used_case: Indexes
    used_desk: Indexes
    used_cost: Ints
    price: Ints


def residual_prices(
    network: Network, face: Face, flow: Flow, triple_costs: Ints, chain_costs: Ints, unit: int = 1
) -> Ints:
    """Distance of every node to the sink over open arcs with room; shape: nodes.

    triple_costs: costs of `face.triple`; chain_costs: of all chain arcs. Nodes that
    do not reach the sink cost more than any that do, by a multiple of `unit`.
    """
    sweep = _sweep(network, face, flow, triple_costs, chain_costs)
    _relax(sweep)
    far = _is_far(sweep.price)
    if not far.any():
        return sweep.price
    near, sweep.price[:] = sweep.price.copy(), np.where(far, 0, FAR)
    _relax(sweep)
    return np.where(far, sweep.price + _beyond(sweep, near, far, chain_costs, unit), near)


def _beyond(sweep: _Sweep, near: Ints, far: Bools, chain_costs: Ints, unit: int) -> int:
    """What makes every far node dearer than an arc to it from any near one."""
    costs = max(np.abs(sweep.triple_cost).max(initial=0), np.abs(chain_costs).max(initial=0))
    most = int(near[~far].max()) - int(sweep.price[far].min()) + int(costs)
    return -(-max(most, 0) // unit) * unit


def _relax(sweep: _Sweep) -> None:
    """Relaxes all arcs until nothing changes."""
    nodes = sweep.network.nodes
    at_desk = sweep.price[nodes.desk : nodes.rotation]
    _relax_used(sweep)
    _relax_chain(sweep)
    changed = np.flatnonzero(~_is_far(at_desk))
    while len(changed):
        before = at_desk.copy()
        _relax_cases(sweep, changed)
        _relax_chain(sweep)
        changed = np.flatnonzero(at_desk != before)


def _sweep(
    network: Network, face: Face, flow: Flow, triple_costs: Ints, chain_costs: Ints
) -> _Sweep:
    """Residual arcs of a flow, and the starting prices."""
    problem, chain = network.problem, network.chain
    forward = face.chain & (flow.chain < chain.capacity)
    backward = face.chain & (flow.chain > 0)
    desk_of = problem.triples.desk[face.triple]
    by_desk = stable_order(desk_of, len(problem.desks))
    price = np.full(network.nodes.count, FAR, dtype=np.int64)
    price[network.nodes.sink] = 0
    price[: problem.case_count][face.waits] = 0
    return _Sweep(
        network,
        np.concatenate([chain.tail[forward], chain.head[backward]]),
        np.concatenate([chain.head[forward], chain.tail[backward]]),
        np.concatenate([chain_costs[forward], -chain_costs[backward]]),
        desk_of,
        problem.triples.case[face.triple],
        triple_costs,
        by_desk,
        np.searchsorted(desk_of[by_desk], np.arange(len(problem.desks) + 1)),
        problem.triples.case[flow.used],
        problem.triples.desk[flow.used],
        triple_costs[np.searchsorted(face.triple, flow.used)],
        price,
    )


def _relax_chain(sweep: _Sweep) -> None:
    """Relaxes the chain arcs until nothing changes: at most as often as they have layers."""
    sink = sweep.network.nodes.sink
    while True:
        before = sweep.price.copy()
        np.minimum.at(sweep.price, sweep.tail, _further(before[sweep.head], sweep.cost))
        sweep.price[sink] = 0
        if np.array_equal(before, sweep.price):
            return


def _relax_cases(sweep: _Sweep, desks: Ints) -> None:
    """Carries changed desk prices to the cases, and from those back to the desks they use."""
    desk = sweep.network.nodes.desk
    case, of_desk, cost = _triples_at(sweep, desks)
    np.minimum.at(sweep.price, case, _further(sweep.price[desk + of_desk], cost))
    _relax_used(sweep)


def _triples_at(sweep: _Sweep, desks: Ints) -> tuple[Indexes, Indexes, Ints]:
    """Case, desk and cost of the triples at some desks, or of all where that is quicker."""
    if 2 * len(desks) > len(sweep.desk_start):
        return sweep.case_of, sweep.desk_of, sweep.triple_cost
    triple = sweep.by_desk[ranges(sweep.desk_start[desks], sweep.desk_start[desks + 1])]
    return sweep.case_of[triple], sweep.desk_of[triple], sweep.triple_cost[triple]


def _relax_used(sweep: _Sweep) -> None:
    """Carries the prices of served cases back to the desks they use."""
    desk = sweep.network.nodes.desk
    back = _further(sweep.price[sweep.used_case], -sweep.used_cost)
    np.minimum.at(sweep.price, desk + sweep.used_desk, back)


def _is_far(price: Ints) -> Bools:
    """True where no path is known."""
    far: Bools = price >= FAR // 2
    return far


def _further(price: Ints, cost: Ints) -> Ints:
    """Prices one arc further from the sink."""
    return np.where(_is_far(price), FAR, price + cost)
