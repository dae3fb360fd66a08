"""What the server refuses of the policy: nothing of it would come into force (K1)."""

from collections.abc import Iterator

from server.lint.finding import Finding, counted, error
from server.lint.subject import Subject

MAYBE = "Maybe "


def refused(subject: Subject) -> Iterator[Finding]:
    """Everything that the translation refuses, with its way out."""
    for refusal in subject.reading.refusals:
        sentence, _, way_out = refusal.message.rpartition(MAYBE)
        advice = f"{MAYBE}{way_out}" if sentence else "Maybe leave it out."
        yield error(refusal.path, sentence.strip() or way_out, advice)
    if rest := subject.reading.rest:
        yield error("", f"{counted(rest, 'problem')} more like these.", "Maybe mend these first.")
