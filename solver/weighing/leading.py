"""The pairs that a cheapest filling of some agent may hold, found among all candidates (02
section 3, "Lagrangian bounds in blocks").

Of pairs of equal weight an agent holds the cheapest ones, and only as many as he has room for.
So a bound over these is one over all pairs, which nobody holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from solver.candidates import Candidates, joined
from solver.classes import blocks
from solver.problem import OFF, Problem, Triples, WeightedRows
from solver.units import Bools, Ints

MOST = 4_000_000
"""Beyond so many of them there is no bound."""


@dataclass(frozen=True, slots=True, eq=False)
class Offered:
    """A level over all candidates. cost: of the cases x ways of one pattern, priced, without the
    prices of cases; at_case: those; case: those that may be served; way: those that may be used;
    counted: those that counts are kept of."""

    cost: Callable[[Ints, Ints], Ints]
    at_case: Ints
    case: Bools
    way: Bools
    counted: Bools


def leading(problem: Problem, candidates: Candidates, offered: Offered) -> Problem | None:
    """The problem with its own triples and those that may be in a cheapest filling.

    candidates: of which no pair is removed. None where these are too many.
    """
    found, size = [np.zeros((2, 0), dtype=np.int64)], 0
    assert candidates.weight is not None
    for kind in product(np.unique(candidates.weight[offered.case]).tolist(), (True, False)):
        some = _Leading.of(problem, candidates, kind[0])
        for case, ways in _blocks(candidates, offered, *kind):
            some = some.with_block(case, ways, offered)
        size += len(some.case)
        if size > MOST:
            return None
        found.append(np.stack([some.case, some.way]))
    case, way = np.concatenate(found, axis=1)
    return _holding(problem, candidates, candidates.triples(case.astype(np.int32), way))


def _blocks(
    candidates: Candidates, offered: Offered, weight: int, counted: bool
) -> Iterator[tuple[Ints, Ints]]:
    """Some cases of a weight and of one pattern, and its ways that are counted or not."""
    assert candidates.weight is not None
    patterns = candidates.patterns
    for pattern in range(len(patterns)):
        ways = np.arange(patterns.start[pattern], patterns.start[pattern + 1])
        ways = ways[offered.way[ways] & (offered.counted[ways] == counted)]
        mine = offered.case & (patterns.of_case == pattern) & (candidates.weight == weight)
        cases = np.flatnonzero(mine)
        for rows in blocks(len(cases) if len(ways) else 0, len(ways)):
            yield cases[rows], ways


@dataclass(frozen=True, slots=True, eq=False)
class _Leading:
    """The cheapest pairs of one weight so far. enough: how many each agent has room for; bar:
    what a pair must cost less than; case, way, cost, agent: of each pair."""

    candidates: Candidates
    enough: Ints
    bar: Ints
    case: Ints
    way: Ints
    cost: Ints

    @staticmethod
    def of(problem: Problem, candidates: Candidates, weight: int) -> "_Leading":
        """None yet: whatever costs less than nothing is welcome. One more than fit tells that
        agents are full."""
        assert problem.weighted is not None
        room = problem.weighted.room
        everything = (room >= OFF) | (weight == 0)
        enough = np.where(everything, problem.case_count, room // max(weight, 1) + 1)
        nothing = np.zeros(0, dtype=np.int64)
        bar = np.zeros(len(room), dtype=np.int64)
        return _Leading(candidates, enough, bar, nothing, nothing, nothing)

    def with_block(self, case: Ints, ways: Ints, offered: Offered) -> "_Leading":
        """The cheapest ones of both."""
        agent = self.candidates.patterns.agent
        cost = offered.cost(case, ways) - offered.at_case[case][:, None]
        row, column = np.nonzero(cost < self.bar[agent[ways]])
        if not len(row):
            return self
        case = np.concatenate([self.case, case[row]])
        way = np.concatenate([self.way, ways[column]])
        cost = np.concatenate([self.cost, cost[row, column]])
        order = np.lexsort((cost, agent[way]))
        of_agent = agent[way[order]]
        start = np.searchsorted(of_agent, np.arange(len(self.enough)))
        kept = order[np.arange(len(order)) - start[of_agent] < self.enough[of_agent]]
        return _Leading(
            self.candidates, self.enough, self._bar(agent[way[kept]], cost[kept]),
            case[kept], way[kept], cost[kept],
        )  # fmt: skip

    def _bar(self, agent: Ints, cost: Ints) -> Ints:
        """The dearest pair of agents who have enough of them. agent: ascending, cost in each."""
        bar = self.bar.copy()
        end = np.searchsorted(agent, np.arange(len(bar)), side="right")
        full = np.flatnonzero((np.bincount(agent, minlength=len(bar)) >= self.enough) & (end > 0))
        bar[full] = cost[end[full] - 1]
        return bar


def _holding(problem: Problem, candidates: Candidates, some: Triples) -> Problem:
    """The problem with its own triples and some more, and no candidates."""
    assert candidates.weight is not None
    assert problem.weighted is not None
    triples = joined(problem.triples, some)
    weighted = WeightedRows(candidates.weight[triples.case], problem.weighted.room)
    return replace(problem, triples=triples, weighted=weighted, candidates=None)
