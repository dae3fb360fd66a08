"""Limits are gone over only where the policy allows it (Q9), and those gone over are named."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from solver.check.chains import Tier
from solver.check.complaint import Complaint, Wrong
from solver.check.decided import Assigned
from solver.check.pairs import complaint, may_go_over, names
from solver.check.refusals import Refusals
from solver.check.staff import NOBODY
from solver.check.usage import Left
from solver.reasons import Reason, mask, reasons_in
from solver.units import Bools

COUNTED = (Reason.BACKLOG_LIMIT, Reason.HOURLY_LIMIT, Reason.CYCLE_LIMIT)
"""Limits of an agent of which every case takes one."""


def overrides(refusals: Refusals, over: Sequence[Assigned], left: Left) -> Iterator[Complaint]:
    """over: by case. left: what the rest of the batch leaves over."""
    tally = _Tally(refusals, left)
    for one in over:
        yield from _allowed(refusals, one)
        yield from _nobody_had_room(refusals, one, left)
        yield from tally.count(one)
    yield from _too_many(refusals, over)


def _allowed(refusals: Refusals, one: Assigned) -> Iterator[Complaint]:
    """A listed priority, nobody's case, one of its own queues."""
    case, policy = refusals.snapshot.cases[one.case], refusals.snapshot.policy.fallback
    priority = refusals.staff.priority(case.priority)
    if priority not in policy.priorities:
        yield complaint(Wrong.NO_FALLBACK, one, priority, tuple(sorted(policy.priorities)))
    if refusals.staff.owner[one.case] != NOBODY:
        yield complaint(Wrong.OWNED_OVERRIDE, one)
    tier = refusals.chains.tier(one.case, one.queue)
    if tier is not None and not tier.own:
        yield complaint(Wrong.FALLBACK_QUEUE, one)


def _nobody_had_room(refusals: Refusals, one: Assigned, left: Left) -> Iterator[Complaint]:
    """Of the pairs in own queues that only capacity refuses, none is left with room."""
    for tier in own_tiers(refusals, one.case):
        free = only_capacity(refusals, one.case, tier) & has_room(refusals, one.case, tier, left)
        for agent in np.flatnonzero(free)[:1].tolist():
            queue = refusals.snapshot.policy.queues[tier.queue].queue_id
            agent_id = refusals.snapshot.agents[agent].agent_id
            yield Complaint(Wrong.HAD_ROOM, one.claim.case_id, agent_id, queue)


def own_tiers(refusals: Refusals, case: int) -> list[Tier]:
    """The case's own queues that decide something."""
    tiers = refusals.chains.tiers(case)
    return [tier for tier in tiers if tier.own and not refusals.stopped[tier.queue]]


def only_capacity(refusals: Refusals, case: int, tier: Tier) -> Bools:
    """Agents whom nothing but such limits refuses; shape: agents."""
    only: Bools = refusals.in_tier(case, tier) & ~may_go_over(refusals) == 0
    return only


def has_room(refusals: Refusals, case: int, tier: Tier, left: Left) -> Bools:
    """Agents with room for one more under every limit; shape: agents."""
    room = left.over(Reason.QUEUE_DAILY_LIMIT)[tier.queue] > 0
    for reason in COUNTED:
        room &= left.over(reason) > 0
    has: Bools = room & is_light(refusals, case, left)
    return has


def is_light(refusals: Refusals, case: int, left: Left) -> Bools:
    """Agents with room for the weight of the case; shape: agents."""
    weight = refusals.rooms.weights.row(case)
    light: Bools = weight <= left.over(Reason.WEIGHTED_CAPACITY)
    return light


class _Tally:
    """Counts cases over limits, one after the other, by case."""

    def __init__(self, refusals: Refusals, left: Left) -> None:
        self._refusals = refusals
        self._left = {reason: left.over(reason) for reason in left.room}
        self._daily = self._left[Reason.QUEUE_DAILY_LIMIT]

    def count(self, one: Assigned) -> Iterator[Complaint]:
        """The limits that have no room for this one after those before it."""
        full = self._full(one)
        self._take(one)
        for reason in reasons_in(full & ~may_go_over(self._refusals)):
            claim = one.claim
            yield Complaint(Wrong.OVER_LIMIT, claim.case_id, claim.agent_id, limit=reason.name)
        claimed = one.claim.overridden
        if claimed is not None and mask(claimed) != full:
            yield complaint(Wrong.OVERRIDDEN, one, names(mask(claimed)), names(full))

    def _full(self, one: Assigned) -> int:
        weight = self._weight(one)
        found = sum(reason.bit for reason in COUNTED if self._left[reason][one.agent] <= 0)
        if self._daily[one.queue, one.agent] <= 0:
            found |= Reason.QUEUE_DAILY_LIMIT.bit
        if weight > self._left[Reason.WEIGHTED_CAPACITY][one.agent]:
            found |= Reason.WEIGHTED_CAPACITY.bit
        return found

    def _take(self, one: Assigned) -> None:
        for reason in COUNTED:
            self._left[reason][one.agent] -= 1
        self._daily[one.queue, one.agent] -= 1
        self._left[Reason.WEIGHTED_CAPACITY][one.agent] -= self._weight(one)

    def _weight(self, one: Assigned) -> int:
        return int(self._refusals.rooms.weights.row(one.case)[one.agent])


def _too_many(refusals: Refusals, over: Sequence[Assigned]) -> Iterator[Complaint]:
    most = refusals.snapshot.policy.fallback.max_overrides_per_agent
    for agent, count in Counter(one.agent for one in over).items():
        if most is not None and count > most:
            agent_id = refusals.snapshot.agents[agent].agent_id
            yield Complaint(Wrong.TOO_MANY_OVERRIDES, agent_id=agent_id, found=count, right=most)
