"""A snapshot with one agent more, who could take a case."""

from dataclasses import replace

import numpy as np

from solver.facts import (
    Agent,
    Attribute,
    DenseEfforts,
    DenseScores,
    Requirement,
    Scores,
    Shift,
    Skill,
    SkillRequirement,
    Snapshot,
    WeeklyWindow,
)
from solver.facts.schedule import MINUTES_PER_DAY
from solver.facts.scores import Efforts
from solver.units import to_ppm

ALWAYS = (WeeklyWindow(frozenset(range(7)), 0, MINUTES_PER_DAY),)


def with_another(snapshot: Snapshot, case: int, queue: int) -> Snapshot:
    """Somebody who is there and has what is required, in the first bucket of a queue.

    He is the last one by id, holds nothing, and is under the policy's limits. Where whole
    matrices were sent, he has the means of the others.
    """
    wanted = (*snapshot.cases[case].requirements, *snapshot.policy.queues[queue].requirements)
    return _with(snapshot, [(queue, _joining(snapshot, wanted, "~"))])


def with_one_in_each_queue(snapshot: Snapshot) -> Snapshot:
    """Such an agent for every queue, in the policy's order; he has what his queue requires."""
    joining = [
        (place, _joining(snapshot, queue.requirements, f"~{place:06}"))
        for place, queue in enumerate(snapshot.policy.queues)
    ]
    return _with(snapshot, joining)


def _with(snapshot: Snapshot, joining: list[tuple[int, Agent]]) -> Snapshot:
    """With agents in the first buckets of queues."""
    policy = snapshot.policy
    queues = list(policy.queues)
    for place, agent in joining:
        wanted = queues[place]
        alone = frozenset({agent.agent_id})
        first = wanted.buckets[0] | alone if wanted.buckets else alone
        queues[place] = replace(wanted, buckets=(first, *wanted.buckets[1:]))
    ids = frozenset(agent.agent_id for _, agent in joining)
    shift = Shift(min(ids, default=""), policy.zone, ids, ALWAYS, ALWAYS)
    return replace(
        snapshot,
        agents=(*snapshot.agents, *(agent for _, agent in joining)),
        policy=replace(policy, queues=tuple(queues), shifts=(*policy.shifts, shift)),
        scores=tuple(_wider(one, len(joining)) for one in snapshot.scores),
        efforts=_wider_efforts(snapshot.efforts, len(joining)),
    )


def _joining(snapshot: Snapshot, requirements: tuple[Requirement, ...], ending: str) -> Agent:
    """An agent with all that is required; his id is the last one with this ending."""
    last = max((agent.agent_id for agent in snapshot.agents), default="")
    status = min(snapshot.policy.availability.available_statuses, default="")
    levels: dict[str, int] = {}
    attributes: list[Attribute] = []
    for one in requirements:
        if isinstance(one, SkillRequirement):
            levels[one.name] = max(one.min_level, levels.get(one.name, 1))
        else:
            number = True if one.min_level is None else float(one.min_level)
            attributes.append(Attribute(one.name, one.value or number))
    return Agent(
        f"{last}{ending}",
        presence=status,
        custom_presence=status,
        predicted_hours=ALWAYS,
        skills=tuple(Skill(name, level, manual=True) for name, level in levels.items()),
        attributes=tuple(attributes),
    )


def _wider(scores: Scores, count: int) -> Scores:
    """With so many agents more."""
    if not isinstance(scores.values, DenseScores):
        return scores
    ppm = scores.values.ppm
    mean = to_ppm(ppm.mean(axis=1, keepdims=True) / 1_000_000).astype(np.int32)
    return replace(scores, values=DenseScores(np.hstack([ppm, *[mean] * count])))


def _wider_efforts(efforts: Efforts | None, count: int) -> Efforts | None:
    """With so many agents more."""
    if not isinstance(efforts, DenseEfforts):
        return efforts
    mean = efforts.effort.mean(axis=1, keepdims=True).astype(np.float32)
    return DenseEfforts(np.hstack([efforts.effort, *[mean] * count]))
