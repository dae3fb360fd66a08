"""Which single changes could get a case served; no other of its kind and amount does.

Whatever else refuses an agent stays, so that a change helps only where it lifts all that does.
A limit with room left after the batch stops nobody.
"""

from collections.abc import Iterator

import numpy as np

from solver.explanation.changes.change import Change, ChangeKind
from solver.explanation.refusals import Refusals
from solver.facts import Requirement, SkillRequirement
from solver.members import shifts_of
from solver.plan import Plan
from solver.reasons import CAPACITY, Reason, mask
from solver.rules import NO_LIMIT, Scope
from solver.units import Indexes, Ints

LIMIT_STEPS = (1, 2, 3)
SHIFT_STEPS = tuple(range(15, 121, 15))
_HOURS = mask(
    frozenset(
        {Reason.OUTSIDE_ASSIGNMENT_HOURS, Reason.OUTSIDE_WORKING_HOURS, Reason.SHIFT_TOO_SHORT}
    )
)
_CAPACITY = mask(CAPACITY)


def possible_changes(plan: Plan, case: int) -> Iterator[tuple[Change, ...]]:
    """Kind by kind, those of smaller amounts first, then by agent, reason and queue."""
    compiled = plan.compiled
    refusals = Refusals(compiled)
    entries = refusals.entries(case)
    if not len(entries):
        return
    queues = compiled.eligibility.memberships.queue[entries]
    stopped = compiled.facts.stopped[queues]
    masks, queues = refusals.with_pairs(case)[~stopped], queues[~stopped]
    yield tuple(_limits(plan, masks, queues))
    yield tuple(_shifts(plan, masks))
    yield tuple(_skills(plan, case, masks, queues))
    yield tuple(Change(ChangeKind.AGENT, queue=queue) for queue in dict.fromkeys(queues.tolist()))


def _limits(plan: Plan, masks: Ints, queues: Indexes) -> Iterator[Change]:
    """Limits that are full, of agents whom at most one of them refuses."""
    for amount in LIMIT_STEPS:
        for agent in range(masks.shape[1]):
            for reason, queue in sorted(_full(plan, agent, masks[:, agent], queues)):
                yield Change(
                    ChangeKind.LIMIT, agent=agent, queue=queue, reason=reason, amount=amount
                )


def _full(plan: Plan, agent: int, masks: Ints, queues: Indexes) -> set[tuple[Reason, int]]:
    """Limits in the way of one agent, with the queue where it is a limit of queues."""
    full: set[tuple[Reason, int]] = set()
    for entry, queue in zip(masks.tolist(), queues.tolist(), strict=True):
        for reason in _counted(plan, agent, queue):
            if entry & ~reason[0].bit == 0:
                full.add(reason)
    return full


def _counted(plan: Plan, agent: int, queue: int) -> Iterator[tuple[Reason, int]]:
    """Limits that the batch leaves no room under, as far as the agent's number of cases tells."""
    picks, eligible = plan.picks, plan.compiled.eligibility
    mine = int((picks.agent == agent).sum())
    for counted in eligible.limits:
        of_queue = counted.scope == Scope.QUEUE
        place = (queue, agent) if of_queue else (agent,)
        if counted.usage.limit[place] != NO_LIMIT and counted.usage.room[place] <= mine:
            yield counted.reason, queue if of_queue else -1
    if eligible.weighted is not None:
        yield Reason.WEIGHTED_CAPACITY, -1


def _shifts(plan: Plan, masks: Ints) -> Iterator[Change]:
    """Shifts of agents whom only their hours refuse."""
    linked = shifts_of(plan.compiled.snapshot)
    by_hours = ((masks & ~_HOURS == 0) & (masks != 0)).any(axis=0)
    for amount in SHIFT_STEPS:
        for agent in np.flatnonzero(by_hours).tolist():
            if linked[agent]:
                yield Change(ChangeKind.SHIFT, agent=agent, amount=amount)


def _skills(plan: Plan, case: int, masks: Ints, queues: Indexes) -> Iterator[Change]:
    """Skills of agents whom only a missing one refuses."""
    snapshot = plan.compiled.snapshot
    found: set[Change] = set()
    for entry, agent in np.argwhere(masks == Reason.MISSING_SKILL.bit).tolist():
        queue = snapshot.policy.queues[int(queues[entry])]
        levels = {skill.name: skill.level for skill in snapshot.agents[agent].skills}
        for name, level in _wanted((*snapshot.cases[case].requirements, *queue.requirements)):
            if levels.get(name, 0) < level:
                found.add(Change(ChangeKind.SKILL, agent=agent, skill=name, amount=level))
    yield from sorted(found, key=lambda one: (one.agent, one.skill, one.amount))


def _wanted(requirements: tuple[Requirement, ...]) -> list[tuple[str, int]]:
    """Required skills at their highest level, by name."""
    levels: dict[str, int] = {}
    for one in requirements:
        if isinstance(one, SkillRequirement):
            levels[one.name] = max(one.min_level, levels.get(one.name, 1))
    return sorted(levels.items())
