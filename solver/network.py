"""The problem as a network: case -> desk -> rotation or fit -> new -> all -> sink (02 section 1).

Arcs out of cases are the triples (and one to the sink, free); all others are
*chain arcs*, listed here with their capacities.
"""

from dataclasses import dataclass

import numpy as np

from solver.problem import DeskKind, Problem
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Where each kind of node starts; kinds in the order of the network."""

    desk: int
    rotation: int
    fit: int
    new: int
    backlog: int
    sink: int

    @staticmethod
    def of(problem: Problem) -> "Nodes":
        """Nodes of a problem: cases first, the sink last."""
        desk = problem.case_count
        rotation = desk + len(problem.desks)
        agents = problem.agent_count
        return Nodes(
            desk, rotation, rotation + agents, rotation + 2 * agents, rotation + 3 * agents,
            rotation + 4 * agents,
        )  # fmt: skip

    @property
    def count(self) -> int:
        """Number of nodes."""
        return self.sink + 1


@dataclass(frozen=True, slots=True, eq=False)
class ChainArcs:
    """Arcs behind the desks, layer by layer from the desks to the sink.

    turn: k - 1 of a unit copy of rotation -> new, else 0 (level `rounds`).
    discount: of a unit copy of fit -> new, else 0 (level `fit`).
    layer: 0 desk ->, 1 -> new, 2 -> all, 3 -> sink.
    """

    tail: Ints
    head: Ints
    capacity: Ints
    turn: Ints
    discount: Ints
    layer: Indexes

    def __len__(self) -> int:
        return len(self.tail)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A problem with its nodes and chain arcs.

    count: how many cases each row of the problem stands for; shape: cases.
    """

    problem: Problem
    nodes: Nodes
    chain: ChainArcs
    count: Ints


def build_network(problem: Problem) -> Network:
    """Lays out the nodes and chain arcs of a problem."""
    nodes = Nodes.of(problem)
    parts = [
        _desk_arcs(problem, nodes),
        *_copies(problem, nodes),
        _agent_arcs(nodes.new, nodes.backlog, problem.new_room, 2),
        _agent_arcs(
            nodes.backlog,
            np.full(problem.agent_count, nodes.sink, dtype=np.int64),
            problem.backlog_room,
            3,
        ),
    ]
    alone = np.ones(problem.case_count, dtype=np.int64)
    return Network(problem, nodes, _joined(parts, problem.case_count + 1), alone)


def _desk_arcs(problem: Problem, nodes: Nodes) -> ChainArcs:
    """desk -> rotation or fit with the daily room, or straight to all or the sink."""
    desks = problem.desks
    starts = np.array([nodes.fit, nodes.rotation, nodes.backlog, nodes.sink])
    head = starts[desks.kind] + np.where(desks.kind == DeskKind.KEEP_UNCOUNTED, 0, desks.agent)
    tail = nodes.desk + np.arange(len(desks), dtype=np.int64)
    return _arcs(tail, head, desks.room, 0)


def _agent_arcs(tail: int, head: "int | Ints", capacity: Ints, layer: int) -> ChainArcs:
    """One arc per agent."""
    agents = np.arange(len(capacity), dtype=np.int64)
    ends = head if isinstance(head, np.ndarray) else head + agents
    return _arcs(tail + agents, ends, capacity, layer)


def _copies(problem: Problem, nodes: Nodes) -> list[ChainArcs]:
    """Unit copies of rotation -> new and fit -> new; equal neighbours are one arc."""
    turns, fits = (_copy_count(problem, kind) for kind in (DeskKind.TURN, DeskKind.FIT))
    return [_turn_arcs(problem, turns, nodes), _discount_arcs(problem, fits, nodes)]


def _copy_count(problem: Problem, kind: DeskKind) -> Ints:
    """Copies that may be used, and one more: neither kind has a limit of its own."""
    mine = problem.desks.kind == kind
    triples = np.zeros(problem.agent_count, dtype=np.int64)
    np.add.at(triples, problem.desks.agent[mine], problem.demand[mine])
    room = np.minimum(problem.new_room, problem.backlog_room)
    count: Ints = np.where(triples > 0, np.minimum(triples, room) + 1, 0)
    return count


def _turn_arcs(problem: Problem, count: Ints, nodes: Nodes) -> ChainArcs:
    """rotation -> new: the k-th unit costs k - 1 turns, and those before the batch."""
    agent = np.repeat(np.arange(len(count)), count)
    turn = _positions(count) + problem.turns_before[agent]
    arcs = _arcs(nodes.rotation + agent, nodes.new + agent, np.ones_like(agent), 1)
    return ChainArcs(arcs.tail, arcs.head, arcs.capacity, turn, arcs.discount, arcs.layer)


def _discount_arcs(problem: Problem, count: Ints, nodes: Nodes) -> ChainArcs:
    """fit -> new: the k-th unit costs its discount; runs of equal cost are one arc."""
    table = problem.discount
    starts = np.ones(table.shape, dtype=np.bool_)
    starts[:, 1:] = table[:, 1:] != table[:, :-1]
    starts &= np.arange(table.shape[1]) < np.maximum(count, 1)[:, None]
    agent, first = np.nonzero(starts)
    following = np.append(first[1:], 0)
    last_of_agent = np.append(agent[1:] != agent[:-1], True)
    end = np.where(last_of_agent, count[agent], following)
    arcs = _arcs(nodes.fit + agent, nodes.new + agent, end - first, 1)
    amounts = table[agent, first]
    return ChainArcs(arcs.tail, arcs.head, arcs.capacity, arcs.turn, amounts, arcs.layer)


def _positions(count: Ints) -> Ints:
    """0, 1, ... within each run of `count` entries."""
    total = int(count.sum())
    starts = np.repeat(np.cumsum(count) - count, count)
    return np.arange(total, dtype=np.int64) - starts


def _arcs(tail: Ints, head: Ints, capacity: Ints, layer: int) -> ChainArcs:
    zeros = np.zeros(len(tail), dtype=np.int64)
    return ChainArcs(
        tail.astype(np.int64), head.astype(np.int64), capacity.astype(np.int64),
        zeros, zeros, np.full(len(tail), layer, dtype=np.int32),
    )  # fmt: skip


def _joined(parts: list[ChainArcs], enough: int) -> ChainArcs:
    """All parts, without arcs of capacity 0; capacities beyond `enough` never bind."""
    columns = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ChainArcs.__slots__
    )
    tail, head, capacity, turn, discount, layer = columns
    open_: Bools = capacity > 0
    return ChainArcs(
        tail[open_],
        head[open_],
        np.minimum(capacity[open_], enough),
        turn[open_],
        discount[open_],
        layer[open_],
    )
