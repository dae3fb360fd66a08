"""Where a case may go: its own queues, the tiers behind them, the catch-all (Q1-Q6, Q10, Q13)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from solver.check.filters import Evaluator
from solver.check.staff import NOBODY, Staff
from solver.facts import Queue
from solver.facts.filters import Written
from solver.units import Bools, Indexes

Trees = Mapping[str, Written]
"""The syntax trees of the filters, by queue id."""

NO_BUCKET = -1


@dataclass(frozen=True, slots=True)
class Tier:
    """A queue of a chain by position; rank: that of its first bucket, from 0.

    own: the queue takes the case itself. home: a designated agent is its bucket 1.
    """

    queue: int
    rank: int
    own: bool
    home: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agent stands for a case; bucket: from 1."""

    bucket: int
    rank: int


class Chains:
    """The chains of one snapshot; cases of equal own queues share one."""

    def __init__(self, staff: Staff, trees: Trees) -> None:
        self._staff = staff
        self._queues: Sequence[Queue] = staff.snapshot.policy.queues
        self._known: dict[tuple[int, ...], tuple[Tier, ...]] = {}
        self.bucket = np.array([self._buckets(queue) for queue in self._queues], np.int32)
        """Bucket of each agent from 0, or NO_BUCKET; shape: queues x agents."""
        self.own = self._own(trees)
        """The case's own queues: those of its highest drain group (Q6); by case."""
        self.designated = [self._designated(case) for case in range(len(staff.snapshot.cases))]
        """Position of each case's designated agent or NOBODY (Q13)."""

    def tiers(self, case: int) -> tuple[Tier, ...]:
        """All queues of a case, in the order in which they are tried."""
        own = self.own[case]
        if own not in self._known:
            self._known[own] = tuple(self._tiers(own))
        return self._known[own]

    def tier(self, case: int, queue: int) -> Tier | None:
        """The tier of a queue, None where the case does not reach it."""
        return next((tier for tier in self.tiers(case) if tier.queue == queue), None)

    def is_first(self, case: int, agent: int, tier: Tier) -> bool:
        """He is designated for the case, and so bucket 1 of this queue."""
        return tier.home and self.designated[case] == agent

    def place(self, case: int, agent: int, tier: Tier) -> Place:
        """Bucket and fallback rank of an agent of the queue; behind a designated one all are."""
        if self.is_first(case, agent, tier):
            return Place(1, 0)
        behind = self.designated[case] != NOBODY
        bucket = int(self.bucket[tier.queue, agent])
        return Place(bucket + 1 + (behind and tier.home), tier.rank + bucket + behind)

    def _buckets(self, queue: Queue) -> Indexes:
        """The first bucket that names an agent counts."""
        row = np.full(len(self._staff.snapshot.agents), NO_BUCKET, dtype=np.int32)
        for bucket in reversed(range(len(queue.buckets))):
            row[self._staff.positions(queue.buckets[bucket])] = bucket
        return row

    def _own(self, trees: Trees) -> list[tuple[int, ...]]:
        """Queues that take a case by name or filter and are of its highest drain group."""
        takes, group = self._takes(trees), [self._group(queue) for queue in self._queues]
        matching = [tuple(np.flatnonzero(column).tolist()) for column in takes.T]
        highest = [min((group[q] for q in queues), default=0) for queues in matching]
        return [
            tuple(queue for queue in queues if group[queue] == first)
            for queues, first in zip(matching, highest, strict=True)
        ]

    def _takes(self, trees: Trees) -> Bools:
        """Which queue takes which case by itself (Q1, Q2); shape: queues x cases."""
        cases = self._staff.snapshot.cases
        evaluator = Evaluator(self._staff)
        takes = np.zeros((len(self._queues), len(cases)), dtype=np.bool_)
        for place, queue in enumerate(self._queues):
            if queue.filter:
                takes[place] = evaluator.takes(trees[queue.queue_id])
        for case, fact in enumerate(cases):
            named = self._staff.queue.get(fact.queue_id)
            if named is not None and not self._queues[named].filter:
                takes[named, case] = True
        return takes

    def _group(self, queue: Queue) -> int:
        """Drain group from 0; unlisted queues come last (Q5)."""
        groups = self._staff.snapshot.policy.drain_groups
        listed = (at for at, names in enumerate(groups) if queue.queue_id in names)
        return next(listed, len(groups))

    def _tiers(self, own: tuple[int, ...]) -> Iterator[Tier]:
        """Own queues, then fallbacks by rank; queues that only recommend lead nowhere (Q7)."""
        ranks = dict.fromkeys(own, 0)
        leading = [queue for queue in own if self._queues[queue].auto_assign]
        for start in leading:
            rank = 0
            for queue in self._walk(start, set()):
                if queue not in own:
                    ranks[queue] = min(rank, ranks.get(queue, rank))
                rank += self._steps(queue)
        last = self._staff.queue.get(self._staff.snapshot.policy.catch_all_id)
        if last is not None and last not in ranks and (leading or not own):
            ranks[last] = max((rank + self._steps(q) for q, rank in ranks.items()), default=0)
        for queue in sorted(ranks, key=lambda queue: (queue not in own, ranks[queue], queue)):
            yield Tier(queue, ranks[queue], own=queue in own, home=queue in own or not own)

    def _walk(self, queue: int, met: set[int]) -> Iterator[int]:
        """The queue and its fallbacks, each with its own behind it, each once (Q4)."""
        if queue not in met:
            met.add(queue)
            yield queue
            for name in self._queues[queue].fallback_ids:
                yield from self._walk(self._staff.queue[name], met)

    def _steps(self, queue: int) -> int:
        """Steps of a tier: its buckets; one without any is a step all the same."""
        return max(1, len(self._queues[queue].buckets))

    def _designated(self, case: int) -> int:
        """The case's own word wins over the account's; who is not there is passed over."""
        fact = self._staff.snapshot.cases[case]
        name = fact.designated_agent_id or self._staff.account(fact).designated_agent_id
        return self._staff.agent.get(name, NOBODY)
