"""The allowed (case, agent, queue) of a snapshot, in canonical order (02 section 1)."""

from dataclasses import dataclass

import numpy as np

from solver.arrays import ranges
from solver.eligibility import Eligibility
from solver.reasons import Reason
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Allowed (case, agent, entry of the case), the entry telling the queue."""

    case: Indexes
    agent: Indexes
    entry: Indexes
    queue: Indexes

    def __getitem__(self, chosen: "Bools | Ints") -> "Rows":
        return Rows(self.case[chosen], self.agent[chosen], self.entry[chosen], self.queue[chosen])

    def __len__(self) -> int:
        return len(self.case)


def allowed_rows(eligible: Eligibility, owner: Indexes, locked: Bools) -> Rows:
    """Every (case, agent, queue) that no rule refuses, sorted by (case, agent, queue).

    Owned cases have no row to their owner, locked ones none at all. owner: -1 for
    nobody; owner, locked: shape: cases.
    """
    members = eligible.memberships
    entry, agent = _scored(eligible) if eligible.scored is not None else _all(eligible)
    rows = sorted_rows(Rows(members.case[entry], agent, entry, members.queue[entry]))
    refused = _refused(eligible, owner, locked, rows)
    if not len(refused):
        return rows
    free = np.ones(len(rows), dtype=np.bool_)
    free[refused] = False
    return rows[free]


def _refused(eligible: Eligibility, owner: Indexes, locked: Bools, rows: Rows) -> Ints:
    """Positions of rows that are no ways: single refused pairs, owners, locked cases."""
    owned = np.flatnonzero(owner >= 0)
    agents = eligible.exceptions.agent_count
    excepted = eligible.exceptions.key[eligible.exceptions.value != 0]
    pairs = np.concatenate([excepted, owned * agents + owner[owned]])
    key = rows.case.astype(np.int64) * agents + rows.agent
    stays = np.flatnonzero(locked).astype(np.int32)
    starts = np.concatenate([np.searchsorted(key, pairs), np.searchsorted(rows.case, stays)])
    ends = np.concatenate(
        [np.searchsorted(key, pairs, "right"), np.searchsorted(rows.case, stays, "right")]
    )
    return ranges(starts, ends)


def _scored(eligible: Eligibility) -> tuple[Indexes, Indexes]:
    """Scored pairs in every entry of their case where nothing refuses them."""
    assert eligible.scored is not None
    case, agent = np.divmod(eligible.scored.key, eligible.scored.agent_count)
    starts = eligible.memberships.first_entries()
    start, end = starts[case], starts[case + 1]
    entry = ranges(start, end)
    agent = np.repeat(agent, end - start)
    free = np.flatnonzero(eligible.shared_masks(entry, agent) == 0)
    return entry[free].astype(np.int32), agent[free].astype(np.int32)


def _all(eligible: Eligibility) -> tuple[Indexes, Indexes]:
    """Entries of each signature x agents whom nothing refuses, and the designated ones."""
    signature, agent = np.nonzero(eligible.refused == 0)
    starts = np.searchsorted(signature, np.arange(len(eligible.refused) + 1))
    start, end = starts[eligible.signature], starts[eligible.signature + 1]
    entry = np.arange(len(start), dtype=np.int32)
    outside, designated = _designated(eligible)
    return (
        np.concatenate([np.repeat(entry, end - start), outside]),
        np.concatenate([agent.astype(np.int32)[ranges(start, end)], designated]),
    )


def designated_rows(eligible: Eligibility, owner: Indexes, locked: Bools) -> Rows:
    """All rows of designated agents, whether they are in a bucket or not (Q13)."""
    members = eligible.memberships
    entry = np.flatnonzero(members.designated[members.case] >= 0)
    case = members.case[entry]
    agent = members.designated[case]
    rows = Rows(case, agent, entry.astype(np.int32), members.queue[entry])
    free = eligible.masks(case, agent, entry) == 0
    return sorted_rows(rows[free & (owner[case] != agent) & ~locked[case]])


def _designated(eligible: Eligibility) -> tuple[Indexes, Indexes]:
    """Designated agents who are in no bucket of a home queue of the case (Q13)."""
    members = eligible.memberships
    entry = np.flatnonzero(members.designated[members.case] >= 0)
    agent = members.designated[members.case[entry]]
    outside = eligible.refused[eligible.signature[entry], agent] == Reason.NOT_IN_QUEUE.bit
    chosen = outside & eligible.is_designated(entry, agent)
    return entry[chosen].astype(np.int32), agent[chosen]


def sorted_rows(rows: Rows) -> Rows:
    """By (case, agent, queue): the canonical order that settles what still ties."""
    agents = int(rows.agent.max(initial=0)) + 1
    queues = int(rows.queue.max(initial=0)) + 1
    key = (rows.case.astype(np.int64) * agents + rows.agent) * queues + rows.queue
    if (key[1:] > key[:-1]).all():
        return rows
    return rows[np.argsort(key, kind="stable")]


def ranks(eligible: Eligibility, rows: Rows) -> Indexes:
    """Fallback rank: steps down the chain of tiers and buckets (Q4), 0 if designated (Q13)."""
    rank = chain_ranks(eligible, rows)
    if (eligible.memberships.designated < 0).all():
        return rank
    chosen = eligible.is_designated(rows.entry, rows.agent)
    return np.where(chosen, 0, rank).astype(np.int32)


def chain_ranks(eligible: Eligibility, rows: Rows) -> Indexes:
    """Fallback rank of agents who are not designated: those stand behind the one who is (Q13)."""
    members = eligible.memberships
    rank = members.offset[rows.entry] + members.bucket[rows.queue, rows.agent]
    if (members.designated < 0).all():
        return rank
    rank += members.designated[rows.case] >= 0
    return rank.astype(np.int32)


def orders(rows: Rows, rank: Indexes) -> Indexes:
    """Earlier configured queues of the pair with equal rank and room; rows are sorted."""
    order = np.zeros(len(rank), dtype=np.int32)
    twice = np.zeros(len(rank), dtype=np.bool_)
    again = (rows.case[1:] == rows.case[:-1]) & (rows.agent[1:] == rows.agent[:-1])
    twice[1:] |= again
    twice[:-1] |= again
    several = np.flatnonzero(twice)
    order[several] = _order_of_several(rows[several], rank[several])
    return order


def _order_of_several(rows: Rows, rank: Indexes) -> Indexes:
    """The same for pairs with several queues."""
    by_rank = np.lexsort((rows.queue, rank, rows.agent, rows.case))
    columns = [column[by_rank] for column in (rows.case, rows.agent, rank)]
    fresh = np.ones(len(rank), dtype=np.bool_)
    fresh[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(rank)), 0))
    order = np.empty(len(rank), dtype=np.int32)
    order[by_rank] = np.arange(len(rank)) - start
    return order
