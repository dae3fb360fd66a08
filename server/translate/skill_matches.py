"""Topics of cases and the skills that match them, told in explanations (S9, S11)."""

from collections.abc import Mapping, Sequence

from allotment.v1 import explanation_pb2 as pb
from solver.compile import Compiled
from solver.explanation import sentences
from solver.explanation.chosen import Chosen
from solver.facts import Case, Expertise, Snapshot
from solver.members import case_positions
from solver.plan import Plan
from solver.rules import FitFacts, Matching

SKILLS = "skills"


def tell_topics(snapshot: Snapshot, rows: Sequence[pb.Explanation]) -> None:
    """Adds what cases are about; rows: of any cases of the snapshot."""
    if snapshot.expertise is not None:
        places = case_positions(snapshot)
        for row in rows:
            row.topics.extend(_topics(snapshot.expertise, snapshot.cases[places[row.case_id]]))


def tell_matches(plan: Plan, chosen: Chosen, rows: Mapping[int, pb.Explanation]) -> None:
    """Adds the skills that match to served cases, in fields and in words; rows: by case."""
    compiled = plan.compiled
    snapshot, expertise = compiled.snapshot, compiled.snapshot.expertise
    if expertise is None or _factor(compiled.facts) is None:
        return
    value = chosen.breakdown.value[:, compiled.facts.pillars.index(SKILLS)]
    columns = (chosen.picks.case, chosen.picks.agent, chosen.picks.sent, value)
    for case, agent, sent, match in zip(*(column.tolist() for column in columns), strict=True):
        if sent:
            continue
        row = rows[case]
        row.fit.skill_matches.extend(skill_matches(compiled, case, agent))
        topics = tuple(expertise.skills[topic.skill] for topic in snapshot.cases[case].topics)
        known = tuple(known.skill for known in row.fit.skill_matches)
        told = sentences.Skilled(snapshot.agents[agent].agent_id, topics, match, known)
        row.sentence += f" {sentences.skilled(told)}"


def skill_matches(compiled: Compiled, case: int, agent: int) -> list[pb.SkillMatch]:
    """The skills behind the match of a pair; empty where it was not computed here."""
    factor, expertise = _factor(compiled.facts), compiled.snapshot.expertise
    if factor is None or expertise is None:
        return []
    return [
        pb.SkillMatch(
            skill=expertise.skills[match.skill],
            share=match.share,
            grade=match.grade,
            manual=match.manual,
        )
        for match in factor.matches(case, agent)
    ]


def _factor(facts: FitFacts) -> Matching | None:
    """The computed pillar, if it is one that counts here."""
    if SKILLS not in facts.pillars:
        return None
    factor = facts.factors[facts.pillars.index(SKILLS)]
    return factor if isinstance(factor, Matching) else None


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
