"""Cases that the rules treat alike: one list of ways for all of them (04 section 4).

A *way* is an (agent, queue) through which a case may go. Cases of one pattern have the
same ways at the same ranks, but for pairs that are listed one by one.
"""

from dataclasses import dataclass

import numpy as np

from solver.arrays import alike, numbered, ranges
from solver.eligibility import Eligibility
from solver.factors import SparsePairs
from solver.rows import Rows, chain_ranks, orders, sorted_rows
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The ways of every pattern, sorted by (agent, queue).

    of_case: pattern of each case; shape: cases. start: first way of each pattern, the end
    last; shape: patterns + 1. agent, queue, rank, order: of each way.
    """

    of_case: Indexes
    start: Ints
    agent: Indexes
    queue: Indexes
    rank: Indexes
    order: Indexes

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def cases(self) -> Ints:
        """How many cases each pattern has."""
        return np.bincount(self.of_case, minlength=len(self))

    @property
    def pair_count(self) -> int:
        """How many (case, agent, queue) there are, listed pairs not left out."""
        return int((np.diff(self.start) * self.cases).sum())

    @property
    def first_ways(self) -> Bools:
        """True for the first way of every agent in a pattern; shape: ways."""
        once = np.ones(len(self.agent), dtype=np.bool_)
        once[1:] = self.agent[1:] != self.agent[:-1]
        once[self.start[:-1][self.start[:-1] < len(once)]] = True
        return once

    def ways(self, pattern: int) -> slice:
        """The ways of a pattern."""
        return slice(int(self.start[pattern]), int(self.start[pattern + 1]))

    def ways_of(self, pairs: SparsePairs) -> tuple[Indexes, Ints]:
        """Case and way of all triples of some pairs."""
        agents = max(pairs.agent_count, 1)
        pattern = np.repeat(np.arange(len(self)), np.diff(self.start))
        of_way = pattern * agents + self.agent
        case, agent = np.divmod(pairs.key, agents)
        wanted = self.of_case[case].astype(np.int64) * agents + agent
        start, end = (np.searchsorted(of_way, wanted, side) for side in ("left", "right"))
        return np.repeat(case, end - start).astype(np.int32), ranges(start, end)

    def without(self, removed: SparsePairs) -> "Patterns":
        """The same without ways that are removed for every case of their pattern."""
        pattern = np.repeat(np.arange(len(self)), np.diff(self.start))
        used = np.bincount(self.ways_of(removed)[1], minlength=len(pattern)) < self.cases[pattern]
        start = np.concatenate([[0], np.cumsum(used)])[self.start]
        columns = (self.agent[used], self.queue[used], self.rank[used], self.order[used])
        return Patterns(self.of_case, start, *columns)


def patterns_of(eligible: Eligibility, closed: Bools, stopped: Bools) -> Patterns:
    """The patterns of all cases, without the listed pairs of `eligible.exceptions`.

    closed: cases with no way at all; shape: cases. stopped: queues that decide nothing.
    """
    of_case, first = _alike(eligible, closed)
    rows = _ways(eligible, first[~closed[first]])
    rows = rows[~stopped[rows.queue]]
    rank = chain_ranks(eligible, rows)
    pattern = of_case[rows.case]
    by_pattern = np.argsort(pattern, kind="stable")
    rows, rank, order = rows[by_pattern], rank[by_pattern], orders(rows, rank)[by_pattern]
    start = np.searchsorted(pattern[by_pattern], np.arange(len(first) + 1))
    return Patterns(of_case, start, rows.agent, rows.queue, rank, order)


def _alike(eligible: Eligibility, closed: Bools) -> tuple[Indexes, Ints]:
    """The pattern of each case, and the first case of each pattern."""
    members = eligible.memberships
    columns = [members.group, members.designated >= 0, closed, *_entry_codes(eligible)]
    first, of_case = alike(columns)
    return of_case.astype(np.int32), first


def _entry_codes(eligible: Eligibility) -> Indexes:
    """What each case's k-th entry is like, 0 = it has none; shape: entries of a case x cases."""
    members = eligible.memberships
    code = numbered([eligible.signature, members.offset, members.own])
    starts = members.first_entries()
    place = np.arange(len(members.case)) - starts[members.case]
    codes = np.zeros((int(np.diff(starts).max(initial=0)), len(members.group)), dtype=np.int32)
    codes[place, members.case] = code + 1
    return codes


def _ways(eligible: Eligibility, case: Ints) -> Rows:
    """Whom nothing refuses that holds for a whole signature, for some cases."""
    members, agents = eligible.memberships, eligible.refused.shape[1]
    starts = members.first_entries()
    entry = ranges(starts[case], starts[case + 1]).astype(np.int32)
    free = eligible.refused[eligible.signature[entry]] == 0
    place, agent = np.nonzero(free.reshape(-1, agents))
    entry = entry[place]
    rows = Rows(members.case[entry], agent.astype(np.int32), entry, members.queue[entry])
    return sorted_rows(rows)
