"""Filters that mean nothing, or perhaps something else than was meant (Q2)."""

from collections.abc import Iterator

from constraints.filters import FilterError, lint_filter
from server.lint.finding import Finding, error, warning
from server.lint.subject import Subject


def wrong_filter(subject: Subject) -> Iterator[Finding]:
    """Filters with wrong syntax, fields, operators or values, each with its place."""
    for at, read in subject.filters.items():
        if isinstance(read, FilterError):
            for problem in read.problems:
                advice = "docs/filters.md lists fields, operators and examples."
                yield error(f"{at}.filter", str(problem), advice)


def mixed_and_or(subject: Subject) -> Iterator[Finding]:
    """Filters that mix AND and OR without brackets."""
    for at, queue in subject.queues():
        if isinstance(subject.filters.get(at, FilterError(())), FilterError):
            continue
        for problem in lint_filter(queue.filter):
            yield warning(
                f"{at}.filter", str(problem), "Maybe put brackets around what belongs together."
            )
