"""What agents must have for a case in a queue, and what they lack (Q12)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np

from solver.check.staff import Staff
from solver.facts import (
    Agent,
    AttributeRequirement,
    AttributeValue,
    Requirement,
    SkillRequirement,
)
from solver.reasons import Reason
from solver.units import Ints


class Requirements:
    """Refusals of agents who lack something; each different requirement is looked at once."""

    def __init__(self, staff: Staff) -> None:
        self._snapshot = staff.snapshot
        self._lacking: dict[Requirement, Ints] = {}
        self._none = np.zeros(len(staff.snapshot.agents), dtype=np.int64)

    def refusals(self, case: int, queue: int) -> Ints:
        """MISSING_SKILL and MISSING_ATTRIBUTE; shape: agents."""
        found = self._none
        for requirement in self._in_force(case, queue):
            found = found | self._lack(requirement)
        return found

    def _in_force(self, case: int, queue: int) -> Iterator[Requirement]:
        """Those of case and queue; one is dropped once the case has waited long enough."""
        fact = self._snapshot.cases[case]
        waited = self._snapshot.now - fact.created
        of_queue = self._snapshot.policy.queues[queue].requirements if queue >= 0 else ()
        for one in (*fact.requirements, *of_queue):
            if one.widen_after is None or waited < one.widen_after:
                yield one

    def _lack(self, requirement: Requirement) -> Ints:
        """The reason where an agent lacks it; shape: agents."""
        if requirement not in self._lacking:
            skill = isinstance(requirement, SkillRequirement)
            bit = (Reason.MISSING_SKILL if skill else Reason.MISSING_ATTRIBUTE).bit
            self._lacking[requirement] = np.array(
                [0 if has(agent, requirement) else bit for agent in self._snapshot.agents], np.int64
            )
        return self._lacking[requirement]


def has(agent: Agent, requirement: Requirement) -> bool:
    """Whether an agent has a skill at its level, or an attribute as it is asked for."""
    if isinstance(requirement, SkillRequirement):
        levels = {skill.name: skill.level for skill in agent.skills}
        return levels.get(requirement.name, 0) >= requirement.min_level
    values = dict(agent.attributes)
    return _meets(values.get(requirement.name), requirement)


def _meets(value: AttributeValue, requirement: AttributeRequirement) -> bool:
    """It is not NULL, is the value asked for, and reaches the level as a number."""
    if value is None:
        return False
    if requirement.value and requirement.value != written(value):
        return False
    level = requirement.min_level
    return level is None or (isinstance(value, float) and value >= level)


def written(value: AttributeValue) -> str:
    """A value as requirements write it: `de`, `true`, `3`, `2.5`, `2026-03-04T10:00:00Z`."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return f"{value:.0f}"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case _:
            return str(value)
