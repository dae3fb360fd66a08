"""What agents can carry: a knapsack for each, filled exactly in integers (L2)."""

from dataclasses import dataclass

import numpy as np

from solver.problem import Problem
from solver.units import Bools, Indexes, Ints
from solver.weighing.counts import Counts

MOST_UNITS = 2**11
"""Rooms beyond are counted in larger units; whoever keeps to his room keeps to it in those."""
NEVER = 2**60
"""More than any filling costs."""


@dataclass(frozen=True, slots=True, eq=False)
class Loads:
    """Weights and rooms in whole units, each agent's his own.

    agent, weight: of each triple. room: of each agent. Where nothing can be too much, both
    the weights and the room are 0. unit: of each agent, 0 = nothing can be too much.
    """

    agent: Indexes
    weight: Ints
    room: Ints
    unit: Ints

    @staticmethod
    def of(problem: Problem) -> "Loads":
        """The weights of a problem, none without weighted capacity."""
        agent = problem.desks.agent[problem.triples.desk]
        zeros = np.zeros(problem.agent_count, dtype=np.int64)
        if problem.weighted is None:
            return Loads(agent, np.zeros(len(agent), dtype=np.int64), zeros, zeros)
        weight, room = problem.weighted.weight, problem.weighted.room
        whole = zeros.copy()
        np.add.at(whole, agent, weight)
        bound = whole > room
        unit = max(1, int(np.gcd.reduce(weight[bound[agent]], initial=0)))
        units = np.where(bound, room // unit, 0)
        larger = np.maximum(1, -(-units // MOST_UNITS))
        own = np.where(bound[agent], weight // unit // larger[agent], 0)
        return Loads(agent, own, units // larger, np.where(bound, unit * larger, 0))

    def filled(self, reduced: Ints, open_: Bools, counts: Counts | None = None) -> "Filling":
        """Every agent's cheapest filling with open triples; reduced: of each triple.

        counts: what counted triples cost together besides; None = nothing.
        """
        counts = counts or Counts.none(len(self.weight), len(self.room))
        items = self._items(reduced, open_, counts)
        agent, weight, cost = self.agent[items], self.weight[items], reduced[items]
        start = np.searchsorted(agent, np.arange(len(self.room) + 1))
        count, one = np.diff(start), counts.counted[items].astype(np.int64)
        shape = (len(self.room), int(self.room.max(initial=0)) + 1, counts.most + 1)
        least = np.zeros(shape, dtype=np.int64)
        free = np.flatnonzero(open_ & (reduced < 0) & (self.weight == 0) & ~counts.counted)
        np.add.at(least, self.agent[free], reduced[free][:, None, None])
        steps = []
        for place in range(int(count.max(initial=0))):
            who = np.flatnonzero(count > place)
            item = start[who] + place
            steps.append(_step(least, who, weight[item], one[item], cost[item]))
        return Filling(self, counts, least, free, items, start, tuple(steps))

    def _items(self, reduced: Ints, open_: Bools, counts: Counts) -> Ints:
        """Triples that a cheapest filling may hold, by (agent, weight, reduced cost): of equal
        ones only as many as there is room for."""
        fits = ((self.weight > 0) | counts.counted) & (self.weight <= self.room[self.agent])
        some = np.flatnonzero(open_ & (reduced < 0) & fits)
        one = counts.counted[some]
        order = np.lexsort((reduced[some], one, self.weight[some], self.agent[some]))
        some, one = some[order], one[order]
        agent, weight = self.agent[some], self.weight[some]
        fresh = np.ones(len(some), dtype=np.bool_)
        fresh[1:] = (agent[1:] != agent[:-1]) | (weight[1:] != weight[:-1]) | (one[1:] != one[:-1])
        first = np.maximum.accumulate(np.where(fresh, np.arange(len(some)), 0))
        rank = np.arange(len(some)) - first
        holds = (rank + 1) * weight <= self.room[agent]
        chosen: Ints = some[holds & (~one | (rank < counts.most))]
        return chosen


def _step(least: Ints, who: Ints, weight: Ints, one: Ints, cost: Ints) -> tuple[Ints, Bools]:
    """Offers one more item to each of some agents; who took it at which room and count.

    one: 1 where it is counted, else 0.
    """
    width = least.shape[2]
    old = least[who].reshape(len(who), -1)
    place = np.arange(old.shape[1])
    source = place - (weight * width + one)[:, None]
    with_it = np.take_along_axis(old, np.maximum(source, 0), axis=1) + cost[:, None]
    took = (source >= 0) & (place % width >= one[:, None]) & (with_it < old)
    least[who] = np.where(took, with_it, old).reshape(len(who), -1, width)
    return who, took


@dataclass(frozen=True, slots=True, eq=False)
class Filling:
    """Cheapest fillings of all agents.

    least: the cost of the cheapest within each room and count, without what counts cost; shape:
    agents x rooms x counts. free: triples that weigh nothing and pay. items: others that were
    looked at, by agent; start: where each agent's are. steps: who took his next item, and at
    which room and count.
    """

    loads: Loads
    counts: Counts
    least: Ints
    free: Ints
    items: Ints
    start: Ints
    steps: tuple[tuple[Ints, Bools], ...]

    @property
    def whole(self) -> Ints:
        """The cost of each agent's cheapest filling; shape: agents."""
        cost: Ints = self._by_count().min(axis=1)
        return cost

    def _by_count(self) -> Ints:
        """The same with at most so many counted triples; shape: agents x counts."""
        room = self.loads.room
        cost: Ints = self.least[np.arange(len(room)), room] + self.counts.cost[:, :-1]
        return cost

    def extra(self, reduced: Ints) -> Ints:
        """What the agent's filling costs more at least once it must hold an open triple, NEVER
        where it cannot; shape: triples."""
        agent, room = self.loads.agent, self.loads.room[self.loads.agent]
        rest, counted = room - self.loads.weight, self.counts.counted
        without = np.empty(len(agent), dtype=np.int64)
        for one in (False, True):
            mine = np.flatnonzero(counted == one)
            cost = self.counts.cost[:, int(one) :][:, : self.least.shape[2]]
            whole = (self.least + cost[:, None, :]).min(axis=2)
            without[mine] = whole[agent[mine], np.maximum(rest[mine], 0)]
        return np.where(rest < 0, NEVER, np.maximum(0, reduced + without - self.whole[agent]))

    def without(self, weight: int) -> Ints:
        """What less room for so much weight costs each agent, NEVER where he has not as much;
        counts are left out. shape: agents."""
        unit = self.loads.unit
        rest = self.loads.room - np.where(unit > 0, weight // np.maximum(unit, 1), 0)
        left = self.least[np.arange(len(rest)), np.maximum(rest, 0)].min(axis=1)
        return np.where(rest < 0, NEVER, left - self.whole)

    def triples(self) -> Ints:
        """The triples of the cheapest fillings."""
        width, chosen = self.least.shape[2], [self.free]
        left = self.loads.room * width + self._by_count().argmin(axis=1)
        for place in range(len(self.steps) - 1, -1, -1):
            who, took = self.steps[place]
            mine = took[np.arange(len(who)), left[who]]
            triple = self.items[self.start[who[mine]] + place]
            left[who[mine]] -= self.loads.weight[triple] * width + self.counts.counted[triple]
            chosen.append(triple)
        return np.concatenate(chosen)
