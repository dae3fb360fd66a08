"""Skills that nobody can detect (S9, S11)."""

from collections.abc import Iterable, Iterator

from allotment.v1.queue_pb2 import PillarWeight
from server.lint.finding import Finding, warning
from server.lint.subject import Subject
from solver.facts import FitPolicy

SKILLS = "skills"
BY_DEFAULT = tuple(
    PillarWeight(pillar=pillar, weight=weight) for pillar, weight in FitPolicy().pillar_weights
)


def ontology(subject: Subject) -> Iterator[Finding]:
    """The pillar `skills` where there is neither an ontology nor anybody who sends it."""
    if subject.skills is None and _is_weighed(subject) and not _is_sent(subject):
        yield warning(
            "fit.pillar_weights",
            "The pillar 'skills' counts, but there is no ontology: it is 0 % for everybody.",
            "Maybe give the server one with --skills-model, send the scores with the snapshot, "
            "or give the pillar the weight 0.",
        )


def _is_weighed(subject: Subject) -> bool:
    queues = (queue.pillar_weights for queue in subject.policy.queues)
    return any(map(_counts, (subject.policy.fit.pillar_weights or BY_DEFAULT, *queues)))


def _counts(weights: Iterable[PillarWeight]) -> bool:
    return any(row.pillar == SKILLS and row.weight > 0 for row in weights)


def _is_sent(subject: Subject) -> bool:
    facts = subject.snapshot.facts if subject.snapshot else None
    return facts is not None and any(scores.pillar == SKILLS for scores in facts.scores)
