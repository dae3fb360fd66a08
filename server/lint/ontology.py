"""Skills that nobody can detect (S9, S11)."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from allotment.v1.queue_pb2 import PillarWeight
from server.lint.finding import Finding, listed, warning
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


def unknown_skill(subject: Subject) -> Iterator[Finding]:
    """Skills of agents that are to match cases, but that the ontology does not have."""
    if subject.skills is None:
        return
    known = frozenset(subject.skills.ontology.names)
    holders: dict[str, list[str]] = {}
    for agent in (subject.agents or {}).values():
        for skill in agent.skills:
            if skill.name not in known and (skill.manual or skill.HasField("case_count")):
                holders.setdefault(skill.name, []).append(agent.agent_id)
    for name in sorted(holders):
        close = get_close_matches(name, known, n=1)
        yield warning(
            "",
            f"The ontology has no skill {name!r}, which is to match cases of "
            f"{listed(holders[name])}.",
            f"Maybe {close[0]!r}." if close else "Maybe add it to the ontology.",
        )


def _is_weighed(subject: Subject) -> bool:
    queues = (queue.pillar_weights for queue in subject.policy.queues)
    return any(map(_counts, (subject.policy.fit.pillar_weights or BY_DEFAULT, *queues)))


def _counts(weights: Iterable[PillarWeight]) -> bool:
    return any(row.pillar == SKILLS and row.weight > 0 for row in weights)


def _is_sent(subject: Subject) -> bool:
    facts = subject.snapshot.facts if subject.snapshot else None
    return facts is not None and any(scores.pillar == SKILLS for scores in facts.scores)
