"""The columnar problem: what an engine solves, and nothing else (02 section 1)."""

from dataclasses import dataclass

import numpy as np

from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Desks:
    """The (agent, queue) nodes with room, sorted by (agent, queue).

    room: daily room of the queue for the agent. rotation: the queue takes turns now.
    """

    agent: Indexes
    queue: Indexes
    room: Ints
    rotation: Bools

    def __len__(self) -> int:
        return len(self.agent)


@dataclass(frozen=True, slots=True, eq=False)
class Triples:
    """The allowed (case, agent, queue), sorted by (case, desk).

    rank: steps down the chain of tiers and buckets. order: earlier configured
    queues of the pair with equal rank and room. score: pair score in units of 1e-4
    (any integers will do).
    """

    case: Indexes
    desk: Indexes
    rank: Indexes
    order: Indexes
    score: Ints

    def __len__(self) -> int:
        return len(self.case)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One batch in the counting model.

    group, urgency_class: 0 first; urgency: u(i) > 0, any unit; shape: cases.
    new_room: what is left for new cases; backlog_room: for all; shape: agents.
    place: position by (last assignment, id), 0 = longest ago; shape: agents.
    discount: of an agent's k-th case out of rotation, k from 1, nondecreasing
    along the row and constant beyond its end; shape: agents x k.
    """

    group: Indexes
    urgency_class: Indexes
    urgency: Ints
    desks: Desks
    triples: Triples
    new_room: Ints
    backlog_room: Ints
    place: Ints
    discount: Ints

    @property
    def case_count(self) -> int:
        """Number of cases."""
        return len(self.group)

    @property
    def agent_count(self) -> int:
        """Number of agents."""
        return len(self.new_room)

    @property
    def group_count(self) -> int:
        """Number of drain groups in use, counted to the last one."""
        return int(self.group.max(initial=-1)) + 1

    def agent(self, triple: Ints) -> Indexes:
        """Agents of some triples."""
        agents: Indexes = self.desks.agent[self.triples.desk[triple]]
        return agents

    def first_triples(self) -> Ints:
        """Where the triples of each case start, with the end at last; shape: cases + 1."""
        starts: Ints = np.searchsorted(self.triples.case, np.arange(self.case_count + 1))
        return starts

    def discount_of(self, agent: Indexes, k: Ints) -> Ints:
        """Discount of the agents' k-th cases, k from 1."""
        column = np.minimum(k, self.discount.shape[1]) - 1
        amounts: Ints = self.discount[agent, column]
        return amounts
