"""Filters that perhaps mean something else than was meant (Q2)."""

from collections.abc import Iterator
from contextlib import suppress

from constraints.filters import FilterError, lint_filter
from server.lint.finding import Finding, warning
from server.lint.subject import Subject


def mixed_and_or(subject: Subject) -> Iterator[Finding]:
    """Filters that mix AND and OR without brackets; wrong ones are refused anyway."""
    for at, queue in subject.queues():
        with suppress(FilterError):
            for problem in lint_filter(queue.filter):
                yield warning(f"{at}.filter", str(problem), "Maybe write `a OR (b AND c)`.")
