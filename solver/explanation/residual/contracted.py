"""The residual network with equal nodes made one, for distances between all places of cases.

Only arcs that tie above fit are looked at; they carry one number each, fit * UNIT + tie-break.
A distance between nodes that they connect is the distance in the whole network, because
any other path costs more above fit.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from solver.explanation.residual.arcs import Arcs
from solver.explanation.residual.search import EXACT
from solver.pricing.sweep import UNIT
from solver.units import Bools, Ints

MOST = 4_000
"""Places between which all distances are held."""
FAR = 2**61
"""No path at all."""
_TWICE = 6
"""So often nodes are led twice as far: chains have fewer than 2^6 arcs."""


@dataclass(frozen=True, slots=True, eq=False)
class Contracted:
    """What is left of the nodes.

    of: for each node of the network; count: how many there are; place: those where cases
    are, and the sink, ascending. tail, head, cost: one arc for each pair of them.
    """

    of: Ints
    count: int
    place: Ints
    tail: Ints
    head: Ints
    cost: Ints

    @staticmethod
    def by(arcs: Arcs, above: int, place: Ints, node_count: int) -> "Contracted":
        """Of arcs whose first `above` levels are those above fit. place: where the cases are."""
        ties = arcs[~(arcs.slack[:, :above] != 0).any(axis=1)]
        cost = ties.slack[:, above] * UNIT + ties.slack[:, above + 1]
        everything = np.arange(node_count, dtype=np.int64)
        places = np.unique(np.append(place, node_count - 1))
        return Contracted(everything, node_count, places, ties.tail, ties.head, cost).smaller()

    def smaller(self) -> "Contracted":
        """With all nodes made one that are as far from and to every place."""
        return self._merged(_circles(self))._merged_into_next()

    def joined(self, tail: Ints, head: Ints, cost: Ints) -> "Contracted":
        """With further arcs."""
        return replace(
            self,
            tail=np.concatenate([self.tail, tail]),
            head=np.concatenate([self.head, head]),
            cost=np.concatenate([self.cost, cost]),
        ).smaller()

    def into(self, wider: "Contracted") -> Ints:
        """What each node became in another contraction of the network; shape: nodes."""
        merged = np.zeros(self.count, dtype=np.int64)
        merged[self.of] = wider.of
        return merged

    def distances(self) -> Ints | None:
        """To each place (row) from each node (column), FAR without a path; None where these
        numbers are too large to be exact."""
        shape = (self.count, self.count)
        graph = csr_array((self.cost.astype(np.float64), (self.head, self.tail)), shape=shape)
        distances = dijkstra(graph, indices=self.place.astype(np.int32))
        near = np.isfinite(distances)
        # Floats are exact as long as no sum that was formed is too large for them.
        most = distances[near].max(initial=0) + self.cost.max(initial=0)
        tie = (self.cost + UNIT // 2) % UNIT - UNIT // 2
        if most >= EXACT or self.count * int(np.abs(tie).max(initial=0)) >= UNIT // 2:
            return None
        return np.where(near, np.where(near, distances, 0).astype(np.int64), FAR)

    def useful(self, distance: Ints) -> Ints:
        """Below what an arc from each place (row) to each node (column) shortens a path.

        A node that is no place is only passed, so that what lies behind it counts.
        """
        below = np.full((len(self.place), self.count), -1, dtype=np.int64)
        below[:, self.place] = distance[:, self.place].T
        passed = np.ones(self.count, dtype=np.bool_)
        passed[self.place] = False
        behind = np.flatnonzero(passed[self.tail])
        tail, head, cost = self.tail[behind], self.head[behind], self.cost[behind]
        while True:
            further = below[:, head] - cost
            best = below.copy()
            np.maximum.at(best.T, tail, further.T)
            if np.array_equal(best, below):
                return below
            below = best

    def _merged(self, group: Ints) -> "Contracted":
        """With nodes of one group made one. group: numbers from 0; shape: nodes."""
        tail, head = group[self.tail], group[self.head]
        # Most arcs of a large network end within a group: they need not be sorted.
        apart = np.flatnonzero(tail != head)
        tail, head, cost = tail[apart], head[apart], self.cost[apart]
        order = np.lexsort((cost, head, tail))
        tail, head, cost = tail[order], head[order], cost[order]
        fresh = np.ones(len(order), dtype=np.bool_)
        fresh[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
        count, place = int(group.max(initial=-1)) + 1, np.unique(group[self.place])
        return Contracted(group[self.of], count, place, tail[fresh], head[fresh], cost[fresh])

    def _merged_into_next(self) -> "Contracted":
        """With nodes that only lead to one other, for nothing, made one with it.

        Distances to those are lost: they are no places, and paths only pass them.
        """
        following = np.arange(self.count)
        only = np.bincount(self.tail, minlength=self.count)[self.tail] == 1
        free = only & (self.cost == 0) & ~np.isin(self.tail, self.place)
        following[self.tail[free]] = self.head[free]
        for _ in range(_TWICE):
            following = following[following]
        _, group = np.unique(following, return_inverse=True)
        return self._merged(group.reshape(-1).astype(np.int64))


def _circles(whole: Contracted) -> Ints:
    """Groups of nodes that lead to each other for nothing."""
    free: Bools = whole.cost == 0
    ones = np.ones(int(free.sum()))
    shape = (whole.count, whole.count)
    graph = csr_array((ones, (whole.tail[free], whole.head[free])), shape=shape)
    _, group = connected_components(graph, connection="strong")
    result: Ints = group.astype(np.int64)
    return result
