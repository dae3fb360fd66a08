"""Mandatory skills and attributes of cases and queues, with timed widening (Q12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from solver.facts import (
    Agent,
    AttributeRequirement,
    Case,
    Requirement,
    SkillRequirement,
    Snapshot,
)
from solver.reasons import Reason
from solver.rules import EntryFilter, EntryMask, Memberships
from solver.units import Bools, Indexes

Wanted = frozenset[Requirement]


@dataclass(frozen=True, slots=True)
class Mandatory:
    """Refuses agents who lack a requirement of one kind."""

    reason: Reason
    kind: type[SkillRequirement] | type[AttributeRequirement]

    def entries(self, snapshot: Snapshot, memberships: Memberships) -> EntryMask:
        """One profile per distinct set of requirements that are still in force."""
        profiles: dict[Wanted, int] = {}
        of_entry = [
            profiles.setdefault(wanted, len(profiles))
            for wanted in self._wanted(snapshot, memberships)
        ]
        rows = [_have_all(snapshot.agents, wanted) for wanted in profiles]
        allowed = np.array(rows, dtype=np.bool_).reshape(-1, len(snapshot.agents))
        return EntryMask(np.array(of_entry, dtype=np.int32), allowed)

    def _wanted(self, snapshot: Snapshot, memberships: Memberships) -> Iterable[Wanted]:
        """What each entry requires: of its case, and of its queue."""
        queues = snapshot.policy.queues
        for case, queue in _entries(memberships.case, memberships.queue):
            fact = snapshot.cases[case]
            every = (*fact.requirements, *queues[queue].requirements)
            yield frozenset(
                one
                for one in every
                if isinstance(one, self.kind) and _in_force(one, fact, snapshot)
            )


def _entries(case: Indexes, queue: Indexes) -> Iterable[tuple[int, int]]:
    return zip(case.tolist(), queue.tolist(), strict=True)


def _in_force(requirement: Requirement, case: Case, snapshot: Snapshot) -> bool:
    """False once the case has waited long enough."""
    widen: timedelta | None = requirement.widen_after
    return widen is None or snapshot.now - case.created < widen


def _have_all(agents: Iterable[Agent], wanted: Wanted) -> Bools:
    """True where the agent has all that is wanted; shape: agents."""
    return np.array([all(_has(agent, one) for one in wanted) for agent in agents], dtype=np.bool_)


def _has(agent: Agent, requirement: Requirement) -> bool:
    """Whether the agent has it, at the level that is asked for."""
    if isinstance(requirement, SkillRequirement):
        return any(
            skill.name == requirement.name and skill.level >= requirement.min_level
            for skill in agent.skills
        )
    return any(
        attribute.name == requirement.name and _satisfies(attribute.value, requirement)
        for attribute in agent.attributes
    )


def _satisfies(value: str | float | bool | None, requirement: AttributeRequirement) -> bool:
    """Whether a value is there, is the one asked for, and reaches the level asked for."""
    if value is None or (requirement.value and _as_text(value) != requirement.value):
        return False
    if requirement.min_level is None:
        return True
    return isinstance(value, float) and value >= requirement.min_level


def _as_text(value: str | float | bool) -> str:
    """The value as a requirement writes it: `true`, `3`, `2.5`."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else value


MISSING_SKILL: EntryFilter = Mandatory(Reason.MISSING_SKILL, SkillRequirement)
MISSING_ATTRIBUTE: EntryFilter = Mandatory(Reason.MISSING_ATTRIBUTE, AttributeRequirement)
