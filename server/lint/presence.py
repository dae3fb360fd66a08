"""Queues that ask for presence where nobody tells it (Q7, V1)."""

from collections.abc import Iterator

from server.lint.finding import Finding, warning
from server.lint.subject import Subject


def no_presence(subject: Subject) -> Iterator[Finding]:
    """Queues with `presence_required` of whose agents the snapshot knows no presence."""
    if subject.agents is None:
        return
    known = {
        agent_id
        for agent_id, agent in subject.agents.items()
        if agent.presence.status or agent.custom_presence.status
    }
    for at, queue in subject.queues():
        if queue.presence_required and not subject.agents_of_queue(queue) & known:
            text = (
                f"Queue {queue.queue_id!r} asks for presence; the snapshot has none of its agents'."
            )
            yield warning(f"{at}.presence_required", text, "Maybe the CRM export leaves it out.")
