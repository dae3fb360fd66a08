"""Topics, matching skills and the sentence about them (S9, S11)."""

from collections.abc import Iterator

from tests.referee.case_file import CaseFile
from tests.referee.checks.fit import unequal


def topics(file: CaseFile) -> Iterator[str]:
    """Every explained case tells its topics."""
    for case_id, row in file.explanations.items():
        told = {topic.skill: (topic.confidence, topic.source) for topic in row.topics}
        true = file.matches.topics(case_id) if file.matches else {}
        yield from unequal(f"{case_id}: topics", told, true)


def matching(file: CaseFile) -> Iterator[str]:
    """The top five of every pair whose match was computed, and a sentence where none match."""
    if not file.matches:
        return
    sent = {scores.pillar for scores in file.snapshot.request.scores}
    if "skills" in sent or not any("skills" in row for row in file.fits.weights.values()):
        return
    for row in (*file.assigned, *file.kept):
        if row.case_id not in file.explanations:
            continue
        explained = file.explanations[row.case_id]
        if explained.fit.sent:
            continue
        told = [match.skill for match in explained.fit.skill_matches]
        true = file.matches.best(row.case_id, row.agent_id)
        yield from unequal(f"{row.case_id}: matching skills", told, true)
        if not true:
            empty = "None of the case's topics" if explained.topics else "No topic was found"
            if empty not in explained.sentence:
                yield f"{row.case_id}: does not say {empty!r}: {explained.sentence!r}"
