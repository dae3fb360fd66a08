"""What it costs an agent to take several cases, as a part of his cheapest filling (S4).

Discounts rise with every case. Priced one by one they leave agents halfway between two numbers
of cases; counted along with what an agent carries, they do not.
"""

from dataclasses import dataclass

import numpy as np

from solver.arrays import ranges
from solver.network import Network
from solver.problem import DeskKind
from solver.units import Bools, Indexes, Ints

NOT_POSSIBLE = 2**50
"""What a case costs for which there is no room."""
MOST, MOST_CELLS = 2**8, 2**24
"""With so many cases of one agent, or more (agent, room, count), counts are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """counted: triples that are counted; shape: triples. cost: of 0, 1, 2, ... counted cases,
    nondecreasing, one more than is looked at; shape: agents x counts."""

    counted: Bools
    cost: Ints

    @staticmethod
    def none(triple_count: int, agent_count: int) -> "Counts":
        """Nothing is counted."""
        nothing = np.zeros((agent_count, 2), dtype=np.int64)
        return Counts(np.zeros(triple_count, dtype=np.bool_), nothing)

    @property
    def most(self) -> int:
        """The largest count that is looked at."""
        return int(self.cost.shape[1]) - 2


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """Priced costs of an agent's cases out of rotation, one by one.

    first: of the first; shape: agents. further: of each, beyond the first; nondecreasing;
    shape: agents x k. arc: chain arcs that they are.
    """

    first: Ints
    further: Ints
    arc: Bools

    @staticmethod
    def of(network: Network, open_: Bools, priced: Ints) -> "Copies | None":
        """priced: of every chain arc; None where all cases of an agent cost him alike."""
        nodes, chain = network.nodes, network.chain
        arc = (chain.tail >= nodes.fit) & (chain.tail < nodes.new)
        used = np.flatnonzero(arc & open_)
        agent = (chain.tail[used] - nodes.fit).astype(np.int64)
        order = np.lexsort((priced[used], agent))
        used, agent = used[order], agent[order]
        agents = network.problem.agent_count
        start = np.searchsorted(agent, np.arange(agents))
        some = np.bincount(agent, minlength=agents) > 0
        first = np.zeros(agents, dtype=np.int64)
        first[some] = priced[used[start[some]]]
        beyond = priced[used] - first[agent]
        if not beyond.any():
            return None
        return Copies(first, _units(agents, agent, beyond, chain.capacity[used]), arc)

    def counts(self, payable: "Payable", counted: Bools, rooms: int) -> Counts | None:
        """As far as further cases can pay at all; None where that would be too many cells."""
        pays = (self.further + payable.least[:, None] < 0).sum(axis=1)
        most = int(np.minimum(pays, payable.most).max(initial=0))
        if most >= MOST or len(pays) * rooms * (most + 1) > MOST_CELLS:
            return None
        cost = np.zeros((len(pays), most + 2), dtype=np.int64)
        width = min(most + 1, self.further.shape[1])
        cost[:, 1:] = NOT_POSSIBLE
        cost[:, 1 : width + 1] = self.further[:, :width]
        return Counts(counted, np.cumsum(cost, axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Payable:
    """least: the cheapest counted triple of each agent, 0 where none pays; most: how many of
    those that pay he may have; shape: agents."""

    least: Ints
    most: Ints

    @staticmethod
    def of(reduced: Ints, agent: Indexes, weight: Ints, room: Ints) -> "Payable":
        """reduced, agent, weight: of the counted triples; room: of each agent."""
        some = np.flatnonzero(reduced < 0)
        least, lightest = np.zeros_like(room), np.full_like(room, np.iinfo(np.int64).max)
        np.minimum.at(least, agent[some], reduced[some])
        np.minimum.at(lightest, agent[some], weight[some])
        count = np.bincount(agent[some], minlength=len(room))
        fit = room // np.maximum(lightest, 1)
        return Payable(least, np.where(lightest > 0, np.minimum(count, fit), count))


def _units(agents: int, agent: Ints, cost: Ints, capacity: Ints) -> Ints:
    """Costs of single units, NOT_POSSIBLE behind the last one; shape: agents x k.

    agent, cost, capacity: of arcs, by agent and cost.
    """
    before = np.cumsum(capacity) - capacity
    start = before - before[np.searchsorted(agent, agent)]
    start, end = np.minimum(start, MOST), np.minimum(start + capacity, MOST)
    units = np.full((agents, int(end.max(initial=0))), NOT_POSSIBLE, dtype=np.int64)
    units[np.repeat(agent, end - start), ranges(start, end)] = np.repeat(cost, end - start)
    return units


def is_counted(network: Network) -> Bools:
    """Triples out of rotation that are new to their agents; shape: triples."""
    desk = network.problem.triples.desk
    counted: Bools = network.problem.desks.kind[desk] == DeskKind.FIT
    return counted
