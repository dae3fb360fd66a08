"""Nodes that no limit keeps apart are one, so that flows have fewer steps to take (02 section 3).

An open chain arc of cost 0 that cannot be full before those behind it, or that those before
it cannot fill, joins its ends. Equal prices there are all that the price conditions ask.
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.network import ChainArcs, Network
from solver.units import Bools, Ints

FIRST, LAST = 0, 3
"""Layers of chain arcs: desk -> fit or rotation, ..., all -> sink."""
ENOUGH = 2**40
"""More than any limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """A network with fewer nodes in use.

    chain: the chain arcs that are left of the network's own. node: what stands for each of
    its nodes.
    """

    network: Network
    chain: Ints
    node: Ints

    @staticmethod
    def of(network: Network, open_: Bools, settled: Ints) -> "Merged":
        """Of a face. open_: chain arcs that are open; settled: flow on the others."""
        joins = _joins(network, open_, settled)
        node = _stands_for(network, joins)
        chain, arcs = np.flatnonzero(~joins), network.chain
        kept = ChainArcs(*(getattr(arcs, name)[chain] for name in ChainArcs.__slots__))
        kept = replace(kept, tail=node[kept.tail], head=node[kept.head])
        return Merged(replace(network, chain=kept), chain, node)


def _joins(network: Network, open_: Bools, settled: Ints) -> Bools:
    """True for the chain arcs that join their ends.

    What the limits behind make needless goes first, so that no two arcs go for each other's
    sake.
    """
    chain = network.chain
    may = open_ & (chain.turn == 0) & (chain.discount == 0)
    may &= _is_alone(network, open_, settled)[chain.tail]
    behind = may & (chain.capacity >= _behind(network, open_, settled)[chain.head])
    room = np.where(open_, np.where(behind, ENOUGH, chain.capacity), settled)
    joins: Bools = behind | (may & (room >= _before(network, room)[chain.tail]))
    return joins & _at_most_one(network, joins)


def _at_most_one(network: Network, joins: Bools) -> Bools:
    """False for arcs out of desks that lead to no agent's fit, to one that is joined to what
    lies behind it, or to one that has another desk already."""
    chain, nodes = network.chain, network.nodes
    later = np.zeros(nodes.count, dtype=np.bool_)
    later[chain.tail[joins]] = True
    fine = (chain.head >= nodes.rotation) & (chain.head < nodes.new) & ~later[chain.head]
    first = np.flatnonzero(joins & fine & (chain.layer == FIRST))
    _, once = np.unique(chain.head[first], return_index=True)
    chosen: Bools = chain.layer != FIRST
    chosen[first[once]] = True
    return chosen


def _is_alone(network: Network, open_: Bools, settled: Ints) -> Bools:
    """True for nodes with one open chain arc out of them and nothing settled; shape: nodes."""
    chain, count = network.chain, network.nodes.count
    out = np.bincount(chain.tail[open_], minlength=count)
    moved = np.bincount(chain.tail[settled != 0], minlength=count)
    moved += np.bincount(chain.head[settled != 0], minlength=count)
    alone: Bools = (out == 1) & (moved == 0)
    return alone


def _behind(network: Network, open_: Bools, settled: Ints) -> Ints:
    """How much can flow out of each node at most; shape: nodes."""
    chain = network.chain
    most = np.zeros(network.nodes.count, dtype=np.int64)
    most[network.nodes.sink] = ENOUGH
    for layer in range(LAST, FIRST, -1):
        mine = np.flatnonzero(chain.layer == layer)
        through = np.minimum(chain.capacity[mine], most[chain.head[mine]])
        np.add.at(most, chain.tail[mine], np.where(open_[mine], through, settled[mine]))
    return most


def _before(network: Network, room: Ints) -> Ints:
    """How much can flow into each node at most; shape: nodes. room: of the chain arcs."""
    chain, nodes = network.chain, network.nodes
    most = np.zeros(nodes.count, dtype=np.int64)
    most[nodes.desk : nodes.rotation] = ENOUGH
    for layer in range(FIRST, LAST):
        mine = np.flatnonzero(chain.layer == layer)
        through = np.minimum(room[mine], most[chain.tail[mine]])
        np.add.at(most, chain.head[mine], through)
    return most


def _stands_for(network: Network, joins: Bools) -> Ints:
    """What stands for each node: a desk for an agent's fit, else what lies behind."""
    chain = network.chain
    first = joins & (chain.layer == FIRST)
    rest = joins & ~first
    node = np.arange(network.nodes.count, dtype=np.int64)
    node[chain.tail[rest]] = chain.head[rest]
    node[chain.head[first]] = chain.tail[first]
    for _ in range(FIRST, LAST):
        node = node[node]
    return node
