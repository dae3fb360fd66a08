"""Where a case may go: its own queues, the tiers behind them, the catch-all (Q1-Q6, Q10, Q13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allotment.v1.case_pb2 import Case
from allotment.v1.queue_pb2 import Queue
from tests.referee.filters import takes
from tests.referee.snapshot import Snapshot


@dataclass(frozen=True)
class Tier:
    """A queue of a chain; `rank` is the step of its first bucket, from 0."""

    queue: Queue
    rank: int
    own: bool


class Chains:
    """The chains of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.position = {queue: at for at, queue in enumerate(snapshot.queues)}
        self._tiers: dict[str, list[Tier]] = {}

    def matching(self, case: Case) -> list[Queue]:
        """Queues that take the case by name or filter, in the policy's order (Q1, Q2)."""
        return [
            queue
            for queue in self.snapshot.queues.values()
            if (
                takes(queue.filter, self.snapshot, case)
                if queue.filter
                else queue.queue_id == case.queue_id
            )
        ]

    def group_of_queue(self, queue: Queue) -> int:
        """Drain group from 1; what is not listed comes last (Q5)."""
        groups = self.snapshot.policy.drain_groups
        listed = [at for at, row in enumerate(groups, start=1) if queue.queue_id in row.queue_ids]
        return listed[0] if listed else len(groups) + 1

    def group_of(self, case: Case) -> int:
        """The highest group of its queues; a case of none comes last (Q5, Q6)."""
        groups = [self.group_of_queue(queue) for queue in self.matching(case)]
        return min(groups, default=len(self.snapshot.policy.drain_groups) + 1)

    def own(self, case: Case) -> list[Queue]:
        """Its queues of the highest group; the others are ignored (Q6)."""
        group = self.group_of(case)
        return [queue for queue in self.matching(case) if self.group_of_queue(queue) == group]

    def tiers(self, case: Case) -> list[Tier]:
        """All queues of the case in the order in which they are tried.

        Own queues that only recommend lead nowhere; if all do, not to the catch-all (Q7).
        """
        if case.case_id not in self._tiers:
            self._tiers[case.case_id] = self._all_tiers(case)
        return self._tiers[case.case_id]

    def _all_tiers(self, case: Case) -> list[Tier]:
        own = [queue.queue_id for queue in self.own(case)]
        live = [name for name in own if assigns(self.snapshot.queues[name])]
        ranks = dict.fromkeys(own, 0)
        for start in live:
            rank = 0
            for name in self.fallbacks(start, set()):
                if name not in ranks or (name not in own and rank < ranks[name]):
                    ranks[name] = rank
                rank += self.steps(name)
        last = self.snapshot.policy.catch_all_queue_id
        if last and last not in ranks and (live or not own):
            ranks[last] = max((rank + self.steps(name) for name, rank in ranks.items()), default=0)
        order = sorted(ranks, key=lambda name: (name not in own, ranks[name], self.position[name]))
        return [Tier(self.snapshot.queues[name], ranks[name], name in own) for name in order]

    def fallbacks(self, name: str, met: set[str]) -> Iterator[str]:
        """The queue and its fallbacks, each followed by its own, each once (Q4)."""
        if name not in met:
            met.add(name)
            yield name
            for following in self.snapshot.queues[name].fallback_queue_ids:
                yield from self.fallbacks(following, met)

    def steps(self, name: str) -> int:
        """Buckets of the queue; one without any is a step all the same."""
        return max(1, len(self.snapshot.queues[name].buckets))

    def designated(self, case: Case) -> str:
        """Who is bucket 1 of the case, if he is in the snapshot (Q13)."""
        account = self.snapshot.accounts.get(case.account_id)
        name = case.designated_agent_id or (account.designated_agent_id if account else "")
        return name if name in self.snapshot.agents else ""

    def is_home(self, case: Case, tier: Tier) -> bool:
        """One of the case's own queues, or the catch-all of a case that has none."""
        return tier.own or not self.own(case)

    def is_first(self, case: Case, agent: str, tier: Tier) -> bool:
        """The designated agent: bucket 1 of the case's home queues (Q13)."""
        return self.is_home(case, tier) and agent == self.designated(case)

    def is_inside(self, case: Case, agent: str, tier: Tier) -> bool:
        inside = agent in self.snapshot.buckets[tier.queue.queue_id]
        return inside or self.is_first(case, agent, tier)

    def rank(self, case: Case, agent: str, tier: Tier) -> int:
        """Steps down the chain; everybody stands behind a designated agent."""
        if self.is_first(case, agent, tier):
            return 0
        bucket = self.snapshot.buckets[tier.queue.queue_id].get(agent, 1)
        return tier.rank + bucket - 1 + bool(self.designated(case))

    def bucket(self, case: Case, agent: str, tier: Tier) -> int:
        """Number of the bucket, that of a designated agent counted in home queues; 0: none."""
        if self.is_first(case, agent, tier):
            return 1
        bucket = self.snapshot.buckets[tier.queue.queue_id].get(agent, 0)
        return bucket + (self.is_home(case, tier) and bool(self.designated(case))) if bucket else 0

    def tier(self, case: Case, queue_id: str) -> Tier | None:
        """The tier of a queue in the case's chain."""
        return next((each for each in self.tiers(case) if each.queue.queue_id == queue_id), None)

    def agents(self, case: Case) -> list[str]:
        """Agents of all queues of the chain, by id."""
        return sorted(
            agent
            for agent in self.snapshot.agents
            if any(self.is_inside(case, agent, tier) for tier in self.tiers(case))
        )


def assigns(queue: Queue) -> bool:
    """Auto-assign is on (Q7)."""
    return not queue.HasField("auto_assign") or queue.auto_assign
