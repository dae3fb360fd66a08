"""Queues that take no case, and cases that no queue takes, in the snapshot (Q1, Q2, Q10)."""

from collections.abc import Iterator

from server.lint.finding import Finding, counted, info, listed, warning
from server.lint.subject import Subject


def unmatched_queue(subject: Subject) -> Iterator[Finding]:
    """Queues that take no case of the snapshot and serve no other queue."""
    if subject.own_queues is None:
        return
    taken = {place for queues in subject.own_queues.values() for place in queues}
    serving = {queue_id for queue in subject.policy.queues for queue_id in queue.fallback_queue_ids}
    serving.add(subject.policy.catch_all_queue_id)
    for place, (at, queue) in enumerate(subject.queues()):
        if place not in taken and queue.queue_id not in serving:
            text = f"No case of the snapshot belongs to queue {queue.queue_id!r}."
            path = f"{at}.filter" if queue.filter else f"{at}.queue_id"
            yield info(path, text, "Maybe it is quiet, or its name or filter is wrong.")


def unmatched_case(subject: Subject) -> Iterator[Finding]:
    """Cases of the snapshot that no queue takes, where there is no catch-all."""
    unmatched = [case_id for case_id, queues in (subject.own_queues or {}).items() if not queues]
    if unmatched and not subject.policy.catch_all_queue_id:
        text = f"No queue takes {counted(len(unmatched), 'case')}: {listed(unmatched)}."
        yield warning("queues", text, "Maybe name a catch-all queue.")
