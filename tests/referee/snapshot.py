"""The request as the referee reads it: who is who, and which defaults hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property

from allotment.v1.agent_pb2 import Agent, Limits
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.case_pb2 import Account, Case
from allotment.v1.policy_pb2 import Policy, Team
from allotment.v1.queue_pb2 import Queue
from allotment.v1.schedule_pb2 import Absence, Shift
from allotment.v1.scores_pb2 import ScoreMatrix
from tests.referee.scores import Sent


class Snapshot:
    """Rows of one request by id; `now` in nanoseconds."""

    def __init__(self, request: AssignRequest, now: int) -> None:
        self.request = request
        self.now = now
        self.policy: Policy = request.policy
        self.cases: dict[str, Case] = {case.case_id: case for case in request.cases}
        self.agents: dict[str, Agent] = {agent.agent_id: agent for agent in request.agents}
        self.accounts: dict[str, Account] = {row.account_id: row for row in request.accounts}
        self.queues: dict[str, Queue] = {queue.queue_id: queue for queue in self.policy.queues}
        self.case_position = {case.case_id: at for at, case in enumerate(request.cases)}
        self.agent_position = {agent.agent_id: at for at, agent in enumerate(request.agents)}

    def without(self, case_ids: Iterable[str]) -> Snapshot:
        """The same without some cases; places in sent scores stay."""
        other = copy(self)
        other.cases = dict(self.cases)
        for case_id in case_ids:
            del other.cases[case_id]
        return other

    @cached_property
    def efforts(self) -> Sent | None:
        """What the caller sent of the work of pairs (S13)."""
        sent = [Sent(row) for row in self.request.scores if row.kind == ScoreMatrix.KIND_EFFORT]
        return sent[0] if sent else None

    @cached_property
    def teams_of(self) -> dict[str, list[Team]]:
        """Teams of each agent."""
        return {
            agent: [team for team in self.policy.teams if agent in team.agent_ids]
            for agent in self.agents
        }

    @cached_property
    def shifts_of(self) -> dict[str, list[Shift]]:
        """Shifts of each agent, by himself or by a team (V2)."""
        return {agent: self._shifts(agent) for agent in self.agents}

    def _shifts(self, agent: str) -> list[Shift]:
        teams = {team.team_id for team in self.teams_of[agent]}
        return [
            shift
            for shift in self.policy.shifts
            if agent in shift.agent_ids or teams & set(shift.team_ids)
        ]

    def has_hours(self, agent: str) -> bool:
        """A shift, or else predicted hours (S6)."""
        return bool(self.shifts_of[agent] or self.agents[agent].predicted_windows)

    @cached_property
    def buckets(self) -> dict[str, dict[str, int]]:
        """Per queue: the first bucket of each of its agents, from 1 (Q3)."""
        return {queue.queue_id: self._buckets(queue) for queue in self.policy.queues}

    def _buckets(self, queue: Queue) -> dict[str, int]:
        first: dict[str, int] = {}
        for number, bucket in enumerate(queue.buckets, start=1):
            named = list(bucket.agent_ids)
            for team in self.policy.teams:
                if team.team_id in bucket.team_ids:
                    named.extend(team.agent_ids)
            for agent in named:
                if agent in self.agents:
                    first.setdefault(agent, number)
        return first

    def limits_of(self, agent: str) -> list[Limits]:
        """All limits that apply: the policy's, those of the teams, his own (L5)."""
        return [
            self.policy.limit_policy.limits,
            *(team.limits for team in self.teams_of[agent]),
            self.agents[agent].limits,
        ]

    def absences_of(self, agent: str) -> list[Absence]:
        """His own times away and those of his teams (L6)."""
        own: Sequence[Absence] = self.agents[agent].absences
        return [*own, *(away for team in self.teams_of[agent] for away in team.absences)]

    @cached_property
    def levels(self) -> list[tuple[str, float]]:
        """Priority levels with their weights, most urgent first (S7)."""
        own = [(level.name, level.weight) for level in self.policy.priority_levels]
        return own or [("P1", 8.0), ("P2", 4.0), ("P3", 2.0), ("P4", 1.0)]

    def priority(self, name: str) -> str:
        """The level, the lowest one where none is set."""
        return name or self.levels[-1][0]

    def weight(self, priority: str) -> float:
        """Weight of a priority, of the lowest level where none is set."""
        return dict(self.levels)[self.priority(priority)]
