"""A batch in which everybody has one skill more (02 section 5)."""

from dataclasses import dataclass, replace

import numpy as np

from solver.compile import Compiled, reopened
from solver.eligibility import Eligibility
from solver.explanation.changes.applied import with_skill
from solver.facts import SkillRequirement, Snapshot
from solver.problem import Problem, Triples
from solver.reasons import Reason
from solver.rules.kinds import is_entry_filter
from solver.units import Ints


def wanted_skills(snapshot: Snapshot) -> dict[str, int]:
    """Skills that cases or queues require, by name, at the highest level that any asks for."""
    levels: dict[str, int] = {}
    wanted = [one for case in snapshot.cases for one in case.requirements]
    wanted += [one for queue in snapshot.policy.queues for one in queue.requirements]
    for one in wanted:
        if isinstance(one, SkillRequirement):
            levels[one.name] = max(one.min_level, levels.get(one.name, 1))
    return dict(sorted(levels.items()))


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """problem: as if all agents had the skill. before: the triples as they are, at its desks."""

    problem: Problem
    before: Triples

    @staticmethod
    def by(compiled: Compiled, before: Problem, skill: str, level: int) -> "Opened":
        """By a skill at a level; scores, discounts and rooms stay. before: with all triples."""
        after = reopened(compiled, _with_skill(compiled, skill, level)).problem
        queues = len(compiled.snapshot.policy.queues)
        place = np.searchsorted(desk_keys(after, queues), desk_keys(before, queues))
        triples = before.triples
        return Opened(after, replace(triples, desk=place[triples.desk].astype(np.int32)))

    @property
    def agents(self) -> list[int]:
        """Whom the skill opens a pair, by id."""
        now, desks, width = self.problem.triples, self.problem.desks, len(self.problem.desks)
        fresh = ~np.isin(now.keys(width), self.before.keys(width))
        agents: list[int] = np.unique(desks.agent[now.desk[fresh]]).tolist()
        return agents

    def for_agent(self, agent: int) -> Problem:
        """As if this agent alone had it."""
        now, desks = self.problem.triples, self.problem.desks
        mine, others = desks.agent[now.desk] == agent, desks.agent[self.before.desk] != agent
        both = Triples(
            *(
                np.concatenate([getattr(now, name)[mine], getattr(self.before, name)[others]])
                for name in Triples.__slots__
            )
        )
        weighted = self.problem.weighted
        if weighted is not None:
            weighted = replace(weighted, weight=self._weights(both))
        order = np.lexsort((both.desk, both.case))
        return replace(self.problem, triples=both[order], weighted=weighted)

    def _weights(self, triples: Triples) -> Ints:
        """Weights of some of the triples, by (case, desk)."""
        assert self.problem.weighted is not None
        width = len(self.problem.desks)
        place = np.searchsorted(self.problem.triples.keys(width), np.sort(triples.keys(width)))
        weights: Ints = self.problem.weighted.weight[place]
        return weights


def desk_keys(problem: Problem, queues: int) -> Ints:
    """Ascending: the desks of queues by (agent, queue), then those of owners."""
    desks = problem.desks
    keys: Ints = desks.agent.astype(np.int64) * queues + desks.queue
    return np.where(desks.keeping, keys + problem.agent_count * queues + 1, keys)


def _with_skill(compiled: Compiled, skill: str, level: int) -> Eligibility:
    """All refusals, but for those that the skill lifts."""
    eligible, refused = compiled.eligibility, compiled.eligibility.refused
    agents = tuple(with_skill(agent, skill, level) for agent in compiled.snapshot.agents)
    snapshot = replace(compiled.snapshot, agents=agents)
    _, first = np.unique(eligible.signature, return_index=True)
    for rule in compiled.rulebook.filters:
        if rule.reason == Reason.MISSING_SKILL and is_entry_filter(rule):
            mask = rule.entries(snapshot, eligible.memberships)
            missing = np.where(mask.allowed[mask.profile[first]], rule.reason.bit, 0)
            refused = refused & ~missing
    return replace(eligible, refused=refused)
