"""All agents ranked for one case, by the rules that decide batches (03, Recommend)."""

from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled, first_queues
from solver.explanation.refusals import Refusals
from solver.fit import owner_fits
from solver.reasons import Reason
from solver.rows import Rows, ranks, sorted_rows
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Agents by position, best first and blocked ones last; all of shape: agents.

    free: nothing refuses him, or the case is his already. queue: through which he would get
    the case, -1 where he owns it or no queue takes it. bucket: from 1, 0 where he is in
    none. rank: steps down the chain. score: what ranks agents of equal rank, in units of 1e-4.
    """

    agent: Ints
    free: Bools
    queue: Indexes
    bucket: Indexes
    rank: Indexes
    score: Ints


def rank_agents(compiled: Compiled, case: int) -> Ranking:
    """Those who are free by rank, score and tie-break; of the others, who is nearest to free."""
    mask, ways = _best_ways(compiled, case)
    owner = int(compiled.owners.agent[case])
    rank = np.where(mask & Reason.NOT_IN_QUEUE.bit, 0, _ranks(compiled, ways))
    bucket, score = _buckets(compiled, ways), _scores(compiled, ways)
    queue, stopped = ways.queue.copy(), _stopped(compiled, ways)
    if owner >= 0:
        queue[owner], bucket[owner], rank[owner] = -1, 0, 0
        mask[owner], stopped[owner] = 0, False
        score[owner] = _kept_score(compiled, case, owner)
    free = (mask == 0) & ~stopped
    place = np.where(np.arange(len(mask)) == owner, -1, compiled.problem.place)
    order = np.lexsort((place, -score, np.where(free, rank, -_lateness(mask)), ~free))
    return Ranking(
        order, free[order], queue[order], bucket[order], rank[order].astype(np.int32), score[order]
    )


def _best_ways(compiled: Compiled, case: int) -> tuple[Ints, Rows]:
    """Each agent's refusals and his way to the case: the first bucket of those without a
    refusal, else the one that refuses last; of several the one tried first; shape: agents."""
    refusals, agents = Refusals(compiled), len(compiled.snapshot.agents)
    entries = refusals.entries(case)
    if not len(entries):
        return _nowhere(case, agents)
    masks = refusals.with_pairs(case)
    rows = _rows(compiled, case, entries, agents)
    mask = masks[rows.entry - entries[0], rows.agent]
    later = _stopped(compiled, rows)
    rank = np.where(mask == 0, ranks(compiled.eligibility, rows), 0)
    order = np.lexsort((rows.queue, rank, later, -_lateness(mask), rows.agent))
    best = order[:: len(entries)]
    return mask[best], rows[best]


def _nowhere(case: int, agents: int) -> tuple[Ints, Rows]:
    """The same for a case that no queue takes."""
    everybody, none = np.arange(agents, dtype=np.int32), np.full(agents, -1, dtype=np.int32)
    rows = Rows(np.full(agents, case, dtype=np.int32), everybody, none, none)
    return np.full(agents, Reason.NOT_IN_QUEUE.bit, dtype=np.int64), rows


def _rows(compiled: Compiled, case: int, entries: Ints, agents: int) -> Rows:
    """The case with everybody in each of its queues, by agent and queue."""
    agent = np.tile(np.arange(agents, dtype=np.int32), len(entries))
    entry = np.repeat(entries, agents).astype(np.int32)
    queue = compiled.eligibility.memberships.queue[entry]
    return sorted_rows(Rows(np.full(len(agent), case, dtype=np.int32), agent, entry, queue))


def _ranks(compiled: Compiled, ways: Rows) -> Indexes:
    """Steps down the chain; 0 without a queue."""
    rank = np.zeros(len(ways), dtype=np.int32)
    rank[ways.queue >= 0] = ranks(compiled.eligibility, ways[ways.queue >= 0])
    return rank


def _lateness(mask: Ints) -> Ints:
    """How late the first reason comes, the most without any."""
    lateness: Ints = np.where(mask == 0, np.iinfo(np.int64).max, mask & -mask)
    return lateness


def _stopped(compiled: Compiled, ways: Rows) -> Bools:
    """True through queues that decide nothing (S15)."""
    if not len(compiled.facts.stopped):
        return np.zeros(len(ways), dtype=np.bool_)
    stopped: Bools = compiled.facts.stopped[ways.queue] & (ways.queue >= 0)
    return stopped


def _buckets(compiled: Compiled, ways: Rows) -> Indexes:
    """From 1; a designated agent is bucket 1 of home queues, their own follow (Q13)."""
    members = compiled.eligibility.memberships
    if not len(members.bucket):
        return np.zeros(len(ways), dtype=np.int32)
    bucket = np.where(ways.queue < 0, 0, members.bucket[ways.queue, ways.agent] + 1)
    designated = members.designated[ways.case]
    at_home = (designated >= 0) & (ways.queue >= 0)
    at_home[at_home] = members.is_home(ways.entry[at_home])
    behind = bucket + (at_home & (bucket > 0))
    return np.where(at_home & (designated == ways.agent), 1, behind).astype(np.int32)


def _scores(compiled: Compiled, ways: Rows) -> Ints:
    """Pair scores; 0 without a queue."""
    score = np.zeros(len(ways), dtype=np.int64)
    some = ways[ways.queue >= 0]
    score[ways.queue >= 0] = compiled.scores.pairs(some.case, some.agent, some.queue)
    return score


def _kept_score(compiled: Compiled, case: int, owner: int) -> int:
    """Fit with the owner, without penalty (O3)."""
    cases, agents = np.array([case], dtype=np.int32), np.array([owner], dtype=np.int32)
    first = first_queues(compiled.eligibility)[cases]
    return int(owner_fits(compiled.facts, cases, agents, first).score[0])
