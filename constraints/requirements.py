"""Mandatory skills and attributes of cases and queues, with timed widening (Q12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from solver.facts import (
    Agent,
    AttributeRequirement,
    AttributeValue,
    Case,
    Requirement,
    SkillRequirement,
    Snapshot,
)
from solver.moments import MICROSECOND
from solver.reasons import Reason
from solver.rules import NEVER, EntryFilter, EntryMask, EntryWaits, Memberships
from solver.units import Bools, Indexes

Wanted = frozenset[Requirement]
NOTHING: Wanted = frozenset()


@dataclass(frozen=True, slots=True)
class Mandatory:
    """Refuses agents who lack a requirement of one kind."""

    reason: Reason
    kind: type[SkillRequirement] | type[AttributeRequirement]

    def entries(self, snapshot: Snapshot, memberships: Memberships) -> EntryMask:
        """One profile per distinct set of requirements that are still in force."""
        of_entry, profiles = self._profiles(snapshot, memberships)
        rows = [_have_all(snapshot.agents, wanted) for wanted in profiles]
        allowed = np.array(rows, dtype=np.bool_).reshape(-1, len(snapshot.agents))
        return EntryMask(of_entry, allowed)

    def waits(self, snapshot: Snapshot, memberships: Memberships) -> EntryWaits:
        """Until all that an agent lacks is dropped (V4)."""
        of_entry, profiles = self._profiles(snapshot, memberships)
        rows = [[_wait(agent, wanted) for agent in snapshot.agents] for wanted in profiles]
        table = np.array(rows, dtype=np.int64).reshape(-1, len(snapshot.agents))
        return EntryWaits(of_entry, table)

    def _profiles(
        self, snapshot: Snapshot, memberships: Memberships
    ) -> tuple[Indexes, tuple[Wanted, ...]]:
        """The profile of each entry, and what each profile requires."""
        profiles: dict[Wanted, int] = {}
        of_entry = [
            profiles.setdefault(wanted, len(profiles))
            for wanted in self._wanted(snapshot, memberships)
        ]
        return np.array(of_entry, dtype=np.int32), tuple(profiles)

    def _wanted(self, snapshot: Snapshot, memberships: Memberships) -> Iterable[Wanted]:
        """What each entry requires: of its case, and of its queue."""
        cases, queues = snapshot.cases, snapshot.policy.queues
        for case, queue in _entries(memberships.case, memberships.queue):
            fact, of_queue = cases[case], queues[queue].requirements
            every = (*fact.requirements, *of_queue)
            yield self._of_kind(every, fact, snapshot) if every else NOTHING

    def _of_kind(self, every: Iterable[Requirement], case: Case, snapshot: Snapshot) -> Wanted:
        """Those of the kind that are still in force."""
        return frozenset(
            one for one in every if isinstance(one, self.kind) and _in_force(one, case, snapshot)
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


def _wait(agent: Agent, wanted: Wanted) -> int:
    """Microseconds until all that the agent lacks is dropped, NEVER if something stays."""
    lacking = [one.widen_after for one in wanted if not _has(agent, one)]
    return max((NEVER if wait is None else wait // MICROSECOND for wait in lacking), default=0)


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


def _satisfies(value: AttributeValue, requirement: AttributeRequirement) -> bool:
    """Whether a value is there, is the one asked for, and reaches the level asked for."""
    if value is None or (requirement.value and _as_text(value) != requirement.value):
        return False
    if requirement.min_level is None:
        return True
    return isinstance(value, float) and value >= requirement.min_level


def _as_text(value: AttributeValue) -> str:
    """The value as a requirement writes it: `true`, `3`, `2.5`, `2026-03-04T10:00:00Z`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)


MISSING_SKILL: EntryFilter = Mandatory(Reason.MISSING_SKILL, SkillRequirement)
MISSING_ATTRIBUTE: EntryFilter = Mandatory(Reason.MISSING_ATTRIBUTE, AttributeRequirement)
