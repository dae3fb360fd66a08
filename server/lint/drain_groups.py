"""Queues outside all drain groups (Q5)."""

from collections.abc import Iterator

from server.lint.finding import Finding, info
from server.lint.subject import Subject


def unlisted_queue(subject: Subject) -> Iterator[Finding]:
    """Queues in no drain group, where there are groups."""
    groups = subject.policy.drain_groups
    grouped = {queue_id for group in groups for queue_id in group.queue_ids}
    for at, queue in subject.queues():
        if groups and queue.queue_id not in grouped:
            text = f"Queue {queue.queue_id!r} is in no drain group, so it is served last."
            yield info(f"{at}.queue_id", text, "Maybe add it to a group.")
