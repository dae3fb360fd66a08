"""Queues whose cases nobody can take, and agents who are in a queue twice (Q3)."""

from collections.abc import Iterator

from server.lint.finding import Finding, counted, info, listed, warning
from server.lint.subject import Subject


def no_queue(subject: Subject) -> Iterator[Finding]:
    """A policy without queues."""
    if not subject.policy.queues:
        text = "There are no queues, so no case can be assigned."
        yield warning("queues", text, "Maybe start with one queue and one bucket.")


def no_bucket(subject: Subject) -> Iterator[Finding]:
    """Queues without buckets; an info where their cases can go on to another queue."""
    for at, queue in subject.queues():
        if not queue.buckets:
            goes_on = queue.fallback_queue_ids or subject.policy.catch_all_queue_id
            say = info if goes_on else warning
            text = f"Queue {queue.queue_id!r} has no buckets: it gives its cases to nobody itself."
            yield say(f"{at}.buckets", text, "Maybe add a bucket with a team.")


def empty_bucket(subject: Subject) -> Iterator[Finding]:
    """Buckets that hold nobody, or nobody of the snapshot."""
    for at, queue in subject.queues():
        for index, bucket in enumerate(queue.buckets):
            agent_ids = subject.agents_of(bucket)
            if not subject.present(agent_ids):
                where = " who is in the snapshot" if agent_ids else ""
                text = f"Bucket {index + 1} of queue {queue.queue_id!r} holds nobody{where}."
                yield warning(f"{at}.buckets[{index}]", text, "Maybe name agents or a team.")


def repeated_agent(subject: Subject) -> Iterator[Finding]:
    """Agents in several buckets of one queue."""
    for at, queue in subject.queues():
        earlier: frozenset[str] = frozenset()
        for index, bucket in enumerate(queue.buckets):
            agent_ids = subject.agents_of(bucket)
            again = agent_ids & earlier
            earlier |= agent_ids
            if again:
                count = counted(len(again), "agent")
                text = f"{count} of this bucket in an earlier one, which counts: {listed(again)}."
                yield info(f"{at}.buckets[{index}]", text, "Fine where specialists join the pool.")
