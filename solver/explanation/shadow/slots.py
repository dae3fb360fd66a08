"""What one more slot of an agent would be worth.

One more unit of an arc pays as far as the best way back from its head to its tail costs less
than nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.explanation.residual.arcs import BEHIND, Standing
from solver.explanation.residual.forced import WAITS, Move
from solver.explanation.residual.search import Reach, Search
from solver.problem import DeskKind
from solver.units import Bools


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more slot is worth. cost: change of every level, lexicographically at most 0.

    moves: the cases that change hands by it.
    """

    cost: tuple[int, ...]
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """One agent's shadow prices: one more case new to him, one more held, or both."""

    agent: int
    hourly: Worth
    backlog: Worth
    both: Worth


class SlotWorths:
    """What one more slot of each agent is worth; all triples must be held."""

    def __init__(self, standing: Standing, search: Search) -> None:
        self._standing = standing
        self._search = search
        self._from_sink = search.out_of(standing.sink)
        self._holds, self._has_spare = _holding(standing), _spare(standing)

    def of(
        self, agents: Iterable[int], is_over: Callable[[], bool] = lambda: False
    ) -> Iterator[Slots | None]:
        """Of some agents; None where time left no search for one who keeps cases."""
        for agent in agents:
            yield None if self._holds[agent] and is_over() else self._slots(agent)

    def both(self, agent: int) -> Worth:
        """Of one more case that is new to him and that he holds."""
        nodes = self._standing.network.nodes
        return self._worth(self._from_sink, self._standing.sink, nodes.new - nodes.desk + agent)

    def _slots(self, agent: int) -> Slots:
        nodes, sink = self._standing.network.nodes, self._standing.sink
        held = self._worth(self._from_sink, sink, nodes.backlog - nodes.desk + agent)
        hourly, both = self._hourly(agent), self.both(agent)
        return Slots(agent, hourly, held, min((hourly, held, both), key=lambda one: one.cost))

    def _hourly(self, agent: int) -> Worth:
        """From all(agent) to new(agent). Unless he keeps cases, that leads through the sink."""
        nodes = self._standing.network.nodes
        backlog, new = (node - nodes.desk + agent for node in (nodes.backlog, nodes.new))
        if self._holds[agent]:
            return self._worth(self._search.out_of(backlog), backlog, new)
        return self.both(agent) if self._has_spare[agent] else self._nothing

    @property
    def _nothing(self) -> Worth:
        return Worth((0,) * len(self._standing.levels))

    def _worth(self, reach: Reach, source: int, node: int) -> Worth:
        """Of one more unit from the node to the source. reach: out of the source."""
        if not reach.reached[node]:
            return self._nothing
        price = self._standing.behind
        cost = reach.slack[node] - price[node] + price[source]
        found = Worth(tuple(cost.tolist()), self._moves(reach, node))
        return min(found, self._nothing, key=lambda one: one.cost)

    def _moves(self, reach: Reach, node: int) -> tuple[Move, ...]:
        """Who changes hands on the way to a node, from its end to its beginning."""
        arcs, moves = self._search.arcs, list[Move]()
        while (arc := int(reach.arc[node])) >= 0:
            case, tail = int(arcs.case[arc]), int(arcs.tail[arc])
            if case != BEHIND:
                moves.append(Move(case, self._desk(tail), self._desk(node)))
            node = tail
        return tuple(moves)

    def _desk(self, node: int) -> int:
        return WAITS if node == self._standing.sink else node


def _holding(standing: Standing) -> Bools:
    """True for agents whose room cases take that stay with them; shape: agents."""
    desks = standing.problem.desks
    used = standing.place[standing.place != standing.sink]
    holds = np.zeros(standing.problem.agent_count, dtype=np.bool_)
    holds[desks.agent[used[desks.kind[used] == DeskKind.KEEP]]] = True
    return holds


def _spare(standing: Standing) -> Bools:
    """True for agents who could hold more; shape: agents."""
    chain, nodes = standing.network.chain, standing.network.nodes
    mine = (chain.layer == 3) & (standing.units < chain.capacity)
    spare = np.zeros(standing.problem.agent_count, dtype=np.bool_)
    spare[chain.tail[mine] - nodes.backlog] = True
    return spare
