"""Why an agent may not take a case: all reasons that hold, in the contract's order.

Reasons hold for an agent in one queue of the case's chain. Of a pair, those of the
queue whose first reason comes last are told: there the agent is nearest to free.
"""

from __future__ import annotations

from allotment.v1 import explanation_pb2 as why
from allotment.v1.agent_pb2 import CAME_BACK_DECLINED, CAME_BACK_UNSPECIFIED, RecentAssignment
from allotment.v1.case_pb2 import Case, Requirement
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.queue_pb2 import Queue
from tests.referee import availability, owners, rooms, weighing
from tests.referee.chains import Chains, Tier, assigns
from tests.referee.fits import Fits
from tests.referee.moments import HOUR, length, moment
from tests.referee.requirements import lacking, least_fit
from tests.referee.scores import SentScores
from tests.referee.snapshot import Snapshot
from tests.referee.weights import is_stopped

COOL_DOWN = {why.PAIR_REASON_DECLINED_RECENTLY, why.PAIR_REASON_TRIED_RECENTLY}
AVAILABILITY = {
    why.PAIR_REASON_OUT_OF_OFFICE,
    why.PAIR_REASON_OUTSIDE_ASSIGNMENT_HOURS,
    why.PAIR_REASON_OUTSIDE_WORKING_HOURS,
    why.PAIR_REASON_PRESENCE_OFFLINE,
    why.PAIR_REASON_ON_BREAK,
    why.PAIR_REASON_SHIFT_TOO_SHORT,
}
CAPACITY = {
    why.PAIR_REASON_WEIGHTED_CAPACITY,
    why.PAIR_REASON_BACKLOG_LIMIT,
    why.PAIR_REASON_HOURLY_LIMIT,
    why.PAIR_REASON_QUEUE_DAILY_LIMIT,
    why.PAIR_REASON_CYCLE_LIMIT,
}


Reasons = list[PairReason.ValueType]


class Refusals:
    """Refusals of the pairs of one snapshot; what was found once is kept."""

    def __init__(self, snapshot: Snapshot, sent: SentScores, chains: Chains, fits: Fits) -> None:
        self.snapshot = snapshot
        self.sent = sent
        self.chains = chains
        self.fits = fits
        self._by_queue: dict[tuple[str, str], Reasons] = {}
        self._of: dict[tuple[str, str, str], Reasons] = {}
        queues = snapshot.policy.queues
        self.stopped = {row.queue_id for row in queues if is_stopped(snapshot, row)}
        self._ways: dict[tuple[str, str], list[Tier]] = {}

    def ways(self, case: Case, agent: str) -> list[Tier]:
        """Queues through which the agent may take the case as a new one."""
        key = (case.case_id, agent)
        if key not in self._ways:
            tiers = self.chains.tiers(case)
            self._ways[key] = [
                tier
                for tier in tiers
                if not self.of(case, agent, tier) and tier.queue.queue_id not in self.stopped
            ]
        return self._ways[key]

    def of_pair(self, case: Case, agent: str) -> Reasons:
        """Reasons in the queue that refuses the agent last; empty: he is free for the case."""
        found = [self.of(case, agent, tier) for tier in self.chains.tiers(case)]
        return max(found, key=lambda each: each[0] if each else 99)

    def of(self, case: Case, agent: str, tier: Tier) -> Reasons:
        """All reasons in one queue."""
        key = (case.case_id, agent, tier.queue.queue_id)
        if key not in self._of:
            found = {
                *self._in_queue(case, agent, tier),
                *self._scored(case, agent),
                *self._owned(case, agent),
                *self._lacking(case, agent, tier.queue),
                *self._cooled(case, agent),
                *self._too_heavy(case, agent),
                *self._free(agent, tier.queue),
            }
            self._of[key] = sorted(found)
        return self._of[key]

    def _in_queue(self, case: Case, agent: str, tier: Tier) -> Reasons:
        inside = self.chains.is_inside(case, agent, tier)
        reasons = [] if inside else [why.PAIR_REASON_NOT_IN_QUEUE]
        if tier.queue.when == Queue.WHEN_NEVER:
            reasons.append(why.PAIR_REASON_QUEUE_NEVER)
        if not assigns(tier.queue):
            reasons.append(why.PAIR_REASON_QUEUE_MANUAL_ONLY)
        return reasons

    def _owned(self, case: Case, agent: str) -> Reasons:
        """A locked case is nobody else's; an owner keeps his case rather than take it."""
        return [why.PAIR_REASON_LOCKED_TO_OTHER] if owners.is_locked(case) else []

    def _lacking(self, case: Case, agent: str, queue: Queue) -> Reasons:
        rows = lacking(self.snapshot, case, queue, self.snapshot.agents[agent])
        lacks = {row.kind for row in rows}
        reasons = []
        if Requirement.KIND_SKILL in lacks:
            reasons.append(why.PAIR_REASON_MISSING_SKILL)
        if Requirement.KIND_ATTRIBUTE in lacks:
            reasons.append(why.PAIR_REASON_MISSING_ATTRIBUTE)
        if self.fits.is_below(case, agent, queue, least_fit(self.snapshot, case, queue)):
            reasons.append(why.PAIR_REASON_BELOW_MIN_FIT)
        return reasons

    def _scored(self, case: Case, agent: str) -> list[PairReason.ValueType]:
        at = self.snapshot.case_position[case.case_id], self.snapshot.agent_position[agent]
        return [why.PAIR_REASON_NOT_SCORED] if self.sent.leaves_out(*at) else []

    def _too_heavy(self, case: Case, agent: str) -> Reasons:
        """Weighted capacity refuses what alone weighs more than is left (L2)."""
        heavy = weighing.is_too_heavy(self.snapshot, agent, case)
        return [why.PAIR_REASON_WEIGHTED_CAPACITY] if heavy else []

    def _cooled(self, case: Case, agent: str) -> list[PairReason.ValueType]:
        """The pair was tried, came back and cools down (R4)."""
        back = [
            row.came_back == CAME_BACK_DECLINED
            for row in self.snapshot.agents[agent].recent_assignments
            if row.case_id == case.case_id and self._cools(row)
        ]
        reasons = []
        if any(back):
            reasons.append(why.PAIR_REASON_DECLINED_RECENTLY)
        if not all(back):
            reasons.append(why.PAIR_REASON_TRIED_RECENTLY)
        return reasons

    def _cools(self, row: RecentAssignment) -> bool:
        if row.came_back == CAME_BACK_UNSPECIFIED:
            return False
        policy = self.snapshot.policy
        cooldown = length(policy.cooldown) if policy.HasField("cooldown") else 8 * HOUR
        back = moment(row.came_back_time if row.HasField("came_back_time") else row.time)
        return self.snapshot.now < back + cooldown

    def _free(self, agent: str, queue: Queue) -> list[PairReason.ValueType]:
        key = (agent, queue.queue_id)
        if key not in self._by_queue:
            self._by_queue[key] = [
                *availability.reasons(self.snapshot, agent, queue),
                *self._full(agent, queue),
            ]
        return self._by_queue[key]

    def _full(self, agent: str, queue: Queue) -> list[PairReason.ValueType]:
        snapshot = self.snapshot
        room = {
            why.PAIR_REASON_HOURLY_LIMIT: rooms.hourly_room(snapshot, agent),
            why.PAIR_REASON_QUEUE_DAILY_LIMIT: rooms.daily_room(snapshot, agent, queue),
            why.PAIR_REASON_CYCLE_LIMIT: rooms.cycle_room(snapshot, agent),
        }
        full = [reason for reason, left in room.items() if left is not None and left <= 0]
        if owners.takes_nothing_new(snapshot, agent):
            full.append(why.PAIR_REASON_BACKLOG_LIMIT)
        return full
