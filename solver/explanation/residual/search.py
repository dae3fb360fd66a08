"""Least slacks from everywhere to one node, or from one node to everywhere.

Vectors are merged into one number, with units that no simple path outgrows: it enters every
node once at most. Where these numbers are whole in floats, scipy searches; else Python does.
"""

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from solver.explanation.residual.arcs import Arcs
from solver.units import Bools, Ints

EXACT = 2**53
"""Up to here floats hold all whole numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Distances of one node.

    reached: nodes that lead there; slack: nodes x levels, 0 where not reached. arc: first arc
    of each node's path, -1 at the node itself and where it is not reached.
    """

    reached: Bools
    slack: Ints
    arc: Ints


class Search:
    """Searches in one set of arcs; the cheapest of parallel arcs stands for them."""

    def __init__(self, arcs: Arcs, node_count: int) -> None:
        self.arcs = _cheapest(arcs)
        self._count = node_count
        self._units, most = _units(self.arcs, node_count)
        self._merged = _merged(self.arcs.slack, self._units)
        self._is_exact = most < EXACT
        self._key = self.arcs.tail * node_count + self.arcs.head

    def to(self, target: int) -> Reach:
        """From everywhere to the target; paths start with `arc`."""
        distance, following = self._search(self.arcs.head, self.arcs.tail, target)
        near = np.flatnonzero(following >= 0)
        return self._reach(target, distance, near, near * self._count + following[near])

    def out_of(self, source: int) -> Reach:
        """From the source to everywhere; paths end with `arc`."""
        distance, before = self._search(self.arcs.tail, self.arcs.head, source)
        near = np.flatnonzero(before >= 0)
        return self._reach(source, distance, near, before[near] * self._count + near)

    def _reach(self, node: int, distance: Ints, near: Ints, key: Ints) -> Reach:
        arc = np.full(self._count, -1, dtype=np.int64)
        arc[near] = np.searchsorted(self._key, key)
        reached = arc >= 0
        reached[node] = True
        slack = np.zeros((self._count, len(self._units)), dtype=np.int64)
        slack[reached] = _digits(distance[reached], self._units)
        return Reach(reached, slack, arc)

    def _search(self, near: Ints, far: Ints, start: int) -> tuple[Ints, Ints]:
        """Distances from the start, and the node before each, below 0 for none."""
        if not self._is_exact:
            return _search(self._adjacent(near, far), start, self._count)
        shape = (self._count, self._count)
        graph = csr_array((self._merged.astype(np.float64), (near, far)), shape=shape)
        one = np.array([start], dtype=np.int32)
        distance, before = dijkstra(graph, indices=one, return_predecessors=True)
        whole = np.where(np.isfinite(distance), distance, 0)
        return whole[0].astype(np.int64), before[0].astype(np.int64)

    def _adjacent(self, near: Ints, far: Ints) -> list[list[tuple[int, int]]]:
        """Node and cost of the arcs at each node."""
        adjacent: list[list[tuple[int, int]]] = [[] for _ in range(self._count)]
        for at, to, cost in zip(near.tolist(), far.tolist(), self._merged.tolist(), strict=True):
            adjacent[at].append((to, cost))
        return adjacent


def _cheapest(arcs: Arcs) -> Arcs:
    """One arc for each pair of nodes, by both."""
    order = np.lexsort((*arcs.slack.T[::-1], arcs.head, arcs.tail))
    tail, head = arcs.tail[order], arcs.head[order]
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return arcs[order[fresh]]


def _units(arcs: Arcs, node_count: int) -> tuple[list[int], int]:
    """Units from the last level up, and the most that a path may come to."""
    most = np.zeros((node_count, arcs.slack.shape[1]), dtype=np.int64)
    np.maximum.at(most, arcs.head, np.abs(arcs.slack))
    units: list[int] = []
    below = 0
    for largest in reversed(most.astype(object).sum(axis=0).tolist()):
        units.append(2 * below + 1)
        below += units[-1] * largest
    return units[::-1], below


def _merged(slack: Ints, units: list[int]) -> Ints:
    """Vectors in one number each, of Python's where int64 is too small."""
    largest = np.abs(slack).max(axis=0, initial=0).tolist()
    fits = sum(unit * max(most, 1) for unit, most in zip(units, largest, strict=True))
    kind = np.int64 if fits < 2**62 else object
    total = np.zeros(len(slack), dtype=kind)
    for unit, column in zip(units, slack.T, strict=True):
        total = total + column.astype(kind) * unit
    return total


def _digits(merged: Ints, units: list[int]) -> Ints:
    """Merged numbers taken apart; shape: numbers x levels."""
    digits = np.empty((len(merged), len(units)), dtype=np.int64)
    for column, unit in enumerate(units):
        digit = (merged + unit // 2) // unit
        digits[:, column] = digit
        merged = merged - digit * unit
    return digits


def _search(adjacent: list[list[tuple[int, int]]], start: int, count: int) -> tuple[Ints, Ints]:
    """Dijkstra's search in whole numbers of any size."""
    distance: list[int | None] = [None] * count
    before = np.full(count, -1, dtype=np.int64)
    heap = [(0, start, -1)]
    while heap:
        so_far, node, last = heappop(heap)
        if distance[node] is not None:
            continue
        distance[node], before[node] = so_far, last
        for other, cost in adjacent[node]:
            if distance[other] is None:
                heappush(heap, (so_far + cost, other, node))
    return np.array([one or 0 for one in distance], dtype=object), before
