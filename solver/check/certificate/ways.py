"""The ways of a case: who may take it, queue by queue, with rank and order (02 section 1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.check.chains import Tier
from solver.check.refusals import Refusals
from solver.check.staff import NOBODY, is_locked
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Agents who may take a case through one queue, ascending.

    rank: steps down the chain; order: earlier configured queues of the pair with equal rank
    and room; both of shape: agents of the way.
    """

    queue: int
    agent: Ints
    rank: Ints
    order: Ints

    def place(self, agent: int) -> int:
        """Where an agent stands in it, -1 where he does not."""
        at = int(np.searchsorted(self.agent, agent))
        return at if at < len(self.agent) and self.agent[at] == agent else -1


class Ways:
    """The ways of the cases of one snapshot, in the first phase."""

    def __init__(self, refusals: Refusals) -> None:
        self._refusals = refusals
        self._count = len(refusals.snapshot.agents)

    def of(self, case: int) -> tuple[Way, ...]:
        """None to the owner of the case, who keeps it, and none at all where it is locked."""
        refusals = self._refusals
        if is_locked(refusals.snapshot.cases[case]):
            return ()
        owner = refusals.staff.owner[case]
        open_ = []
        for tier in refusals.chains.tiers(case):
            if not refusals.stopped[tier.queue]:
                allowed = refusals.in_tier(case, tier) == 0
                if owner != NOBODY:
                    allowed[owner] = False
                open_.append((tier, allowed))
        return ways_of(refusals, case, open_)


def ways_of(refusals: Refusals, case: int, open_: Sequence[tuple[Tier, Bools]]) -> tuple[Way, ...]:
    """The ways through some tiers; open_: who may take the case there, by agent."""
    ways = [way_of(refusals, case, tier, allowed) for tier, allowed in open_]
    if len(ways) > 1:
        ways = [_ordered(way, ways, len(refusals.snapshot.agents)) for way in ways]
    return tuple(way for way in ways if len(way.agent))


def way_of(refusals: Refusals, case: int, tier: Tier, allowed: Bools) -> Way:
    """One way, of which no other is known. A designated agent is at rank 0, others behind him."""
    agent = np.flatnonzero(allowed)
    designated = refusals.chains.designated[case]
    bucket = refusals.chains.bucket[tier.queue, agent].astype(np.int64)
    rank = tier.rank + bucket + (designated != NOBODY)
    if tier.home:
        rank[agent == designated] = 0
    return Way(tier.queue, agent, rank, np.zeros(len(agent), dtype=np.int64))


def _ordered(way: Way, ways: Sequence[Way], agents: int) -> Way:
    """Counts the ways by earlier configured queues that have the same agent at the same rank."""
    order = np.zeros(len(way.agent), dtype=np.int64)
    for other in ways:
        if other.queue < way.queue and _meet(way, other):
            rank = np.full(agents, -1, dtype=np.int64)
            rank[other.agent] = other.rank
            order += rank[way.agent] == way.rank
    return replace(way, order=order)


def _meet(way: Way, other: Way) -> bool:
    """Whether any of their ranks can be equal."""
    if not len(way.agent) or not len(other.agent):
        return False
    return bool(way.rank.min() <= other.rank.max() and other.rank.min() <= way.rank.max())
