"""Junctions: cases that reach the same desks at one cost share the arcs behind them.

Above the level of rounds a triple costs what its case, rank and order say, so that in a
bucket of a queue all agents are alike. Case -> junction -> desk is then the same network
with far fewer arcs: cases x buckets, and each bucket's desks once (04 section 4).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import stable_order
from solver.errors import SolveError
from solver.problem import Problem
from solver.units import Indexes, Ints

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Junctions:
    """What stands in for some triples. Each array pair has one entry per arc.

    triple: the triples, sorted by (case, desk). case, junction, cost: arcs into junctions.
    source, desk: arcs out of them, sorted by both; they cost nothing and have no limit.
    """

    triple: Ints
    case: Indexes
    junction: Ints
    cost: Ints
    source: Ints
    desk: Indexes
    count: int

    def __len__(self) -> int:
        return len(self.case) + len(self.source)

    def chosen(self, problem: Problem, into: Ints, out: Ints) -> Ints:
        """The triples of a flow: units on arcs into junctions, and out of them.

        In each junction the first case takes the first desk. Raises SolveError where
        that is no triple.
        """
        used = np.flatnonzero(into > 0)
        used = used[np.argsort(self.junction[used], kind="stable")]
        desk = np.repeat(self.desk, out)
        wanted = self.case[used].astype(np.int64) * len(problem.desks) + desk
        rows = problem.triples
        keys = rows.case[self.triple].astype(np.int64) * len(problem.desks)
        keys += rows.desk[self.triple]
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        if not np.array_equal(keys[place], wanted):
            raise SolveError("A junction joins cases that do not reach the same desks.")
        chosen: Ints = self.triple[place]
        return chosen


def junctions_of(problem: Problem, triple: Ints, cost: Ints) -> Junctions:
    """Junctions of triples whose costs depend on case, rank and order alone."""
    rows = problem.triples
    case, desk = rows.case[triple], rows.desk[triple]
    rank, order = rows.rank[triple], rows.order[triple]
    width = int(order.max(initial=0)) + 1
    depth = (int(rank.max(initial=0)) + 1) * width
    run = case.astype(np.int64) * depth + rank * width + order
    met, first = _runs(run, problem.case_count * depth)
    junction, leader = _alike(run, desk, met)
    is_leader = np.zeros(problem.case_count * depth, dtype=np.bool_)
    is_leader[met[leader]] = True
    behind = np.flatnonzero(is_leader[run])
    number = np.zeros(problem.case_count * depth, dtype=np.int64)
    number[met] = junction
    source = number[run[behind]]
    by_source = stable_order(source, len(leader))
    return Junctions(
        triple=triple,
        case=(met // depth).astype(np.int32),
        junction=junction,
        cost=cost[first],
        source=source[by_source],
        desk=desk[behind][by_source],
        count=len(leader),
    )


def _runs(run: Ints, length: int) -> tuple[Ints, Ints]:
    """The (case, rank, order) that there are, ascending, and a triple of each."""
    place = np.full(length, -1, dtype=np.int64)
    place[run] = np.arange(len(run))
    met = np.flatnonzero(place >= 0)
    return met, place[met]


def _alike(run: Ints, desk: Indexes, met: Ints) -> tuple[Ints, Ints]:
    """The junction of each run, those with equal desks sharing one, and a run of each junction.

    Desks are compared by two sums of 64 random bits for each. Should different desks ever
    have equal sums, `Junctions.chosen` finds it.
    """
    sums = np.zeros((2, int(run.max(initial=0)) + 1), dtype=np.uint64)
    bits = _random_bits(int(desk.max(initial=0)) + 1)
    for row in range(2):
        np.add.at(sums[row], run, bits[row][desk])
    of_run = sums[:, met]
    alike = np.lexsort((of_run[1], of_run[0]))
    fresh = np.ones(len(met), dtype=np.bool_)
    fresh[1:] = (of_run[:, alike[1:]] != of_run[:, alike[:-1]]).any(axis=0)
    junction = np.empty(len(met), dtype=np.int64)
    junction[alike] = np.cumsum(fresh) - 1
    return junction, alike[fresh]


def _random_bits(count: int) -> Hashes:
    """Bits that are the same everywhere (splitmix64); shape: 2 x count."""
    mixed = np.arange(1, 2 * count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed ^ (mixed >> np.uint64(31))).reshape(2, count)
