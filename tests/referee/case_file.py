"""Everything the checks need about one request and its answer."""

from __future__ import annotations

from copy import copy
from functools import cached_property

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.explanation_pb2 import Explanation
from allotment.v1.plan_pb2 import (
    OUTCOME_ASSIGNED,
    OUTCOME_UNASSIGNED,
    TERMINATION_OPTIMAL,
    Assignment,
    Batch,
)
from tests.referee import rooms
from tests.referee.discounts import Discounts
from tests.referee.fits import Fits
from tests.referee.moments import moment
from tests.referee.refusals import Refusals
from tests.referee.scores import SentScores
from tests.referee.snapshot import Snapshot


class CaseFile:
    """One request, its answer, and what the spec says about the request."""

    def __init__(self, request: AssignRequest, response: AssignResponse) -> None:
        self.response = response
        self.batch = response.batch
        stamp = request if request.HasField("snapshot_time") else response.batch
        self.snapshot = Snapshot(request, moment(stamp.snapshot_time))
        sent = SentScores(list(request.scores))
        self.refusals = Refusals(self.snapshot, sent)
        self.fits = Fits(self.snapshot, sent)
        self.discounts = Discounts(self.snapshot, self.fits, self.refusals)

    def with_plan(self, rows: list[Assignment]) -> CaseFile:
        """The same request with other assignments."""
        other = copy(self)
        other.batch = Batch(assignments=rows)
        for name in ("assigned", "unassigned", "explanations", "serving"):
            other.__dict__.pop(name, None)
        return other

    @cached_property
    def assigned(self) -> list[Assignment]:
        """Rows with an agent, of known cases, agents and queues."""
        return [
            row
            for row in self.batch.assignments
            if row.outcome == OUTCOME_ASSIGNED and not self.names_unknown(row)
        ]

    def names_unknown(self, row: Assignment) -> bool:
        known = self.snapshot
        return (
            row.case_id not in known.cases
            or row.agent_id not in known.agents
            or row.queue_id not in known.queues
            or known.queue_of(known.cases[row.case_id]) is None
        )

    @cached_property
    def unassigned(self) -> list[Assignment]:
        return [
            row
            for row in self.batch.assignments
            if row.outcome == OUTCOME_UNASSIGNED and row.case_id in self.snapshot.cases
        ]

    @cached_property
    def explanations(self) -> dict[str, Explanation]:
        return {row.case_id: row for row in self.response.explanations}

    @cached_property
    def serving(self) -> dict[str, list[Assignment]]:
        """The agent's cases of the batch by falling fit, then case id (S4)."""
        served: dict[str, list[Assignment]] = {}
        for row in sorted(self.assigned, key=lambda row: (-row.fit, row.case_id)):
            served.setdefault(row.agent_id, []).append(row)
        return served

    @property
    def is_optimal(self) -> bool:
        return self.batch.termination == TERMINATION_OPTIMAL

    def is_proved(self) -> bool:
        """All levels are proved."""
        return all(level.proved for level in self.batch.levels)

    def agents_of(self, case_id: str) -> list[str]:
        """Agents of the case's queue, by id."""
        queue = self.snapshot.queue_of(self.snapshot.cases[case_id])
        return sorted(self.snapshot.buckets[queue.queue_id]) if queue else []

    def free_agents(self, case_id: str) -> list[str]:
        """Agents without any refusal for the case."""
        case = self.snapshot.cases[case_id]
        return [agent for agent in self.agents_of(case_id) if not self.refusals.of(case, agent)]

    def room_after(self, agent: str, queue_id: str) -> int | None:
        """What all limits leave of the agent after the batch."""
        queue = self.snapshot.queues[queue_id]
        cases = self.serving.get(agent, [])
        through = sum(row.queue_id == queue_id for row in cases)
        daily = rooms.daily_room(self.snapshot, agent, queue)
        lefts = [None if daily is None else daily - through]
        for room in (rooms.backlog_room, rooms.hourly_room, rooms.cycle_room):
            before = room(self.snapshot, agent)
            lefts.append(None if before is None else before - len(cases))
        return min((left for left in lefts if left is not None), default=None)
