"""The optimum of the levels above fit, by hubs, and what it leaves open (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.candidates import Candidates
from solver.levels import Level
from solver.network import Network
from solver.prices import Face
from solver.pricing.hubs import HubNetwork, Hubs
from solver.pricing.open_face import OpenHubs, Tight, tight_of
from solver.pricing.rows_above import RowsAbove
from solver.pricing.spread import Placed, spread, spread_classes
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
    rows = RowsAbove.of(problem, candidates.patterns, inner)
    hubs = Hubs.of(
        rows.network.problem, rows.patterns, rows.ends.end[candidates.desk].astype(np.int32)
    )
    outer = HubNetwork.of(rows.patterns, hubs, rows.network)
    whole = Face.whole(outer.network)
    solved = solve_stages(outer.network, whole, rows.levels(levels), is_plan=False)
    face, triples = solved.face, outer.network.problem.triples
    row, hub = triples.case[face.triple], triples.desk[face.triple].astype(np.int64)
    ways, waits = hub < hubs.start[-1], face.waits[rows.classes.of_case]
    open_hubs = OpenHubs.of(len(rows.classes), row[ways], hub[ways])[rows.classes.of_case]
    open_way, apart = face.chain[: len(hubs.of_way)], _apart(problem, waits)
    used = solved.flow.used
    reached = spread_classes(
        rows.classes, triples.case[used], triples.desk[used].astype(np.int64), solved.flow.units
    )
    to_own = reached.way >= hubs.start[-1]
    return Above(
        rows.inner_prices(outer.inner_prices(solved.prices)),
        *rows.inner_chain(face, len(hubs.hub), len(inner.chain)),
        waits,
        tight_of(candidates, hubs.of_way, open_way, open_hubs, apart),
        _own(problem, rows, hubs, Placed(rows.classes.first[row[~ways]], hub[~ways])),
        spread(candidates, hubs, reached[~to_own], solved.flow.chain),
        _own(problem, rows, hubs, reached[to_own]),
        reached.case,
        solved.solve_count,
    )


def _apart(problem: Problem, waits: Bools) -> Ints:
    """Cases that may wait, those that may not, and each one with triples of its own."""
    apart = waits.astype(np.int64)
    own = np.unique(problem.triples.case)
    apart[own] = 2 + np.arange(len(own))
    return apart


def _own(problem: Problem, rows: RowsAbove, hubs: Hubs, placed: Placed) -> Ints:
    """The problem's own triples that lead cases to these hubs."""
    if not len(placed.case):
        return np.zeros(0, dtype=np.int64)
    width, end = len(problem.desks), hubs.own_desks[placed.way - hubs.start[-1]]
    keys = pair_keys(placed.case, rows.ends.kept[end], width)
    own: Ints = np.searchsorted(problem.triples.keys(width), keys)
    return own
