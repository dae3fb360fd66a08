"""Skills: how well an agent knows the topics of a case (S9, S10, S11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from objectives.constant import constant
from objectives.learning.agent_skills import grades, resolved_counts
from solver.facts import Agent, Case, Expertise, ManualMatch, Snapshot
from solver.rules import Factor, Flag, Match, Pillar
from solver.units import PPM, Bools, Indexes, Ints, to_ppm

Floats = NDArray[np.float64]
MOST_MATCHES = 5


@dataclass(frozen=True, slots=True)
class Skills:
    """match = sum of d(s) x g(a,s) / sum of d(s) over the topics s of the case."""

    name: str = "skills"

    def factor(self, snapshot: Snapshot) -> Factor:
        """Topics of cases times grades of agents; 0 everywhere without an ontology."""
        if snapshot.expertise is None:
            return constant(snapshot, 0, Flag.NO_ONTOLOGY)
        needed = needs(snapshot.cases, snapshot.expertise)
        masters = mastery(snapshot.agents, snapshot.expertise)
        full = snapshot.policy.fit.manual_match == ManualMatch.FULL
        return MatchFactor(needed, masters, full)


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """What cases need; cases with the same topics are one row.

    row: of each case; shape: cases. topic: positions of skills, the number of all skills
    where a row has no more; share: d(s) / sum of d, 0 there; both of shape: rows x depth.
    """

    row: Indexes
    topic: Indexes
    share: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Mastery:
    """What agents know. grade: g(a,s), 1 where a skill was given by hand; manual: where that
    is so. Shape of both: skills + 1 x agents; the last row is of no skill."""

    grade: Floats
    manual: Bools


@dataclass(frozen=True)
class MatchFactor:
    """A product of two thin tables: never of the size of all pairs.

    full: one needed skill given by hand is a match of 100 % (S10).
    """

    needs: Needs
    mastery: Mastery
    full: bool

    @property
    def alike(self) -> Indexes:
        """Cases with the same topics."""
        return self.needs.row

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """Matches of single pairs, in parts per million."""
        return self._matches(self.needs.row[case], agent)

    def block(self, case: Indexes, agent: Indexes) -> Ints:
        """Matches of all pairs of some cases and agents; shape: cases x agents."""
        row, place = np.unique(self.needs.row[case], return_inverse=True)
        return self._matches(row[:, None], agent[None, :])[place]

    def flag_at(self, case: Indexes, agent: Indexes) -> NDArray[np.uint8]:
        """NO_TOPIC where a case has none."""
        topicless = np.where(self._has_topic, Flag.NONE, Flag.NO_TOPIC).astype(np.uint8)
        flags: NDArray[np.uint8] = topicless[self.needs.row[case]]
        return flags

    def matches(self, case: int, agent: int) -> tuple[Match, ...]:
        """Topics of the case that the agent masters, those that add most first (S11)."""
        needs, mastery = self.needs, self.mastery
        row = needs.row[case]
        skill, share = needs.topic[row], needs.share[row]
        grade = mastery.grade[skill, agent]
        order = np.lexsort((skill, -share * grade))
        return tuple(
            Match(
                int(skill[at]),
                int(to_ppm(share[at])),
                int(to_ppm(grade[at])),
                bool(mastery.manual[skill[at], agent]),
            )
            for at in order[:MOST_MATCHES]
            if share[at] * grade[at] > 0
        )

    def _matches(self, row: Indexes, agent: Indexes) -> Ints:
        """The sum over the topics, one after the other: the same floats in whatever shape."""
        needs, mastery = self.needs, self.mastery
        total = np.zeros(np.broadcast_shapes(row.shape, agent.shape))
        by_hand = np.zeros(total.shape, dtype=np.bool_)
        for depth in range(needs.topic.shape[1]):
            topic = needs.topic[row, depth]
            total += needs.share[row, depth] * mastery.grade[topic, agent]
            if self._counts_by_hand:
                np.logical_or(by_hand, mastery.manual[topic, agent], out=by_hand)
        return np.where(by_hand, PPM, np.minimum(to_ppm(total), PPM))

    @cached_property
    def _counts_by_hand(self) -> bool:
        return self.full and bool(self.mastery.manual.any())

    @cached_property
    def _has_topic(self) -> Bools:
        """Shape: rows."""
        result: Bools = np.any(self.needs.share > 0, axis=1)
        return result


def needs(cases: Sequence[Case], expertise: Expertise) -> Needs:
    """The topics of cases, weighed by d = confidence x idf."""
    rows: dict[tuple[tuple[int, int], ...], int] = {}
    row = [
        rows.setdefault(tuple((topic.skill, topic.confidence) for topic in case.topics), len(rows))
        for case in cases
    ]
    depth = max(map(len, rows), default=0)
    topic = np.full((len(rows), depth), len(expertise.skills), dtype=np.int32)
    weight = np.zeros((len(rows), depth))
    for place, topics in enumerate(rows):
        for column, (skill, confidence) in enumerate(topics):
            topic[place, column] = skill
            weight[place, column] = confidence / PPM * expertise.idf[skill]
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    return Needs(np.array(row, dtype=np.int32), topic, share)


def mastery(agents: Sequence[Agent], expertise: Expertise) -> Mastery:
    """Grades of agents among themselves; what a request says of an agent wins over history."""
    place = {name: at for at, name in enumerate(expertise.skills)}
    ids = [agent.agent_id for agent in agents]
    resolved = resolved_counts(expertise.resolved, ids, len(place) + 1)
    manual = np.zeros(resolved.shape, dtype=np.bool_)
    for column, agent in enumerate(agents):
        for skill in agent.skills:
            at = place.get(skill.name)
            if at is not None:
                manual[at, column] = skill.manual
                if skill.case_count is not None:
                    resolved[at, column] = skill.case_count
    return Mastery(np.where(manual, 1.0, grades(resolved)), manual)


SKILLS: Pillar = Skills()
