"""What the server refuses of the policy: nothing of it would come into force (K1)."""

from collections.abc import Iterator

from server.lint.finding import Finding, counted, error
from server.lint.subject import Subject

MAYBE = "Maybe "
FILTERS = "docs/filters.md lists fields, operators and examples."


def refused(subject: Subject) -> Iterator[Finding]:
    """Everything that the translation refuses, with its way out."""
    for refusal in subject.reading.refusals:
        yield error(refusal.path, *_parted(refusal.message))
    if rest := subject.reading.rest:
        yield error("", f"{counted(rest, 'problem')} more like these.", "Maybe mend these first.")


def _parted(message: str) -> tuple[str, str]:
    """What is wrong, and what to do; a mistake with a caret below it stays whole."""
    if "\n" in message:
        return message, FILTERS
    problem, maybe, way_out = message.rpartition(MAYBE)
    return (problem.strip(), maybe + way_out) if problem else (message, "Maybe leave it unset.")
