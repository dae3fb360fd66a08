"""What checker and product say of the same request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from constraints.matching import trees_of
from server.learning.skills_in_force import read_skills
from server.translate.decisions import decisions_from_proto
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.check import Complaint, Decision, Outcome, Refusals, check_decisions
from solver.check.refusals import nearest
from solver.check.staff import is_locked
from solver.compile import Compiled, compile_problem
from solver.explanation.refusals import Refusals as Product
from solver.facts import Snapshot
from solver.reasons import reasons_in
from solver.triage import without
from solver.units import Indexes, Ints
from tests.answering import SETTINGS, answer

Told = dict[tuple[str, str, str], tuple[str, ...]]
"""Reasons by case, queue and agent; only of pairs that have any."""

Triple = tuple[int, int, int, int]
"""Case, agent, queue, rank."""


@dataclass(frozen=True)
class Both:
    """One request, read by the product and by the checker."""

    request: AssignRequest
    skills: Path | None = None

    @cached_property
    def snapshot(self) -> Snapshot:
        """The facts."""
        skills = read_skills(self.skills) if self.skills else None
        now = SETTINGS.received_time
        return snapshot_from_proto(self.request, now, skills=skills).snapshot

    @cached_property
    def refusals(self) -> Refusals:
        """As the checker finds them."""
        return Refusals(self.snapshot, trees_of(self.snapshot.policy))

    @cached_property
    def compiled(self) -> Compiled:
        """As the product finds them."""
        return compile_problem(self.snapshot, RULES)

    @cached_property
    def solved(self) -> Compiled:
        """The product's problem: without the cases that are held or reviewed."""
        aside = RULES.sight(self.snapshot).triage.aside
        return compile_problem(without(self.snapshot, aside), RULES)

    @property
    def aside(self) -> tuple[Decision, ...]:
        """What the product decides of those."""
        outcomes = (Outcome.HELD_BUSINESS_HOURS, Outcome.MANUAL_REVIEW)
        return tuple(row for row in self.batch if row.outcome in outcomes)

    @cached_property
    def batch(self) -> tuple[Decision, ...]:
        """What the product decides."""
        return decisions_from_proto(answer(self.request, self.skills).batch)

    def complaints(self, response: AssignResponse) -> tuple[Complaint, ...]:
        """Of the checker, about any answer."""
        return check_decisions(self.refusals, decisions_from_proto(response.batch))

    def queues_by_checker(self) -> dict[str, list[tuple[str, int, bool]]]:
        """Queue, offset and whether it takes the case itself, of every tier, by case."""
        chains, queues = self.refusals.chains, self.snapshot.policy.queues
        return {
            case.case_id: [(queues[t.queue].queue_id, t.rank, t.own) for t in chains.tiers(i)]
            for i, case in enumerate(self.snapshot.cases)
        }

    def queues_by_product(self) -> dict[str, list[tuple[str, int, bool]]]:
        """The same from the memberships."""
        members, queues = self.compiled.eligibility.memberships, self.snapshot.policy.queues
        tiers: dict[str, list[tuple[str, int, bool]]] = {c.case_id: [] for c in self.snapshot.cases}
        columns = (members.case, members.queue, members.offset, members.own)
        for case, queue, offset, own in zip(*(one.tolist() for one in columns), strict=True):
            row = tiers[self.snapshot.cases[case].case_id]
            row.append((queues[queue].queue_id, offset, own))
        return tiers

    def reasons_by_checker(self) -> Told:
        """Every reason of every pair in every queue, then over all queues of the case."""
        told: Told = {}
        for case, tiers in enumerate(map(self.refusals.chains.tiers, range(self._cases))):
            if tiers:
                masks = self.refusals.of_case(case)
                self._tell(told, case, [tier.queue for tier in tiers], masks)
                self._tell(told, case, [None], self.refusals.of_pairs([case]))
        return told

    def reasons_by_product(self) -> Told:
        """The same."""
        told: Told = {}
        refusals = Product(self.compiled)
        for case in range(self._cases):
            entries = refusals.entries(case)
            if len(entries):
                masks = refusals.with_pairs(case)
                queues = self.compiled.eligibility.memberships.queue[entries].tolist()
                self._tell(told, case, queues, masks)
                self._tell(told, case, [None], nearest(masks)[None, :])
        return told

    def triples_by_checker(self) -> set[Triple]:
        """Allowed for cases without their owners, by position, with the rank."""
        chains, refusals = self.refusals.chains, self.refusals
        return {
            (case, agent, tier.queue, chains.place(case, agent, tier).rank)
            for case in range(self._cases)
            if not is_locked(self.snapshot.cases[case])
            for tier in chains.tiers(case)
            if not refusals.stopped[tier.queue]
            for agent in np.flatnonzero(refusals.in_tier(case, tier) == 0).tolist()
            if agent != refusals.staff.owner[case]
        }

    def triples_by_product(self) -> set[Triple]:
        """The same."""
        compiled = self.compiled
        triples = compiled.problem.triples
        columns = (triples.case, compiled.agent, compiled.queue, triples.rank)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return {row for row in rows if row[2] >= 0}

    @property
    def _cases(self) -> int:
        return len(self.snapshot.cases)

    def _tell(self, told: Told, case: int, queues: list[int | None], masks: Ints | Indexes) -> None:
        """queues: None stands for all together."""
        for queue, row in zip(queues, masks.tolist(), strict=True):
            queue_id = "*" if queue is None else self.snapshot.policy.queues[queue].queue_id
            for agent, mask in zip(self.snapshot.agents, row, strict=True):
                if mask:
                    names = tuple(reason.name for reason in reasons_in(mask))
                    told[self.snapshot.cases[case].case_id, queue_id, agent.agent_id] = names
