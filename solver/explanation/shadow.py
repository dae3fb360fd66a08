"""Shadow prices of agents: what one more slot would be worth (02 section 5).

One more unit of an arc pays as far as the best way back from its head to its tail costs less
than nothing.
"""

from dataclasses import dataclass
from enum import IntEnum

from solver.explanation.residual.arcs import BEHIND, Standing
from solver.explanation.residual.forced import WAITS, Move
from solver.explanation.residual.search import Reach, Search


class SlotKind(IntEnum):
    """Which slot; the numbers are the contract's."""

    HOURLY = 1
    """One more case that is new to him, by the hour or the cycle."""
    BACKLOG = 2
    """One more case that he holds."""
    BOTH = 3


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

    def by_kind(self) -> tuple[tuple[SlotKind, Worth], ...]:
        """Those that are worth something; both together only where that is worth more."""
        single = ((SlotKind.HOURLY, self.hourly), (SlotKind.BACKLOG, self.backlog))
        best = min(self.hourly.cost, self.backlog.cost)
        both = ((SlotKind.BOTH, self.both),) if self.both.cost < best else ()
        return tuple((kind, worth) for kind, worth in (*single, *both) if any(worth.cost))


def slot_worths(standing: Standing, search: Search) -> tuple[Slots, ...]:
    """Of every agent with room for something; all triples must be held."""
    from_sink = search.out_of(standing.sink)
    return tuple(
        _slots(standing, search, from_sink, agent)
        for agent in range(standing.problem.agent_count)
        if standing.problem.new_room[agent] > 0
    )


def _slots(standing: Standing, search: Search, from_sink: Reach, agent: int) -> Slots:
    nodes = standing.network.nodes
    new, backlog = nodes.new - nodes.desk + agent, nodes.backlog - nodes.desk + agent
    ways = _Ways(standing, search)
    hourly = ways.worth(search.out_of(backlog), backlog, new)
    held = ways.worth(from_sink, standing.sink, backlog)
    both = min((hourly, held, ways.worth(from_sink, standing.sink, new)), key=lambda one: one.cost)
    return Slots(agent, hourly, held, both)


@dataclass(frozen=True, slots=True, eq=False)
class _Ways:
    """Ways from one node to another, by costs."""

    standing: Standing
    search: Search

    def worth(self, reach: Reach, source: int, node: int) -> Worth:
        """Of one more unit from the node to the source. reach: out of the source."""
        price = self.standing.behind
        nothing = Worth((0,) * price.shape[1])
        if not reach.reached[node]:
            return nothing
        cost = reach.slack[node] - price[node] + price[source]
        found = Worth(tuple(cost.tolist()), self._moves(reach, node))
        return min(found, nothing, key=lambda one: one.cost)

    def _moves(self, reach: Reach, node: int) -> tuple[Move, ...]:
        """Who changes hands on the way to a node, from its end to its beginning."""
        arcs, moves = self.search.arcs, list[Move]()
        while (arc := int(reach.arc[node])) >= 0:
            case, tail = int(arcs.case[arc]), int(arcs.tail[arc])
            if case != BEHIND:
                moves.append(Move(case, self._desk(tail), self._desk(node)))
            node = tail
        return tuple(moves)

    def _desk(self, node: int) -> int:
        return WAITS if node == self.standing.sink else node
