"""What the checks look at: a policy, and perhaps a snapshot that it is meant for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from allotment.v1.agent_pb2 import Agent
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.policy_pb2 import Policy
from allotment.v1.queue_pb2 import Bucket, Queue
from allotment.v1.schedule_pb2 import Shift
from objectives.learning.skills_model import SkillsModel
from server.lint.reading import PolicyReading, SnapshotReading, policy_reading, snapshot_reading
from server.wiring import RULES

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Subject:
    """A policy as it was written, right or wrong, and what could be read of it."""

    policy: Policy
    reading: PolicyReading
    agents: Mapping[str, Agent] | None = None
    """Agents of the snapshot by id; None without a snapshot."""
    snapshot: SnapshotReading | None = None
    skills: SkillsModel | None = None
    """What is known of skills; None: there is no ontology."""

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """Agent ids by team, in the snapshot or not."""
        return {team.team_id: frozenset(team.agent_ids) for team in self.policy.teams}

    @cached_property
    def on_shift(self) -> frozenset[str]:
        """Agents who are linked to some shift."""
        return NOBODY.union(*map(self.agents_of, self.policy.shifts))

    @cached_property
    def in_buckets(self) -> frozenset[str]:
        """Agents who are in some bucket."""
        return NOBODY.union(*map(self.agents_of_queue, self.policy.queues))

    def agents_of(self, named: Bucket | Shift) -> frozenset[str]:
        """Agents whom a bucket or a shift names, by themselves or through their teams."""
        teams = (self.members.get(team_id, NOBODY) for team_id in named.team_ids)
        return frozenset(named.agent_ids).union(*teams)

    def agents_of_queue(self, queue: Queue) -> frozenset[str]:
        """Agents in the buckets of a queue."""
        return NOBODY.union(*map(self.agents_of, queue.buckets))

    def present(self, agent_ids: frozenset[str]) -> frozenset[str]:
        """Those of the agents who are in the snapshot; all, where there is none."""
        return agent_ids if self.agents is None else agent_ids & self.agents.keys()

    @cached_property
    def own_queues(self) -> dict[str, tuple[int, ...]] | None:
        """Positions of the queues that take each case; None where no case can be looked at."""
        if self.snapshot is None or self.snapshot.facts is None:
            return None
        facts = self.snapshot.facts
        matches = zip(facts.cases, RULES.own_queues(facts), strict=True)
        return {case.case_id: queues for case, queues in matches}

    def queues(self) -> Iterator[tuple[str, Queue]]:
        """Queues with their field paths."""
        for index, queue in enumerate(self.policy.queues):
            yield f"queues[{index}]", queue


def subject_of(
    policy: Policy,
    snapshot: AssignRequest | None,
    now: datetime,
    skills: SkillsModel | None = None,
) -> Subject:
    """The policy with all that is known; `now` is the moment of a snapshot that names none."""
    reading = policy_reading(policy)
    if snapshot is None:
        return Subject(policy, reading, skills=skills)
    agents = {agent.agent_id: agent for agent in snapshot.agents}
    facts = snapshot_reading(snapshot, policy, now, skills)
    return Subject(policy, reading, agents, facts, skills)
