"""Everything the checks need about one request and its answer."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.case_pb2 import Case
from allotment.v1.explanation_pb2 import Explanation
from allotment.v1.plan_pb2 import (
    OUTCOME_ASSIGNED,
    OUTCOME_KEPT,
    OUTCOME_UNASSIGNED,
    TERMINATION_OPTIMAL,
    Assignment,
    Batch,
)
from tests.referee import owners, rooms, weighing
from tests.referee.chains import Chains, Tier
from tests.referee.discounts import Discounts
from tests.referee.fits import Fit, Fits
from tests.referee.moments import moment
from tests.referee.refusals import Refusals
from tests.referee.rotation import is_turning
from tests.referee.scores import SentScores
from tests.referee.skills import Matches, SkillsBook
from tests.referee.snapshot import Snapshot


class CaseFile:
    """One request, its answer, and what the spec says about the request."""

    def __init__(
        self, request: AssignRequest, response: AssignResponse, skills: Path | None = None
    ) -> None:
        self.response = response
        book = SkillsBook(skills) if skills else None
        if book:
            request = book.with_efforts(request)
        self.matches = Matches(book, request) if book else None
        self.batch = response.batch
        stamp = request if request.HasField("snapshot_time") else response.batch
        self.snapshot = Snapshot(request, moment(stamp.snapshot_time))
        sent = SentScores(list(request.scores))
        self.chains = Chains(self.snapshot)
        self.fits = Fits(self.snapshot, sent, self.matches)
        self.refusals = Refusals(self.snapshot, sent, self.chains, self.fits)
        self.discounts = Discounts(self.snapshot, self.fits, self.refusals)
        self.turning = {
            queue.queue_id
            for queue in self.snapshot.policy.queues
            if is_turning(self.snapshot, queue)
        }

    def with_plan(self, rows: list[Assignment]) -> CaseFile:
        """The same request with other assignments."""
        other = copy(self)
        other.batch = Batch(assignments=rows)
        for name in ("assigned", "kept", "unassigned", "explanations", "serving", "taken"):
            other.__dict__.pop(name, None)
        return other

    @cached_property
    def assigned(self) -> list[Assignment]:
        """Rows of new owners, of known cases, agents and queues of the case."""
        return [
            row
            for row in self.batch.assignments
            if row.outcome == OUTCOME_ASSIGNED
            and not self.names_unknown(row)
            and self.chains.tier(self.snapshot.cases[row.case_id], row.queue_id)
        ]

    @cached_property
    def kept(self) -> list[Assignment]:
        """Rows of cases that stay with their owners."""
        return [
            row
            for row in self.batch.assignments
            if row.outcome == OUTCOME_KEPT
            and row.case_id in self.snapshot.cases
            and row.agent_id
            and row.agent_id == self.snapshot.cases[row.case_id].owner_agent_id
        ]

    def names_unknown(self, row: Assignment) -> bool:
        known = self.snapshot
        return (
            row.case_id not in known.cases
            or row.agent_id not in known.agents
            or row.queue_id not in known.queues
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
    def taken(self) -> dict[str, list[Assignment]]:
        """Cases new to each agent in the batch."""
        taken: dict[str, list[Assignment]] = {}
        for row in self.assigned:
            taken.setdefault(row.agent_id, []).append(row)
        return taken

    @cached_property
    def serving(self) -> dict[str, list[Assignment]]:
        """Those through queues not in rotation, by falling fit, then case id (S4)."""
        return {
            agent: sorted(
                (row for row in rows if row.queue_id not in self.turning),
                key=lambda row: (-row.fit, row.case_id),
            )
            for agent, rows in self.taken.items()
        }

    @property
    def is_optimal(self) -> bool:
        return self.batch.termination == TERMINATION_OPTIMAL

    def is_proved(self) -> bool:
        """All levels are proved."""
        return all(level.proved for level in self.batch.levels)

    def case(self, row: Assignment) -> Case:
        return self.snapshot.cases[row.case_id]

    def tier(self, row: Assignment) -> Tier:
        """The tier through which an assigned case goes."""
        tier = self.chains.tier(self.case(row), row.queue_id)
        assert tier
        return tier

    def rank(self, row: Assignment) -> int:
        return self.chains.rank(self.case(row), row.agent_id, self.tier(row))

    def fit(self, row: Assignment) -> Fit:
        """The fit of an assigned or kept case."""
        case = self.case(row)
        if row.outcome == OUTCOME_KEPT:
            return self.owner_fit(case)
        return self.fits.of(case, row.agent_id, row.queue_id)

    def owner_fit(self, case: Case) -> Fit:
        tiers = self.chains.tiers(case)
        return self.fits.with_owner(case, tiers[0].queue.queue_id if tiers else "")

    def free_agents(self, case_id: str) -> list[str]:
        """Agents who may take the case as a new one, its owner left out."""
        case = self.snapshot.cases[case_id]
        return [
            agent
            for agent in self.chains.agents(case)
            if agent != case.owner_agent_id and self.refusals.ways(case, agent)
        ]

    def room_after(self, agent: str, queue_id: str) -> int | None:
        """What all limits leave of the agent after the batch."""
        queue = self.snapshot.queues[queue_id]
        cases = self.taken.get(agent, [])
        through = sum(row.queue_id == queue_id for row in cases)
        daily = rooms.daily_room(self.snapshot, agent, queue)
        lefts = [None if daily is None else daily - through]
        for room in (rooms.hourly_room, rooms.cycle_room):
            before = room(self.snapshot, agent)
            lefts.append(None if before is None else before - len(cases))
        backlog = rooms.backlog_room(self.snapshot, agent)
        lefts.append(None if backlog is None else backlog - len(cases) - self.stays(agent))
        return min((left for left in lefts if left is not None), default=None)

    def may_weigh(self, agent: str, case: Case) -> bool:
        """Weighted capacity leaves room for the case after the batch."""
        room = weighing.room(self.snapshot, agent)
        if room is None:
            return True
        new = sum(
            weighing.weight(self.snapshot, self.case(row)) for row in self.taken.get(agent, [])
        )
        left = room - new - self.kept_weight(agent)
        return weighing.weight(self.snapshot, case) <= left

    def kept_weight(self, agent: str) -> int:
        """Weight of the cases that he keeps."""
        kept = (self.case(row) for row in self.kept if row.agent_id == agent)
        return sum(weighing.weight(self.snapshot, case) for case in kept)

    def stays(self, agent: str) -> int:
        """Kept cases that use the agent's backlog."""
        kept = sum(row.agent_id == agent for row in self.kept)
        return kept if owners.are_counted(self.snapshot) else 0
