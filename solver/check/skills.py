"""Skills: what agents know of the topics of a case (S9, S10, S11)."""

from collections.abc import Iterable
from math import log1p

import numpy as np
from numpy.typing import NDArray

from solver.check.staff import Staff
from solver.facts import Agent, Expertise, ManualMatch, Topic
from solver.units import PPM, Bools, Ints, to_ppm


class Matches:
    """Matches of one snapshot; 0 everywhere without an ontology."""

    def __init__(self, staff: Staff) -> None:
        self._snapshot = staff.snapshot
        self._is_full = staff.snapshot.policy.fit.manual_match == ManualMatch.FULL
        self._manual = [
            {skill.name for skill in agent.skills if skill.manual}
            for agent in self._snapshot.agents
        ]
        self._grades: dict[int, NDArray[np.float64]] = {}
        self._hands: dict[str, Bools] = {}

    def ppm(self, case: int) -> Ints:
        """Matches of the agents with a case; shape: agents."""
        expertise, topics = self._snapshot.expertise, self._snapshot.cases[case].topics
        total = np.zeros(len(self._snapshot.agents))
        if expertise is None or not topics:
            return to_ppm(total)
        weights = [topic.confidence / PPM * expertise.idf[topic.skill] for topic in topics]
        for topic, weight in zip(topics, weights, strict=True):
            total += weight / sum(weights) * self._grade(expertise, topic.skill)
        match = np.minimum(to_ppm(total), PPM)
        return np.where(self._by_hand(expertise, topics), PPM, match)

    def _by_hand(self, expertise: Expertise, topics: Iterable[Topic]) -> Bools:
        """True where one of the skills was given by hand, and that is enough; shape: agents."""
        found = np.zeros(len(self._snapshot.agents), dtype=np.bool_)
        for topic in topics:
            if self._is_full:
                found |= self._given(expertise.skills[topic.skill])
        return found

    def _given(self, skill: str) -> Bools:
        """True where the skill was given by hand; shape: agents."""
        if skill not in self._hands:
            self._hands[skill] = np.array([skill in manual for manual in self._manual], np.bool_)
        return self._hands[skill]

    def _grade(self, expertise: Expertise, skill: int) -> NDArray[np.float64]:
        """log(1 + n) / max log(1 + n), 1 where the skill was given by hand; shape: agents."""
        if skill not in self._grades:
            name, agents = expertise.skills[skill], self._snapshot.agents
            known = [log1p(resolved(expertise, skill, agent)) for agent in agents]
            best = max(known, default=0.0)
            self._grades[skill] = np.array(
                [
                    1.0 if name in manual else (value / best if best else 0.0)
                    for value, manual in zip(known, self._manual, strict=True)
                ]
            )
        return self._grades[skill]


def resolved(expertise: Expertise, skill: int, agent: Agent) -> int:
    """Cases with a skill that an agent resolved: as was sent, else as was learned."""
    for one in agent.skills:
        if one.name == expertise.skills[skill] and one.case_count is not None:
            return one.case_count
    return dict(expertise.resolved.get(agent.agent_id, ())).get(skill, 0)
