"""Queues with so many agents that their filter is perhaps too wide (A3)."""

from collections.abc import Iterator

from server.lint.finding import Finding, warning
from server.lint.subject import Subject
from solver.facts import Policy


def wide_scope(subject: Subject) -> Iterator[Finding]:
    """Queues with more agents than `max_candidates`."""
    most = subject.policy.max_candidates or Policy().max_candidates
    for at, queue in subject.queues():
        count = len(subject.present(subject.agents_of_queue(queue)))
        if count > most:
            text = f"Queue {queue.queue_id!r} has {count:,} agents, more than {most:,}."
            yield warning(f"{at}.buckets", text, "Maybe narrow the filter and split the queue.")
