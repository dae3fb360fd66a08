"""Mandatory skills and attributes, with timed widening (Q12)."""

from datetime import UTC, datetime, timedelta

import pytest

from constraints.requirements import MISSING_ATTRIBUTE, MISSING_SKILL
from solver.facts import (
    Agent,
    Attribute,
    AttributeRequirement,
    Case,
    Requirement,
    Skill,
    SkillRequirement,
)
from solver.rules import EntryFilter
from tests.builders import agent, ago, case, policy, queue, snapshot
from tests.constraints.matched import matched

HOUR = timedelta(hours=1)
ALMOST = timedelta(microseconds=1)


def refused(rule: EntryFilter, row: Case, who: Agent, *of_queue: Requirement) -> bool:
    """Whether the rule refuses the agent a case of a queue with these requirements."""
    facts = snapshot(
        cases=(row,), agents=(who,), policy=policy(queues=(queue(requirements=of_queue),))
    )
    mask = rule.entries(facts, matched(facts, {row.case_id: ("q1",)}))
    return not mask.allowed[mask.profile[0], 0]


@pytest.mark.parametrize(
    ("skills", "missing"),
    [
        pytest.param((), True, id="no skill"),
        pytest.param((Skill("linux", 5),), True, id="another skill"),
        pytest.param((Skill("vpn", 1),), True, id="a level below"),
        pytest.param((Skill("vpn", 2),), False, id="exactly the level"),
        pytest.param((Skill("vpn", 3),), False, id="a level above"),
    ],
)
def test_Q12_a_mandatory_skill_is_wanted_at_its_level(
    skills: tuple[Skill, ...], missing: bool
) -> None:
    row = case(requirements=(SkillRequirement("vpn", 2),))

    assert refused(MISSING_SKILL, row, agent(skills=skills)) is missing
    assert not refused(MISSING_ATTRIBUTE, row, agent(skills=skills))


@pytest.mark.parametrize(
    ("value", "wanted", "missing"),
    [
        pytest.param("de", AttributeRequirement("x", "de"), False, id="the text"),
        pytest.param("en", AttributeRequirement("x", "de"), True, id="another text"),
        pytest.param("DE", AttributeRequirement("x", "de"), True, id="capitals are others"),
        pytest.param(True, AttributeRequirement("x", "true"), False, id="a truth"),
        pytest.param(False, AttributeRequirement("x", "true"), True, id="an untruth"),
        pytest.param(3.0, AttributeRequirement("x", "3"), False, id="a whole number"),
        pytest.param(2.5, AttributeRequirement("x", "2.5"), False, id="a decimal"),
        pytest.param(1234567.0, AttributeRequirement("x", "1234567"), False, id="a long number"),
        pytest.param(
            datetime(2026, 3, 4, 10, tzinfo=UTC),
            AttributeRequirement("x", "2026-03-04T10:00:00Z"),
            False,
            id="a moment",
        ),
        pytest.param("anything", AttributeRequirement("x"), False, id="any value"),
        pytest.param(False, AttributeRequirement("x"), False, id="any truth"),
        pytest.param(None, AttributeRequirement("x"), True, id="NULL is none"),
        pytest.param("de", AttributeRequirement("y"), True, id="another name"),
        pytest.param(2.0, AttributeRequirement("x", min_level=2), False, id="exactly the level"),
        pytest.param(1.9, AttributeRequirement("x", min_level=2), True, id="below the level"),
        pytest.param("9", AttributeRequirement("x", min_level=2), True, id="a text has no level"),
        pytest.param(True, AttributeRequirement("x", min_level=1), True, id="nor has a truth"),
    ],
)
def test_Q12_a_mandatory_attribute_has_a_value_or_a_level(
    value: str | float | bool | datetime | None, wanted: AttributeRequirement, missing: bool
) -> None:
    who = agent(attributes=(Attribute("x", value),))

    assert refused(MISSING_ATTRIBUTE, case(requirements=(wanted,)), who) is missing


def test_Q12_case_and_queue_both_require() -> None:
    """Who has what the case wants still lacks what the queue wants."""
    row = case(requirements=(SkillRequirement("vpn"),))
    who = agent(skills=(Skill("vpn"),))

    assert not refused(MISSING_SKILL, row, who)
    assert refused(MISSING_SKILL, row, who, SkillRequirement("linux"))
    assert refused(MISSING_ATTRIBUTE, row, who, AttributeRequirement("language", "de"))


@pytest.mark.parametrize(
    ("created", "missing"),
    [
        pytest.param(ago(hours=1) + ALMOST, True, id="almost an hour"),
        pytest.param(ago(hours=1), False, id="exactly an hour"),
        pytest.param(ago(hours=2), False, id="two hours"),
    ],
)
def test_Q12_a_requirement_is_dropped_after_exactly_its_wait(
    created: datetime, missing: bool
) -> None:
    row = case(created=created, requirements=(SkillRequirement("vpn", widen_after=HOUR),))

    assert refused(MISSING_SKILL, row, agent()) is missing


def test_Q12_a_requirement_is_lowered_step_by_step() -> None:
    """Level 3 for an hour, level 2 for ever."""
    steps = (SkillRequirement("vpn", 3, HOUR), SkillRequirement("vpn", 2))
    who = agent(skills=(Skill("vpn", 2),))

    assert refused(MISSING_SKILL, case(requirements=steps), who)
    assert not refused(MISSING_SKILL, case(created=ago(hours=1), requirements=steps), who)


def test_Q4_a_tier_behind_has_requirements_of_its_own_and_the_cases() -> None:
    """What the first queue wants does not follow the case, what the case wants does."""
    queues = (
        queue("a", requirements=(SkillRequirement("a"),), fallback_ids=("b",)),
        queue("b", requirements=(SkillRequirement("b"),)),
    )
    row = case(requirements=(SkillRequirement("c"),))
    facts = snapshot(
        cases=(row,),
        agents=(
            agent("both", skills=(Skill("b"), Skill("c"))),
            agent("only", skills=(Skill("b"),)),
        ),
        policy=policy(queues=queues),
    )
    mask = MISSING_SKILL.entries(facts, matched(facts, {"c1": ("a",)}))

    assert mask.allowed[mask.profile].tolist() == [[False, False], [True, False]]
