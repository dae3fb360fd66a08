"""Requirements that are dropped after a wait: when their refusals end (Q12, V4)."""

from datetime import timedelta

import pytest

from constraints.requirements import MISSING_ATTRIBUTE, MISSING_SKILL
from server.wiring import RULES
from solver.facts import (
    Agent,
    Attribute,
    AttributeRequirement,
    Requirement,
    Skill,
    SkillRequirement,
    Snapshot,
)
from solver.rules import NEVER, EntryFilter, Widening
from tests.builders import agent, ago, case, policy, queue, snapshot

HOUR = timedelta(hours=1)


def facts_of(
    one: Agent, *required: Requirement, by_queue: tuple[Requirement, ...] = ()
) -> Snapshot:
    """A new case with requirements, in a queue with some of its own."""
    return snapshot(
        cases=(case(queue_id="q1", created=ago(minutes=30), requirements=required),),
        agents=(one,),
        policy=policy(queues=(queue("q1", {"a1"}, requirements=by_queue),)),
    )


def wait(rule: EntryFilter, facts: Snapshot) -> timedelta | None:
    """After how long a wait the only refusal ends; None: never."""
    assert isinstance(rule, Widening)
    waits = rule.waits(facts, RULES.memberships(facts))
    [[told]] = waits.wait[waits.profile].tolist()
    return None if told == NEVER else timedelta(microseconds=told)


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        pytest.param([SkillRequirement("sql", widen_after=HOUR)], HOUR, id="one"),
        pytest.param([SkillRequirement("sql")], None, id="for ever"),
        pytest.param(
            [
                SkillRequirement("sql", widen_after=HOUR),
                SkillRequirement("c", widen_after=2 * HOUR),
            ],
            2 * HOUR,
            id="the last of two",
        ),
        pytest.param(
            [SkillRequirement("sql", widen_after=HOUR), SkillRequirement("c")], None, id="one stays"
        ),
        pytest.param(
            [SkillRequirement("sql", widen_after=HOUR), SkillRequirement("java")],
            HOUR,
            id="the other one is met",
        ),
    ],
)
def test_V4_a_missing_skill_matters_until_all_that_is_lacking_is_dropped(
    required: list[Requirement], expected: timedelta | None
) -> None:
    java = agent(skills=(Skill("java"),))

    assert wait(MISSING_SKILL, facts_of(java, *required)) == expected


def test_V4_what_the_queue_requires_is_dropped_by_its_own_wait() -> None:
    german = AttributeRequirement("language", "de", widen_after=3 * HOUR)
    english = agent(attributes=(Attribute("language", "en"),))

    assert wait(MISSING_ATTRIBUTE, facts_of(english, by_queue=(german,))) == 3 * HOUR
