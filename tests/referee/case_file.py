"""Everything the checks need about one request and its answer.

`snapshot` holds the cases that are solved; `everything` also those set aside before.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property
from pathlib import Path

from allotment.v1 import explanation_pb2 as why
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.case_pb2 import Case
from allotment.v1.explanation_pb2 import Explanation, PairReason
from allotment.v1.plan_pb2 import (
    OUTCOME_ASSIGNED,
    OUTCOME_KEPT,
    OUTCOME_UNASSIGNED,
    TERMINATION_OPTIMAL,
    VIA_RR_FALLBACK,
    Assignment,
    Batch,
)
from tests.referee import owners, rooms, weighing
from tests.referee.business import Business
from tests.referee.chains import Chains, Tier
from tests.referee.discounts import Discounts
from tests.referee.fits import Fit, Fits
from tests.referee.moments import moment
from tests.referee.refusals import Refusals
from tests.referee.rotation import is_turning
from tests.referee.scores import SentScores
from tests.referee.skills import Matches, SkillsBook
from tests.referee.snapshot import Snapshot
from tests.referee.unblock import End, Unblock, earliest, latest


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
        self.everything = Snapshot(request, moment(stamp.snapshot_time))
        self.all_chains = Chains(self.everything)
        self.business = Business(self.everything, self.all_chains)
        self.aside = self._set_aside()
        self.snapshot = self.everything.without(self.aside)
        sent = SentScores(list(request.scores))
        self.chains = Chains(self.snapshot)
        self.fits = Fits(self.snapshot, sent, self.matches)
        self.refusals = Refusals(self.snapshot, sent, self.chains, self.fits)
        self.discounts = Discounts(self.snapshot, self.fits, self.refusals)
        self.unblock = Unblock(self.snapshot)
        self.turning = {
            queue.queue_id
            for queue in self.snapshot.policy.queues
            if is_turning(self.snapshot, queue)
        }

    def _set_aside(self) -> dict[str, int]:
        """Cases that the solve never sees: the end of the hold, 0 for manual review (U5, U6).

        Who is owned has been routed already.
        """
        found = {}
        for case in self.everything.cases.values():
            if case.owner_agent_id:
                continue
            until = 0 if case.override_routing else self.business.held_until(case)
            if until is not None:
                found[case.case_id] = until
        return found

    def with_plan(self, rows: list[Assignment]) -> CaseFile:
        """The same request with other assignments."""
        other = copy(self)
        other.batch = Batch(assignments=rows)
        for name, value in vars(CaseFile).items():
            if isinstance(value, cached_property):
                other.__dict__.pop(name, None)
        return other

    @cached_property
    def assigned(self) -> list[Assignment]:
        """Rows of new owners, of known cases, agents and queues of the case; first phase."""
        return [row for row in self._assigned if row.via != VIA_RR_FALLBACK]

    @cached_property
    def overrides(self) -> list[Assignment]:
        """The same of the second phase (Q9)."""
        return [row for row in self._assigned if row.via == VIA_RR_FALLBACK]

    @cached_property
    def _assigned(self) -> list[Assignment]:
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
        """All levels of both phases are proved."""
        return all(row.proved for row in (*self.batch.levels, *self.batch.override_levels))

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

    def next_unblock(self, case: Case) -> End:
        """The earliest end over the agents who are refused now."""
        return earliest(
            self._free_again(case, agent)
            for agent in self.chains.agents(case)
            if not self.refusals.ways(case, agent)
        )

    def _free_again(self, case: Case, agent: str) -> End:
        """In one queue all reasons must have ended; any of the queues will do."""
        return earliest(
            latest(
                self.unblock.of(reason, case, agent, tier.queue)
                for reason in self.refusals.of(case, agent, tier)
            )
            for tier in self.chains.tiers(case)
        )

    def free_agents(self, case_id: str) -> list[str]:
        """Agents who may take the case as a new one, its owner left out."""
        case = self.snapshot.cases[case_id]
        return [
            agent
            for agent in self.chains.agents(case)
            if agent != case.owner_agent_id and self.refusals.ways(case, agent)
        ]

    def room_after(self, agent: str, queue_id: str) -> int | None:
        """What all counting limits leave of the agent after the first phase."""
        return min(self.left_after(agent, queue_id).values(), default=None)

    def left_after(self, agent: str, queue_id: str) -> dict[PairReason.ValueType, int]:
        """The same, limit by limit."""
        snapshot, cases = self.snapshot, self.taken.get(agent, [])
        through = sum(row.queue_id == queue_id for row in cases)
        daily = rooms.daily_room(snapshot, agent, snapshot.queues[queue_id])
        rows = {
            why.PAIR_REASON_QUEUE_DAILY_LIMIT: (daily, through),
            why.PAIR_REASON_HOURLY_LIMIT: (rooms.hourly_room(snapshot, agent), len(cases)),
            why.PAIR_REASON_CYCLE_LIMIT: (rooms.cycle_room(snapshot, agent), len(cases)),
            why.PAIR_REASON_BACKLOG_LIMIT: (
                rooms.backlog_room(snapshot, agent),
                len(cases) + self.stays(agent),
            ),
        }
        return {reason: room - used for reason, (room, used) in rows.items() if room is not None}

    def may_weigh(self, agent: str, case: Case) -> bool:
        """Weighted capacity leaves room for the case after the first phase."""
        left = self.weight_after(agent)
        return left is None or weighing.of_pair(self.snapshot, case, agent) <= left

    def weight_after(self, agent: str) -> int | None:
        """What weighted capacity leaves after the first phase; None where there is none."""
        room = weighing.room(self.snapshot, agent)
        taken = (self.case(row) for row in self.taken.get(agent, []))
        new = sum(weighing.of_pair(self.snapshot, each, agent) for each in taken)
        return None if room is None else room - new - self.kept_weight(agent)

    def kept_weight(self, agent: str) -> int:
        """Weight of the cases that he keeps."""
        kept = (self.case(row) for row in self.kept if row.agent_id == agent)
        return sum(weighing.of_pair(self.snapshot, case, agent) for case in kept)

    def stays(self, agent: str) -> int:
        """Kept cases that use the agent's backlog."""
        kept = sum(row.agent_id == agent for row in self.kept)
        return kept if owners.are_counted(self.snapshot) else 0
