"""What leads from the desks through the arcs behind them alone, up to the places of cases.

Behind the desks every node leads to one other, on to the sink (02 section 1). So arcs with room
make one path at most between two nodes of an agent: up to the first node that they share, and
down from there.
"""

from dataclasses import dataclass

import numpy as np

from solver.arrays import distinct, ranges
from solver.explanation.residual.arcs import Standing, chain_slack
from solver.units import Bools, Ints

_LAYERS = 5
"""Desks, rotation or fit, new, all, the sink."""


@dataclass(frozen=True, slots=True, eq=False)
class Exits:
    """Paths that no case is moved by, by start; through the sink they are two.

    start: a desk, or the sink, last; end: where a case is, or the sink. slack: exits x levels.
    """

    start: Ints
    end: Ints
    slack: Ints

    @staticmethod
    def of(standing: Standing) -> "Exits":
        """Of all desks and the sink."""
        desks, sink = len(standing.problem.desks), standing.sink
        trunk = _Trunk.of(standing)
        place = distinct(standing.place)
        place = place[place != sink]
        desk, end = _of_one_agent(standing, place)
        layer = (trunk.node[desk] == trunk.node[end]).argmax(axis=1)
        good = (trunk.node[desk, layer] == trunk.node[end, layer]) & (layer < _LAYERS - 1)
        good &= trunk.leads_up[desk, layer] & trunk.leads_down[end, layer]
        desk, end, layer = desk[good], end[good], layer[good]
        everybody = np.arange(desks, dtype=np.int64)
        ups = everybody[trunk.leads_up[:, -1]]
        downs = place[trunk.leads_down[place, -1]]
        start = np.concatenate([desk, ups, np.full(len(downs), sink)])
        ends = np.concatenate([end, np.full(len(ups), sink), downs])
        between = trunk.up[desk, layer] + trunk.down[end, layer]
        slack = np.concatenate([between, trunk.up[ups, -1], trunk.down[downs, -1]])
        order = np.argsort(start, kind="stable")
        return Exits(start[order], ends[order], slack[order])

    def __len__(self) -> int:
        return len(self.start)

    def of_starts(self, start: Ints) -> tuple[Ints, Ints]:
        """Exits of some nodes: which of them, and the exit."""
        first, last = (np.searchsorted(self.start, start, side) for side in ("left", "right"))
        return np.repeat(np.arange(len(start)), last - first), ranges(first, last)


def _of_one_agent(standing: Standing, place: Ints) -> tuple[Ints, Ints]:
    """Desks and places of the same agent, all with all."""
    agent = standing.problem.desks.agent
    desk = np.argsort(agent, kind="stable")
    first, last = (np.searchsorted(agent[desk], agent[place], side) for side in ("left", "right"))
    return desk[ranges(first, last)], np.repeat(place, last - first)


@dataclass(frozen=True, slots=True, eq=False)
class _Trunk:
    """What each desk shares with others of its agent.

    node: of each layer on the way to the sink, the last one before where there is none; desks x
    layers. leads_up, leads_down: whether there is room from the desk to that node, and back.
    up, down: least slacks; desks x layers x levels.
    """

    node: Ints
    leads_up: Bools
    leads_down: Bools
    up: Ints
    down: Ints

    @staticmethod
    def of(standing: Standing) -> "_Trunk":
        """Layer by layer."""
        nodes, desks = standing.network.nodes, len(standing.problem.desks)
        starts = np.array([nodes.rotation, nodes.new, nodes.backlog, nodes.sink]) - nodes.desk
        layer_of = np.searchsorted(starts, np.arange(standing.node_count), side="right")
        arcs = _NextArcs.of(standing)
        shape = (desks, _LAYERS)
        node = np.zeros(shape, dtype=np.int64)
        node[:, 0] = np.arange(desks)
        leads = np.ones((2, *shape), dtype=np.bool_)
        slack = np.zeros((2, *shape, len(standing.levels)), dtype=np.int64)
        for layer in range(1, _LAYERS):
            before = node[:, layer - 1]
            after = arcs.head[before]
            moves = (after >= 0) & (layer_of[after] == layer)
            node[:, layer] = np.where(moves, after, before)
            arc = np.where(moves, arcs.arc[:, before], 0)
            leads[:, :, layer] = leads[:, :, layer - 1] & (arc >= 0)
            step = np.where(moves[None, :, None], arcs.slack[:, before], 0)
            slack[:, :, layer] = slack[:, :, layer - 1] + step
        leads[:, :, -1] &= node[:, -1] == standing.sink
        return _Trunk(node, leads[0], leads[1], slack[0], slack[1])


@dataclass(frozen=True, slots=True, eq=False)
class _NextArcs:
    """The node behind each node, -1 without any; the cheapest arc to it and back.

    arc: -1 without room; 2 x nodes. slack: 2 x nodes x levels.
    """

    head: Ints
    arc: Ints
    slack: Ints

    @staticmethod
    def of(standing: Standing) -> "_NextArcs":
        """Of parallel arcs, which get dearer, the first with room leads on, the last back."""
        chain, tail, head, slack = standing.network.chain, *chain_slack(standing)
        following = np.full(standing.node_count, -1, dtype=np.int64)
        following[tail] = head
        arc = np.full((2, standing.node_count), -1, dtype=np.int64)
        spare = np.flatnonzero(standing.units < chain.capacity)[::-1]
        taken = np.flatnonzero(standing.units > 0)
        arc[0, tail[spare]], arc[1, tail[taken]] = spare, taken
        both = np.zeros((*arc.shape, slack.shape[1]), dtype=np.int64)
        for way, sign in enumerate((1, -1)):
            some = np.flatnonzero(arc[way] >= 0)
            both[way, some] = sign * slack[arc[way, some]]
        return _NextArcs(following, arc, both)
