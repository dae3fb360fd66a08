"""Where the ways of a core end: desks that cannot bind are one for each agent (02 section 3)."""

from dataclasses import dataclass, replace

import numpy as np

from solver.network import ChainArcs, Network, Nodes
from solver.problem import DeskKind, Desks, Problem
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """A network with fewer desks, and a row for each class of cases.

    network: of the classes. end: desk of that network for each desk of the problem; kept: the
    desk that stands for each end. chain: the problem's chain arcs that it has.
    """

    network: Network
    end: Ints
    kept: Ints
    chain: Ints

    @staticmethod
    def of(
        problem: Problem,
        inner: Network,
        first: Indexes,
        count: Ints,
        apart: Bools | None = None,
    ) -> "Ends":
        """Of classes with these first cases and so many of them. inner: of the problem; apart:
        desks that nothing stands for; shape: desks."""
        end, kept = _ends(problem, apart)
        rows = _rows(problem, first, kept)
        nodes = Nodes.of(rows)
        chain = np.flatnonzero(_is_kept(inner, kept))
        node = _moved(inner.nodes, nodes, end)
        arcs = _taken(inner.chain, chain, node)
        return Ends(Network(rows, nodes, arcs, count), end, kept, chain)

    def inner_prices(self, prices: Ints, of_case: Indexes) -> Ints:
        """Prices of the problem's own network. of_case: class of each case."""
        nodes = self.network.nodes
        parts = (prices[of_case], prices[nodes.desk + self.end], prices[nodes.rotation :])
        return np.concatenate(parts)


def _ends(problem: Problem, apart: Bools | None) -> tuple[Ints, Ints]:
    """The end of each desk, and the desk that stands for each end.

    A desk with more room than its agent is never full, so that its price is that of fit(agent).
    """
    desks = problem.desks
    most = np.minimum(problem.new_room, problem.backlog_room)[desks.agent]
    free = (desks.kind == DeskKind.FIT) & (desks.room > most)
    if apart is not None:
        free &= ~apart
    key = np.where(free, desks.agent, problem.agent_count + np.arange(len(desks)))
    _, kept, end = np.unique(key, return_index=True, return_inverse=True)
    return end.reshape(-1), kept


def _rows(problem: Problem, first: Indexes, kept: Ints) -> Problem:
    """The problem with its classes for cases, and its ends for desks."""
    desks = problem.desks
    return replace(
        problem,
        group=problem.group[first],
        urgency_class=problem.urgency_class[first],
        urgency=problem.urgency[first],
        desks=Desks(desks.agent[kept], desks.queue[kept], desks.room[kept], desks.kind[kept]),
        candidates=None,
    )


def _is_kept(inner: Network, kept: Ints) -> Bools:
    """True for chain arcs out of desks that stand for themselves, and for all behind desks."""
    nodes, tail = inner.nodes, inner.chain.tail
    stands = np.zeros(nodes.count, dtype=np.bool_)
    stands[nodes.desk + kept] = True
    stands[nodes.rotation :] = True
    return stands[tail]


def _moved(inner: Nodes, nodes: Nodes, end: Ints) -> Ints:
    """The new node of each node of the problem's network but its cases."""
    node = np.zeros(inner.count, dtype=np.int64)
    node[inner.desk : inner.rotation] = nodes.desk + end
    node[inner.rotation :] = nodes.rotation + np.arange(inner.count - inner.rotation)
    return node


def _taken(chain: ChainArcs, some: Ints, node: Ints) -> ChainArcs:
    """Some arcs between the new nodes."""
    return ChainArcs(
        node[chain.tail[some]], node[chain.head[some]], chain.capacity[some], chain.turn[some],
        chain.discount[some], chain.layer[some],
    )  # fmt: skip
