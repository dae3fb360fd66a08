"""The optimum of the levels above fit, by hubs, and what it leaves open (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.candidates import Candidates
from solver.levels import Level
from solver.network import Network
from solver.prices import Face
from solver.pricing.hubs import HubNetwork, Hubs
from solver.pricing.open_face import Tight, tight_of
from solver.pricing.spread import Placed, spread
from solver.problem import Problem, pair_keys
from solver.stages import solve_stages
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """What is settled above fit, in the problem's own network.

    prices: nodes x levels. chain, settled: open chain arcs, and the flow on the others.
    waits: cases that may wait. own: the problem's own triples that are open. served: cases
    that are reached; placed: a way for most of them, placed_own: own triples for others; of
    those with neither it is removed.
    """

    prices: Ints
    chain: Bools
    settled: Ints
    waits: Bools
    tight: Tight
    own: Ints
    placed: Placed
    placed_own: Ints
    served: Indexes
    solve_count: int


def solve_above(
    problem: Problem, candidates: Candidates, inner: Network, levels: tuple[Level, ...]
) -> Above:
    """Solves the levels above fit; removed pairs count like all others."""
    hubs = Hubs.of(problem, candidates.patterns, candidates.desk)
    outer = HubNetwork.of(problem, candidates.patterns, hubs, inner)
    solved = solve_stages(outer.network, Face.whole(outer.network), levels)
    face, triples = solved.face, outer.network.problem.triples
    case, hub = triples.case[face.triple], triples.desk[face.triple].astype(np.int64)
    ways = hub < hubs.start[-1]
    open_way = face.chain[: len(hubs.of_way)]
    apart = _apart(problem, face.waits)
    arcs = len(hubs.hub)
    used = solved.flow.used[triples.desk[solved.flow.used] >= hubs.start[-1]]
    return Above(
        outer.inner_prices(solved.prices),
        face.chain[arcs:],
        face.settled[arcs:],
        face.waits,
        tight_of(candidates, hubs.of_way, open_way, case[ways], hub[ways], apart),
        _own(problem, hubs, case[~ways], hub[~ways]),
        spread(candidates, hubs, triples, solved.flow),
        _own(problem, hubs, triples.case[used], triples.desk[used].astype(np.int64)),
        triples.case[solved.flow.used],
        solved.solve_count,
    )


def _apart(problem: Problem, waits: Bools) -> Ints:
    """Cases that may wait, those that may not, and each one with triples of its own."""
    apart = waits.astype(np.int64)
    own = np.unique(problem.triples.case)
    apart[own] = 2 + np.arange(len(own))
    return apart


def _own(problem: Problem, hubs: Hubs, case: Indexes, hub: Ints) -> Ints:
    """The problem's own triples that are open."""
    if not len(case):
        return np.zeros(0, dtype=np.int64)
    width = len(problem.desks)
    wanted = pair_keys(case, hubs.own_desks[hub - hubs.start[-1]], width)
    own: Ints = np.searchsorted(problem.triples.keys(width), wanted)
    return own
