"""A least fit that may keep cases waiting for ever (Q7)."""

from collections.abc import Iterator

from server.lint.finding import Finding, info, warning
from server.lint.subject import Subject


def min_fit(subject: Subject) -> Iterator[Finding]:
    """A least fit that is never waived, and a wait that waives nothing."""
    for at, queue in subject.queues():
        waits = queue.HasField("min_fit_wait")
        if queue.min_fit > 0 and not waits:
            text = f"Queue {queue.queue_id!r} never takes less than {queue.min_fit:.0%} fit."
            advice = "Maybe set `min_fit_wait`, so that no case waits for ever."
            yield info(f"{at}.min_fit", text, advice)
        elif waits and not queue.min_fit:
            text = f"Queue {queue.queue_id!r} waives a least fit that it does not have."
            yield warning(f"{at}.min_fit_wait", text, "Maybe set `min_fit`.")
