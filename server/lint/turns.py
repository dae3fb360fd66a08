"""Windows of round robin that overlap (Q8)."""

from collections.abc import Iterator

from server.lint.finding import Finding, warning
from server.lint.subject import Subject
from server.lint.week import overlaps


def overlapping_windows(subject: Subject) -> Iterator[Finding]:
    """Windows of which a part is in another one too."""
    for at, queue in subject.queues():
        for first, second in sorted(overlaps(queue.round_robin.windows)):
            path = f"{at}.round_robin.windows[{second}]"
            text = f"This window overlaps with windows[{first}]."
            yield warning(path, text, "Maybe join them, or mend a time.")
