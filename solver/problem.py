"""The columnar problem: what an engine solves, and nothing else (02 section 1)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from solver.units import Bools, Indexes, Ints

if TYPE_CHECKING:
    from solver.candidates import Candidates


class DeskKind(IntEnum):
    """Where the way of a desk leads (02 section 1)."""

    FIT = 0
    """An agent in a queue, by fit: to fit(agent)."""
    TURN = 1
    """An agent in a queue in rotation, by turns: to rotation(agent)."""
    KEEP = 2
    """An owner for the cases that he has already: straight to all(agent)."""
    KEEP_UNCOUNTED = 3
    """The same where his backlog does not count them (L5): straight to the sink."""


@dataclass(frozen=True, slots=True, eq=False)
class Desks:
    """The (agent, queue) nodes with room, sorted by (agent, queue), and one for each owner.

    queue: -1 for an owner's. room: daily room of the queue for the agent. kind: a
    DeskKind.
    """

    agent: Indexes
    queue: Indexes
    room: Ints
    kind: Indexes

    def __len__(self) -> int:
        return len(self.agent)

    @property
    def turning(self) -> Bools:
        """True where turns decide."""
        turning: Bools = self.kind == DeskKind.TURN
        return turning

    @property
    def keeping(self) -> Bools:
        """True where cases stay with their owner."""
        keeping: Bools = self.kind >= DeskKind.KEEP
        return keeping


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

    def keys(self, desk_count: int) -> Ints:
        """(case, desk) in one number, ascending."""
        return pair_keys(self.case, self.desk, desk_count)

    def __getitem__(self, chosen: "Bools | Ints") -> "Triples":
        return Triples(*(getattr(self, name)[chosen] for name in Triples.__slots__))


def pair_keys(case: Indexes, desk: "Indexes | Ints", desk_count: int) -> Ints:
    """(case, desk) in one number."""
    keys: Ints = case.astype(np.int64) * desk_count + desk
    return keys


OFF = 2**62
"""Weighted room of an agent without weighted capacity (L2)."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightedRows:
    """Weighted capacity (L2), all in hundredths: per agent, at most `room` of `weight`.

    weight: of each triple, w(i, a): equal for all triples of one (case, agent), keeping
    desks too; shape: triples. room: what is left for the cases of the batch, OFF where
    there is no limit; shape: agents.
    """

    weight: Ints
    room: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One batch: the counting model, or the weighted one where `is_weighted`.

    group, urgency_class: 0 first; urgency: u(i) > 0, any unit; shape: cases.
    new_room: what is left for new cases; backlog_room: for all; shape: agents.
    place: position by (last assignment, id), 0 = longest ago; shape: agents.
    turns_before: turns that do not count as first ones any more; shape: agents.
    discount: of an agent's k-th case out of rotation, k from 1, nondecreasing
    along the row and constant beyond its end; shape: agents x k.
    weighted: weighted capacity; None = nobody has any.
    candidates: further triples, worked out where they are needed; None = `triples` are all.
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
    turns_before: Ints
    weighted: WeightedRows | None = None
    candidates: "Candidates | None" = None

    @property
    def case_count(self) -> int:
        """Number of cases."""
        return len(self.group)

    @property
    def triple_count(self) -> int:
        """Number of allowed triples, whether anybody holds them or not."""
        return len(self.triples) + (0 if self.candidates is None else self.candidates.free_count)

    @property
    def agent_count(self) -> int:
        """Number of agents."""
        return len(self.new_room)

    @property
    def group_count(self) -> int:
        """Number of drain groups in use, counted to the last one."""
        return int(self.group.max(initial=-1)) + 1

    @property
    def demand(self) -> Ints:
        """How many cases may come to each desk at most; shape: desks."""
        own = np.bincount(self.triples.desk, minlength=len(self.desks))
        return own if self.candidates is None else own + self.candidates.demand(len(self.desks))

    @property
    def is_own(self) -> Bools:
        """True for triples that are no candidates; shape: triples."""
        if self.candidates is None:
            return np.ones(len(self.triples), dtype=np.bool_)
        agent = self.desks.agent[self.triples.desk]
        return self.candidates.removed.find(self.triples.case, agent)[0]

    def agent(self, triple: Ints) -> Indexes:
        """Agents of some triples."""
        agents: Indexes = self.desks.agent[self.triples.desk[triple]]
        return agents

    def first_triples(self) -> Ints:
        """Where the triples of each case start, with the end at last; shape: cases + 1."""
        starts: Ints = np.searchsorted(self.triples.case, np.arange(self.case_count + 1))
        return starts

    @property
    def incumbent(self) -> Bools:
        """True for cases with an owner; shape: cases."""
        owned = np.zeros(self.case_count, dtype=np.bool_)
        owned[self.triples.case[self.desks.keeping[self.triples.desk]]] = True
        return owned

    def discount_of(self, agent: Indexes, k: Ints) -> Ints:
        """Discount of the agents' k-th cases, k from 1."""
        column = np.minimum(k, self.discount.shape[1]) - 1
        amounts: Ints = self.discount[agent, column]
        return amounts

    @property
    def is_weighted(self) -> bool:
        """True where the cases that an agent may take weigh more than he has room for."""
        return bool(self.overfull.any())

    @property
    def overfull(self) -> Bools:
        """True for agents whose cases would weigh more than they have room for; shape: agents."""
        if self.weighted is None:
            return np.zeros(self.agent_count, dtype=np.bool_)
        load = self._load(*self._weighed_pairs(self.weighted))
        if self.candidates is not None:
            load += self.candidates.load(self.agent_count)
        overfull: Bools = load > self.weighted.room
        return overfull

    def is_overweight(self, triple: Ints) -> bool:
        """True where these triples together weigh more than an agent has room for."""
        if self.weighted is None:
            return False
        load = self._load(self.agent(triple), self.weighted.weight[triple])
        return bool((load > self.weighted.room).any())

    def _weighed_pairs(self, weighted: WeightedRows) -> tuple[Indexes, Ints]:
        """Agent and weight of every (case, agent), however many queues it has.

        Those that are candidates as well are left out.
        """
        agent = self.desks.agent[self.triples.desk]
        fresh = np.ones(len(agent), dtype=np.bool_)
        fresh[1:] = (agent[1:] != agent[:-1]) | (self.triples.case[1:] != self.triples.case[:-1])
        fresh &= self.is_own
        return agent[fresh], weighted.weight[fresh]

    def _load(self, agent: Indexes, weight: Ints) -> Ints:
        """The sum of each agent's weights; shape: agents."""
        load = np.zeros(self.agent_count, dtype=np.int64)
        np.add.at(load, agent, weight)
        return load
