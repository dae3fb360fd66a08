"""Two skills models side by side on a recorded snapshot, before the new one is used (S9)."""

import asyncio
from dataclasses import asdict, dataclass
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.explanation_pb2 import Explanation
from allotment.v1.plan_pb2 import OUTCOME_ASSIGNED
from server.local import answered_here
from solver.units import PPM


@dataclass(frozen=True, slots=True)
class Side:
    """What one model makes of the snapshot. mean_match: of the assigned cases, from 0 to 1."""

    model_id: str
    cases_with_topic: int
    topics: int
    assigned: int
    mean_match: float


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A case that the models see differently; agents are empty where it waits."""

    case_id: str
    old_topics: tuple[str, ...]
    new_topics: tuple[str, ...]
    old_agent: str
    new_agent: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides, and every case with other topics or another agent."""

    old: Side
    new: Side
    cases: int
    changed: tuple[ChangedCase, ...]

    @property
    def other_topics(self) -> int:
        """Cases with other topics."""
        return sum(row.old_topics != row.new_topics for row in self.changed)

    @property
    def other_agents(self) -> int:
        """Cases with another agent."""
        return sum(row.old_agent != row.new_agent for row in self.changed)

    def as_dict(self) -> dict[str, object]:
        """All of it, for JSON."""
        counts = {"other_topics": self.other_topics, "other_agents": self.other_agents}
        return {**asdict(self), **counts}


def compare_models(old: Path, new: Path, request: AssignRequest) -> Comparison:
    """Solves the snapshot with either model; raises what `answered_here` does."""
    before, after = _answer(old, request), _answer(new, request)
    rows = zip(_decided(before).items(), _decided(after).values(), strict=True)
    changed = tuple(
        ChangedCase(case_id, was[0], now[0], was[1], now[1])
        for (case_id, was), now in rows
        if was != now
    )
    return Comparison(_side(before), _side(after), len(request.cases), changed)


def _answer(model: Path, request: AssignRequest) -> AssignResponse:
    copy = AssignRequest()
    copy.CopyFrom(request)
    copy.ClearField("request_id")
    # The policy may insist on the old model: here both are asked.
    copy.policy.fit.ClearField("skills_model_id")
    return AssignResponse.FromString(asyncio.run(answered_here(copy, model)))


def _decided(response: AssignResponse) -> dict[str, tuple[tuple[str, ...], str]]:
    """Topics and agent by case."""
    topics = {row.case_id: _topics(row) for row in response.explanations}
    return {row.case_id: (topics[row.case_id], row.agent_id) for row in response.batch.assignments}


def _topics(row: Explanation) -> tuple[str, ...]:
    return tuple(topic.skill for topic in row.topics)


def _side(response: AssignResponse) -> Side:
    explained = {row.case_id: row for row in response.explanations}
    assigned = [
        row.case_id for row in response.batch.assignments if row.outcome == OUTCOME_ASSIGNED
    ]
    matches = [
        pillar.value / PPM
        for case in assigned
        for pillar in explained[case].fit.pillars
        if pillar.pillar == "skills"
    ]
    return Side(
        response.batch.skills_model_id,
        sum(bool(row.topics) for row in response.explanations),
        sum(len(row.topics) for row in response.explanations),
        len(assigned),
        round(sum(matches) / len(matches), 6) if matches else 0.0,
    )
