"""What it would cost to give a case to an agent, and who would move for it (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.explanation.residual.arcs import BEHIND, Standing, triple_costs
from solver.explanation.residual.search import Reach, Search
from solver.explanation.residual.widening import Residual
from solver.units import Ints

WAITS = -1
"""Desk of a case that nobody serves."""


@dataclass(frozen=True, slots=True)
class Move:
    """A case that changes hands. before, after: desks, or WAITS."""

    case: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Forced:
    """A pair that is forced. loss: cost of the batch, level by level; below 0 it gains.

    desk: through which it costs least. moves: all cases that change hands, the forced one
    first.
    """

    case: int
    agent: int
    desk: int
    loss: tuple[int, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Forcing:
    """One case and all triples that it has. reach: of where the case is now.

    triple: those whose desk leads there, ascending; loss: triples x levels.
    """

    standing: Standing
    search: Search
    case: int
    reach: Reach
    triple: Ints
    loss: Ints

    def of(self, agent: int) -> Forced | None:
        """The pair with the agent through the queue that costs least; None: it has no way."""
        mine = np.flatnonzero(self.standing.problem.agent(self.triple) == agent)
        if not len(mine):
            return None
        best = mine[np.lexsort(self.loss[mine].T[::-1])[0]]
        desk = int(self.standing.problem.triples.desk[self.triple[best]])
        loss = tuple(self.loss[best].tolist())
        return Forced(self.case, agent, desk, loss, self._moves(desk))

    def agents(self, most: int) -> list[int]:
        """Agents who cost least, ties by id."""
        agent = self.standing.problem.agent(self.triple)
        order = np.lexsort((agent, *self.loss.T[::-1]))
        _, first = np.unique(agent[order], return_index=True)
        cheapest: list[int] = agent[order][np.sort(first)[:most]].tolist()
        return cheapest

    def _moves(self, desk: int) -> tuple[Move, ...]:
        """The case itself, and all who move for it."""
        at = int(self.standing.place[self.case])
        first = [] if at == desk else [Move(self.case, self._named(at), desk)]
        return (*first, *path_moves(self.standing, self.search, self.reach, desk))

    def _named(self, node: int) -> int:
        return WAITS if node == self.standing.sink else node


def path_moves(standing: Standing, search: Search, reach: Reach, node: int) -> tuple[Move, ...]:
    """Who changes hands on the way from a node to the one that is reached."""
    moves = []
    arcs, sink = search.arcs, standing.sink
    while (arc := int(reach.arc[node])) >= 0:
        before, node = node, int(arcs.head[arc])
        case = int(arcs.case[arc])
        if case != BEHIND:
            moves.append(
                Move(case, WAITS if before == sink else before, WAITS if node == sink else node)
            )
    return tuple(moves)


def force(residual: Residual, case: int) -> Forcing:
    """Everything about one case by one search (02 section 5, "Why not")."""
    reach = residual.to(int(residual.standing.place[case]))
    search, standing = residual.search, _with_all_ways(residual.standing, case)
    problem = standing.problem
    start, end = np.searchsorted(problem.triples.case, [case, case + 1])
    triple = np.arange(start, end, dtype=np.int64)
    triple = triple[reach.reached[problem.triples.desk[triple]]]
    desk = problem.triples.desk[triple]
    slack = standing.slack(problem.triples[triple], triple_costs(problem, standing.levels, triple))
    return Forcing(standing, search, case, reach, triple, slack + reach.slack[desk])


def _with_all_ways(standing: Standing, case: int) -> Standing:
    """With all triples of a case."""
    candidates = standing.problem.candidates
    if candidates is None:
        return standing
    of_case = candidates.patterns.ways(int(candidates.patterns.of_case[case]))
    way = np.arange(of_case.start, of_case.stop, dtype=np.int64)
    cases = np.full(len(way), case, dtype=np.int32)
    free = ~candidates.closed(cases, way)
    return standing.holding(candidates.triples(cases[free], way[free]))
