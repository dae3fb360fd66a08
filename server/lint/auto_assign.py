"""Queues that assign nothing, and the catch-all (Q7, Q10)."""

from collections.abc import Iterator

from allotment.v1.queue_pb2 import Queue
from server.lint.finding import Finding, info, warning
from server.lint.subject import Subject


def queue_off(subject: Subject) -> Iterator[Finding]:
    """Queues that never take part, or that only recommend."""
    for at, queue in subject.queues():
        if queue.when == Queue.WHEN_NEVER:
            text = f"Queue {queue.queue_id!r} never takes part: its fallbacks get its cases."
            yield info(f"{at}.when", text, "Maybe leave it unset once the queue goes live.")
        elif _only_recommends(queue):
            text = f"Queue {queue.queue_id!r} only recommends: nobody is assigned its cases."
            yield info(f"{at}.auto_assign", text, "Maybe leave it unset once the queue goes live.")


def catch_all(subject: Subject) -> Iterator[Finding]:
    """No catch-all, or one that assigns nothing."""
    queue_id = subject.policy.catch_all_queue_id
    path = "catch_all_queue_id"
    if not queue_id:
        text = "There is no catch-all: a case that no queue can serve stays unassigned."
        yield info(path, text, "Maybe name a queue with people who look at the rest.")
    for queue in subject.policy.queues:
        if queue.queue_id == queue_id and (
            queue.when == Queue.WHEN_NEVER or _only_recommends(queue)
        ):
            text = f"The catch-all {queue_id!r} assigns nothing."
            yield warning(path, text, "Maybe switch the queue on, or name another one.")


def _only_recommends(queue: Queue) -> bool:
    return queue.HasField("auto_assign") and not queue.auto_assign
