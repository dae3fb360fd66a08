"""Agents who are named but not there, and agents who are there but named nowhere."""

from collections.abc import Iterable, Iterator

from server.lint.finding import Finding, counted, info, listed, warning
from server.lint.subject import Subject


def unknown_agent(subject: Subject) -> Iterator[Finding]:
    """Agents whom teams, shifts and buckets name and the snapshot does not have."""
    if subject.agents is None:
        return
    for path, agent_ids in _places(subject):
        missing = set(agent_ids) - subject.agents.keys()
        if missing:
            count = counted(len(missing), "agent")
            text = f"{count} not in the snapshot, so passed over: {listed(missing)}."
            yield warning(path, text, "Maybe a typo, or somebody has left.")


def _places(subject: Subject) -> Iterator[tuple[str, Iterable[str]]]:
    for index, team in enumerate(subject.policy.teams):
        yield f"teams[{index}].agent_ids", team.agent_ids
    for index, shift in enumerate(subject.policy.shifts):
        yield f"shifts[{index}].agent_ids", shift.agent_ids
    for at, queue in subject.queues():
        for index, bucket in enumerate(queue.buckets):
            yield f"{at}.buckets[{index}].agent_ids", bucket.agent_ids


def idle_agent(subject: Subject) -> Iterator[Finding]:
    """Agents of the snapshot who are in no bucket: they never get a case."""
    idle = set(subject.agents or ()) - subject.in_buckets
    if idle and subject.policy.queues:
        text = f"{counted(len(idle), 'agent')} of the snapshot in no bucket: {listed(idle)}."
        yield info("queues", text, "Maybe add them to a team that some bucket names.")
