"""Mandatory skills and attributes, least fit, and what is dropped after a wait (Q7, Q12)."""

from __future__ import annotations

from collections.abc import Iterator

from allotment.v1.agent_pb2 import Agent
from allotment.v1.case_pb2 import Attribute, Case, Requirement
from allotment.v1.queue_pb2 import Queue
from tests.referee.moments import length, moment
from tests.referee.snapshot import Snapshot


def waited(snapshot: Snapshot, case: Case) -> int:
    """Nanoseconds since the case was created."""
    return snapshot.now - moment(case.created_time)


def lacking(snapshot: Snapshot, case: Case, queue: Queue, agent: Agent) -> Iterator[Requirement]:
    """What case and queue require and the agent lacks."""
    for row in (*case.requirements, *queue.requirements):
        dropped = row.HasField("widen_after") and waited(snapshot, case) >= length(row.widen_after)
        if not dropped and not has(agent, row):
            yield row


def has(agent: Agent, row: Requirement) -> bool:
    if row.kind == Requirement.KIND_SKILL:
        levels = [
            skill.level if skill.HasField("level") else 1
            for skill in agent.skills
            if skill.name == row.name
        ]
        return bool(levels) and levels[0] >= row.min_level
    return any(fits(each, row) for each in agent.attributes if each.name == row.name)


def fits(attribute: Attribute, row: Requirement) -> bool:
    """It is not NULL, has the value asked for, and reaches the level as a number."""
    kind = attribute.WhichOneof("value")
    if kind is None or (row.value and row.value != written(attribute)):
        return False
    return not row.HasField("min_level") or (kind == "number" and attribute.number >= row.min_level)


def written(attribute: Attribute) -> str:
    """The value as a requirement writes it."""
    kind = attribute.WhichOneof("value")
    if kind == "truth":
        return "true" if attribute.truth else "false"
    if kind == "number":
        return f"{attribute.number:.10f}".rstrip("0").rstrip(".")
    return attribute.text if kind == "text" else attribute.moment.ToJsonString()


def least_fit(snapshot: Snapshot, case: Case, queue: Queue) -> float:
    """What the queue asks for, 0 once it is waived (Q7)."""
    wait = queue.min_fit_wait
    waived = queue.HasField("min_fit_wait") and waited(snapshot, case) >= length(wait)
    return 0.0 if waived else queue.min_fit
