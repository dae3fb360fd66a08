"""Topics of cases and the skills that match them, told in explanations (S9, S11)."""

from collections.abc import Mapping

from allotment.v1 import explanation_pb2 as pb
from solver.explanation import sentences
from solver.explanation.chosen import Chosen
from solver.facts import Case, Expertise
from solver.plan import Plan
from solver.rules import Match, Matching

SKILLS = "skills"


def tell_skills(plan: Plan, chosen: Chosen, rows: Mapping[int, pb.Explanation]) -> None:
    """Adds topics to all rows, and to those of served cases the skills that match.

    rows: by case. Adds nothing where there is no ontology.
    """
    snapshot, facts = plan.compiled.snapshot, plan.compiled.facts
    expertise = snapshot.expertise
    if expertise is None:
        return
    for case, row in rows.items():
        row.topics.extend(_topics(expertise, snapshot.cases[case]))
    place = facts.pillars.index(SKILLS) if SKILLS in facts.pillars else None
    factor = None if place is None else facts.factors[place]
    if place is None or not isinstance(factor, Matching):
        return
    picks = chosen.picks
    columns = (picks.case, picks.agent, picks.sent, chosen.value[:, place])
    for case, agent, sent, value in zip(*(column.tolist() for column in columns), strict=True):
        if not sent:
            matches = factor.matches(case, agent)
            _tell(expertise, matches, value, snapshot.agents[agent].agent_id, rows[case])


def _tell(
    expertise: Expertise, matches: tuple[Match, ...], value: int, agent: str, row: pb.Explanation
) -> None:
    """Adds what matches to one row, in fields and in words."""
    names = expertise.skills
    row.fit.skill_matches.extend(
        pb.SkillMatch(
            skill=names[match.skill], share=match.share, grade=match.grade, manual=match.manual
        )
        for match in matches
    )
    topics = tuple(topic.skill for topic in row.topics)
    known = tuple(names[match.skill] for match in matches)
    row.sentence += " " + sentences.skilled(sentences.Skilled(agent, topics, value, known))


def _topics(expertise: Expertise, case: Case) -> list[pb.Topic]:
    """What the case is about, by name of the skill."""
    return [
        pb.Topic(
            skill=expertise.skills[topic.skill],
            confidence=topic.confidence,
            source=pb.Topic.Source.ValueType(int(topic.source)),
        )
        for topic in case.topics
    ]
