"""Why agents may not take a case: all reasons that hold, as masks of their bits (03)."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from solver.check.availability import Availability
from solver.check.chains import NO_BUCKET, Chains, Tier, Trees
from solver.check.limits import UNLIMITED, Rooms, rooms_of
from solver.check.quality import Quality, least
from solver.check.requirements import Requirements
from solver.check.scores import Sent
from solver.check.staff import NOBODY, Staff, is_locked
from solver.check.triage import Triage
from solver.check.weights import is_stopped
from solver.facts import CameBack, Queue, RecentAssignment, Snapshot
from solver.reasons import Reason
from solver.units import Bools, Indexes, Ints

NO_QUEUE = -1


class Refusals:
    """Refusals of the pairs of one snapshot.

    Nothing of pair size is kept: they are put together, case by case, from what depends
    on the agent, on the queue and the agent, and on the case.
    """

    def __init__(self, snapshot: Snapshot, trees: Trees) -> None:
        self.snapshot = snapshot
        self.staff = Staff(snapshot)
        self.chains = Chains(self.staff, trees)
        self.triage = Triage(self.staff, self.chains)
        self.rooms: Rooms = rooms_of(self.staff)
        self.sent = Sent(snapshot)
        self._requirements = Requirements(self.staff)
        self._availability = Availability(self.staff)

    def of_case(self, case: int) -> Ints:
        """Reasons in every tier of a case; without any, those of no queue; tiers x agents."""
        own = self._of_case(case)
        tiers = self.chains.tiers(case)
        if not tiers:
            return (self._nowhere | own | self._personal(case, NO_QUEUE))[None, :]
        return np.stack([self._in_tier(case, tier) | own for tier in tiers])

    def in_tier(self, case: int, tier: Tier) -> Ints:
        """Reasons in one tier of a case; shape: agents."""
        return self._in_tier(case, tier) | self._of_case(case)

    def of_pairs(self, cases: Sequence[int]) -> Indexes:
        """Reasons of pairs: those of the queue whose first reason comes last, where the
        agent is nearest to free, and of several the one tried first; shape: cases x agents.
        """
        rows = [nearest(self.of_case(case)) for case in cases]
        return np.array(rows, dtype=np.int32).reshape(len(cases), len(self.snapshot.agents))

    @cached_property
    def stopped(self) -> Sequence[bool]:
        """Queues that decide nothing, for want of pillars to weigh (S15); by queue."""
        policy = self.snapshot.policy
        return [is_stopped(policy, queue, self.sent) for queue in policy.queues]

    def _in_tier(self, case: int, tier: Tier) -> Ints:
        """Reasons that have to do with the queue; shape: agents."""
        found: Ints = self._by_queue[tier.queue] | self._personal(case, tier.queue)
        designated = self.chains.designated[case]
        if designated != NOBODY and tier.home:
            found[designated] &= ~Reason.NOT_IN_QUEUE.bit
        return found

    def _personal(self, case: int, queue: int) -> Ints:
        """What the case itself asks for in a queue: requirements, weight, least fit."""
        found = self._requirements.refusals(case, queue) | self._overweight(case)
        if queue != NO_QUEUE and self._asks_for_fit(case, self.snapshot.policy.queues[queue]):
            wanted = least(self.snapshot.policy.queues[queue].min_fit)
            below = self._quality.of(case, queue) < wanted
            found = found | np.where(below & ~self._left_out(case), Reason.BELOW_MIN_FIT.bit, 0)
        return found

    def _asks_for_fit(self, case: int, queue: Queue) -> bool:
        """Until the case has waited long enough (Q7)."""
        waited = self.snapshot.now - self.snapshot.cases[case].created
        waived = queue.min_fit_wait is not None and waited >= queue.min_fit_wait
        return queue.min_fit > 0 and not waived

    def _overweight(self, case: int) -> Ints:
        """The case alone is heavier than what is left, or own cases are already (L2)."""
        rooms = self.rooms
        if not self._is_weighed:
            return self._nothing
        heavy = rooms.weights.row(case) > np.maximum(rooms.weight, 0)
        return np.where(heavy | rooms.weight_closed, Reason.WEIGHTED_CAPACITY.bit, 0)

    @cached_property
    def _is_weighed(self) -> bool:
        """Somebody has weighted capacity."""
        return bool((self.rooms.weight != UNLIMITED).any())

    @cached_property
    def _nothing(self) -> Ints:
        """No reason at all; shape: agents."""
        return np.zeros(len(self.snapshot.agents), dtype=np.int64)

    def _of_case(self, case: int) -> Ints:
        """Reasons that hold in every queue: scores, lock, cool-downs; shape: agents."""
        found = np.where(self._left_out(case), Reason.NOT_SCORED.bit, 0)
        if is_locked(self.snapshot.cases[case]):
            others = np.arange(len(found)) != self.staff.owner[case]
            found = found | np.where(others, Reason.LOCKED_TO_OTHER.bit, 0)
        for agent, reason in self._cooling.get(case, ()):
            found[agent] |= reason.bit
        return found

    def _left_out(self, case: int) -> Bools:
        return self.sent.left_out(case)

    @cached_property
    def _quality(self) -> Quality:
        return Quality(self.staff, self.sent)

    @cached_property
    def _by_queue(self) -> Ints:
        """Reasons that depend on queue and agent alone; shape: queues x agents."""
        rows = [self._queue_row(place) for place in range(len(self.snapshot.policy.queues))]
        return np.array(rows, dtype=np.int64).reshape(-1, len(self.snapshot.agents))

    def _queue_row(self, place: int) -> Ints:
        queue = self.snapshot.policy.queues[place]
        found = self._by_agent | self._availability.in_queue(queue)
        found |= _where(self.chains.bucket[place] == NO_BUCKET, Reason.NOT_IN_QUEUE)
        found |= _where(self.rooms.daily[place] <= 0, Reason.QUEUE_DAILY_LIMIT)
        if not queue.takes_part:
            found |= Reason.QUEUE_NEVER.bit
        if not queue.auto_assign:
            found |= Reason.QUEUE_MANUAL_ONLY.bit
        return found

    @cached_property
    def _by_agent(self) -> Ints:
        """Reasons that depend on the agent alone; shape: agents."""
        rooms = self.rooms
        return (
            self._availability.anywhere
            | _where(rooms.backlog_closed, Reason.BACKLOG_LIMIT)
            | _where(rooms.hourly <= 0, Reason.HOURLY_LIMIT)
            | _where(rooms.cycle <= 0, Reason.CYCLE_LIMIT)
        )

    @property
    def _nowhere(self) -> Ints:
        return self._by_agent | Reason.NOT_IN_QUEUE.bit

    @cached_property
    def _cooling(self) -> dict[int, list[tuple[int, Reason]]]:
        """Agents who had a case that came back within the cool-down (R4); by case."""
        found: dict[int, list[tuple[int, Reason]]] = {}
        for place, agent in enumerate(self.snapshot.agents):
            for one in agent.recent:
                if one.case_id in self.staff.case and self._cools(one):
                    declined = one.came_back == CameBack.DECLINED
                    reason = Reason.DECLINED_RECENTLY if declined else Reason.TRIED_RECENTLY
                    found.setdefault(self.staff.case[one.case_id], []).append((place, reason))
        return found

    def _cools(self, one: RecentAssignment) -> bool:
        came_back = one.returned or one.time
        return bool(one.came_back) and self.snapshot.now < came_back + self.snapshot.policy.cooldown


def nearest(masks: Ints) -> Ints:
    """Of each agent the mask whose first reason comes last; shape: agents."""
    first = np.where(masks == 0, np.iinfo(np.int64).max, masks & -masks)
    found: Ints = np.take_along_axis(masks, first.argmax(axis=0)[None, :], axis=0)[0]
    return found


def _where(refused: Bools, reason: Reason) -> Ints:
    return np.where(refused, reason.bit, 0)
