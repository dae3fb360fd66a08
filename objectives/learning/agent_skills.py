"""What agents have done: resolved cases by agent and skill, rare skills told from common (S9)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from objectives.learning.case_skills import Detector
from objectives.learning.history import History


@dataclass(frozen=True, slots=True)
class Profiles:
    """Counts over a history.

    case_count: N, all its cases. with_skill: df of each skill; shape: skills. resolved:
    n(a, s) as `(position of the skill, count)`, sorted, by agent.
    """

    case_count: int
    with_skill: tuple[int, ...]
    resolved: dict[str, tuple[tuple[int, int], ...]]

    @property
    def idf(self) -> tuple[float, ...]:
        """`ln((1+N)/(1+df)) + 1`; shape: skills."""
        return tuple(log((1 + self.case_count) / (1 + df)) + 1 for df in self.with_skill)


def profiles_of(history: History, skills: Sequence[Iterable[int]], skill_count: int) -> Profiles:
    """Profiles; skills: positions of the skills of each case."""
    with_skill: Counter[int] = Counter()
    by_agent: dict[str, Counter[int]] = {}
    for case, found in zip(history, map(set, skills), strict=True):
        with_skill.update(found)
        if case.agent_id:
            by_agent.setdefault(case.agent_id, Counter()).update(found)
    return Profiles(
        len(history),
        tuple(with_skill[skill] for skill in range(skill_count)),
        {agent: tuple(sorted(by_agent[agent].items())) for agent in sorted(by_agent)},
    )


def grades(resolved: NDArray[np.float64]) -> NDArray[np.float64]:
    """`g(a,s) = log(1+n(a,s)) / max_b log(1+n(b,s))`, 0 where nobody has the skill (S9).

    resolved: n(a,s). Shape of both: skills x agents.
    """
    known = np.log1p(resolved)
    best = known.max(axis=1, initial=0.0, keepdims=True)
    result: NDArray[np.float64] = np.divide(known, best, out=np.zeros_like(known), where=best > 0)
    return result


def resolved_counts(
    resolved: Mapping[str, Iterable[tuple[int, int]]], agents: Sequence[str], skill_count: int
) -> NDArray[np.float64]:
    """n(a,s) of some agents, 0 where nothing is known; shape: skills x agents."""
    counts = np.zeros((skill_count, len(agents)))
    for column, agent in enumerate(agents):
        for skill, count in resolved.get(agent, ()):
            counts[skill, column] = count
    return counts


def no_profiles(skill_count: int) -> Profiles:
    """Of no history: every skill counts the same."""
    return Profiles(0, (0,) * skill_count, {})


def skills_of(history: History, detector: Detector) -> list[tuple[int, ...]]:
    """Positions of the skills of each case: given by people, else detected."""
    place = {name: at for at, name in enumerate(detector.ontology.names)}
    topics = detector.topics([case.text for case in history])
    return [
        tuple(topic.skill for topic in found)
        if case.skills is None
        else tuple(sorted(place[name] for name in case.skills))
        for case, found in zip(history, topics, strict=True)
    ]
