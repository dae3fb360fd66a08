"""Why an agent may not take a case: all reasons that hold, in the contract's order."""

from __future__ import annotations

from allotment.v1 import explanation_pb2 as why
from allotment.v1.agent_pb2 import CAME_BACK_DECLINED, CAME_BACK_UNSPECIFIED, RecentAssignment
from allotment.v1.case_pb2 import Case
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.queue_pb2 import Queue
from tests.referee import hours, rooms
from tests.referee.moments import HOUR, length, moment
from tests.referee.scores import SentScores
from tests.referee.snapshot import Snapshot

COOL_DOWN = {why.PAIR_REASON_DECLINED_RECENTLY, why.PAIR_REASON_TRIED_RECENTLY}
AVAILABILITY = {
    why.PAIR_REASON_OUT_OF_OFFICE,
    why.PAIR_REASON_OUTSIDE_ASSIGNMENT_HOURS,
    why.PAIR_REASON_OUTSIDE_WORKING_HOURS,
}
CAPACITY = {
    why.PAIR_REASON_BACKLOG_LIMIT,
    why.PAIR_REASON_HOURLY_LIMIT,
    why.PAIR_REASON_QUEUE_DAILY_LIMIT,
    why.PAIR_REASON_CYCLE_LIMIT,
}


class Refusals:
    """Refusals of the pairs of one snapshot; what depends on agent and queue is kept."""

    def __init__(self, snapshot: Snapshot, sent: SentScores) -> None:
        self.snapshot = snapshot
        self.sent = sent
        self._by_queue: dict[tuple[str, str], list[PairReason.ValueType]] = {}

    def of(self, case: Case, agent: str) -> list[PairReason.ValueType]:
        """All reasons of the pair; empty: the agent is free for the case."""
        queue = self.snapshot.queue_of(case)
        if queue is None or agent not in self.snapshot.buckets[queue.queue_id]:
            return [why.PAIR_REASON_NOT_IN_QUEUE]
        return [*self._scored(case, agent), *self._cooled(case, agent), *self._free(agent, queue)]

    def _scored(self, case: Case, agent: str) -> list[PairReason.ValueType]:
        at = self.snapshot.case_position[case.case_id], self.snapshot.agent_position[agent]
        return [why.PAIR_REASON_NOT_SCORED] if self.sent.leaves_out(*at) else []

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
            self._by_queue[key] = [*self._there(agent, queue), *self._full(agent, queue)]
        return self._by_queue[key]

    def _there(self, agent: str, queue: Queue) -> list[PairReason.ValueType]:
        snapshot, reasons = self.snapshot, []
        has_source = bool(snapshot.shifts_of[agent])
        if not has_source:
            reasons.append(why.PAIR_REASON_NO_AVAILABILITY_SOURCE)
        if hours.is_away(snapshot, agent, snapshot.now):
            reasons.append(why.PAIR_REASON_OUT_OF_OFFICE)
        if has_source and not hours.on_shift(snapshot, agent, queue.hours, snapshot.now):
            working = queue.hours == Queue.HOURS_WORKING
            reasons.append(
                why.PAIR_REASON_OUTSIDE_WORKING_HOURS
                if working
                else why.PAIR_REASON_OUTSIDE_ASSIGNMENT_HOURS
            )
        return reasons

    def _full(self, agent: str, queue: Queue) -> list[PairReason.ValueType]:
        snapshot = self.snapshot
        room = {
            why.PAIR_REASON_BACKLOG_LIMIT: rooms.backlog_room(snapshot, agent),
            why.PAIR_REASON_HOURLY_LIMIT: rooms.hourly_room(snapshot, agent),
            why.PAIR_REASON_QUEUE_DAILY_LIMIT: rooms.daily_room(snapshot, agent, queue),
            why.PAIR_REASON_CYCLE_LIMIT: rooms.cycle_room(snapshot, agent),
        }
        return [reason for reason, left in room.items() if left is not None and left <= 0]
