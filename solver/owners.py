"""Cases of the batch that somebody has already: incumbents (02 section 1)."""

from dataclasses import dataclass

import numpy as np

from solver.facts import CountedSources, Snapshot
from solver.problem import DeskKind, Desks
from solver.rules import NO_LIMIT
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Owners:
    """Who has which case. agent: -1 for nobody; shape: cases.

    locked: it stays in any case, also because it overrides routing (U5); shape: cases.
    """

    agent: Indexes
    locked: Bools
    counted: bool
    """The backlog counts owned cases (L5)."""

    @staticmethod
    def of(snapshot: Snapshot) -> "Owners":
        """The owners of a snapshot."""
        place = {agent.agent_id: i for i, agent in enumerate(snapshot.agents)}
        agent = [place.get(case.owner_id, -1) for case in snapshot.cases]
        locked = [case.locked or case.override_routing for case in snapshot.cases]
        counted = snapshot.policy.limits.backlog_sources == CountedSources.ALL
        return Owners(np.array(agent, dtype=np.int32), np.array(locked, dtype=np.bool_), counted)

    def held(self, agent_count: int) -> Ints:
        """Owned cases that the backlog counts; shape: agents."""
        owned = self.agent[self.agent >= 0] if self.counted else self.agent[:0]
        return np.bincount(owned, minlength=agent_count)

    @property
    def case(self) -> Indexes:
        """The owned cases."""
        return np.flatnonzero(self.agent >= 0).astype(np.int32)

    def desks(self) -> Desks:
        """One desk per owner, by agent."""
        agent = np.unique(self.agent[self.agent >= 0])
        kind = DeskKind.KEEP if self.counted else DeskKind.KEEP_UNCOUNTED
        return Desks(
            agent,
            np.full(len(agent), -1, dtype=np.int32),
            np.full(len(agent), NO_LIMIT, dtype=np.int64),
            np.full(len(agent), kind, dtype=np.int32),
        )
