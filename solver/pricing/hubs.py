"""The levels above fit: they do not depend on single pairs, so cases share hubs (02 section 3).

A *hub* stands for all ways of a pattern with equal rank and order. The network is the
problem's own with a layer of hubs between the cases and the desks: case -> hub -> desk.
Removed pairs are not removed here: a solution may be too good, never too bad.
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import numbered, ranges
from solver.network import ChainArcs, Network, Nodes
from solver.patterns import Patterns
from solver.problem import DeskKind, Desks, Problem, Triples
from solver.units import Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Hubs:
    """Hubs of all patterns, then one for each desk of the problem's own triples.

    of_way: hub of each way. start: first hub of each pattern, the end last. rank, order: of
    the patterns' hubs. desk: of each hub -> desk arc; hub: its tail.
    """

    of_way: Ints
    start: Ints
    rank: Indexes
    order: Indexes
    own_desks: Ints
    hub: Ints
    desk: Ints

    @property
    def count(self) -> int:
        """How many there are."""
        return int(self.start[-1]) + len(self.own_desks)

    @staticmethod
    def of(problem: Problem, patterns: Patterns, way_desk: Indexes) -> "Hubs":
        """The hubs of a problem."""
        pattern = np.repeat(np.arange(len(patterns), dtype=np.int32), np.diff(patterns.start))
        of_way = numbered([pattern, patterns.rank, patterns.order]).astype(np.int64)
        _, first = np.unique(of_way, return_index=True)
        start = np.searchsorted(pattern[first], np.arange(len(patterns) + 1))
        own_desks = np.unique(problem.triples.desk).astype(np.int64)
        own = len(first) + np.arange(len(own_desks))
        return Hubs(
            of_way,
            start,
            patterns.rank[first],
            patterns.order[first],
            own_desks,
            np.concatenate([of_way, own]),
            np.concatenate([way_desk.astype(np.int64), own_desks]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class HubNetwork:
    """A network whose triples end in hubs; its chain arcs are those of the hubs, then the rest."""

    hubs: Hubs
    network: Network

    @staticmethod
    def of(patterns: Patterns, hubs: Hubs, inner: Network) -> "HubNetwork":
        """Puts the hubs of a problem in front of its own network."""
        problem = inner.problem
        above = replace(
            problem,
            desks=_hub_desks(problem, hubs, int(inner.count.sum())),
            triples=_hub_triples(problem, patterns, hubs),
            candidates=None,
        )
        return HubNetwork(
            hubs,
            Network(above, _moved(inner.nodes, hubs.count), _chain(hubs, inner), inner.count),
        )

    def inner_prices(self, prices: Ints) -> Ints:
        """Prices without those of the hubs; shape: nodes x levels."""
        cases = self.network.problem.case_count
        return np.delete(prices, slice(cases, cases + self.hubs.count), axis=0)


def _hub_desks(problem: Problem, hubs: Hubs, cases: int) -> Desks:
    """Hubs in the place of desks, with room for all cases; only those of owners tell their kind."""
    patterns = int(hubs.start[-1])
    kinds = np.full(hubs.count, DeskKind.FIT, dtype=np.int32)
    kinds[patterns:] = problem.desks.kind[hubs.own_desks]
    nobody = np.zeros(hubs.count, dtype=np.int32)
    room = np.full(hubs.count, cases, dtype=np.int64)
    return Desks(nobody, nobody - 1, room, kinds)


def _hub_triples(problem: Problem, patterns: Patterns, hubs: Hubs) -> Triples:
    """Each case to the hubs of its pattern, and its own triples; sorted by (case, hub)."""
    own = problem.triples
    start, end = hubs.start[patterns.of_case], hubs.start[patterns.of_case + 1]
    hub = ranges(start, end)
    case = np.repeat(np.arange(problem.case_count, dtype=np.int32), end - start)
    own_hub = int(hubs.start[-1]) + np.searchsorted(hubs.own_desks, own.desk)
    triples = Triples(
        np.concatenate([case, own.case]),
        np.concatenate([hub, own_hub]).astype(np.int32),
        np.concatenate([hubs.rank[hub], own.rank]),
        np.concatenate([hubs.order[hub], own.order]),
        np.zeros(len(hub) + len(own), dtype=np.int64),
    )
    return triples[np.lexsort((triples.desk, triples.case))]


def _moved(nodes: Nodes, hubs: int) -> Nodes:
    """The nodes behind the cases, `hubs` further on; the hubs stand where the desks were."""
    return Nodes(
        nodes.desk,
        nodes.desk + hubs,
        nodes.fit + hubs,
        nodes.new + hubs,
        nodes.backlog + hubs,
        nodes.sink + hubs,
    )


def _chain(hubs: Hubs, inner: Network) -> ChainArcs:
    """hub -> desk, then all arcs of the inner network.

    An arc out of a hub must not be full even with all cases on it, or its desk would not know
    what they pay.
    """
    rows, cases, rest = inner.nodes.desk, int(inner.count.sum()), inner.chain
    nothing = np.zeros(len(hubs.hub), dtype=np.int64)
    return ChainArcs(
        np.concatenate([rows + hubs.hub, rest.tail + hubs.count]),
        np.concatenate([rows + hubs.count + hubs.desk, rest.head + hubs.count]),
        np.concatenate([nothing + cases + 1, rest.capacity]),
        np.concatenate([nothing, rest.turn]),
        np.concatenate([nothing, rest.discount]),
        np.concatenate([nothing.astype(np.int32) - 1, rest.layer]),
    )
