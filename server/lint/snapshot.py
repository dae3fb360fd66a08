"""A snapshot that cannot be read under the policy: checks that need its cases are left out."""

from collections.abc import Iterator

from server.lint.finding import Finding, counted, info, warning
from server.lint.subject import Subject


def snapshot(subject: Subject) -> Iterator[Finding]:
    """Why the cases of the snapshot were not looked at."""
    if subject.snapshot is None or subject.snapshot.facts is not None:
        return
    refusals = subject.snapshot.refusals
    if not refusals:
        text = "The snapshot's cases were not looked at: its policy is refused."
        yield info("", text, "Maybe mend the errors first.")
        return
    first = refusals[0]
    problems = counted(len(refusals), "problem")
    text = f"The snapshot is refused, with {problems}; {first.path}: {first.message}"
    yield warning("", text, "Maybe mend the snapshot: its cases were not looked at.")
