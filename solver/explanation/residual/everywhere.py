"""Distances to all places of a plan at once (02 section 5).

All pairs are looked at for arcs that shorten a path between two places, until none does. Of the
cases at one place only the one that leads furthest counts.
"""

from dataclasses import dataclass

import numpy as np

from solver.arrays import distinct
from solver.explanation.residual.all_pairs import Asked, cheapest, costs_of_all
from solver.explanation.residual.arcs import Arcs, Standing
from solver.explanation.residual.contracted import FAR, MOST, Contracted
from solver.levels import LevelKind
from solver.pricing.sweep import NEVER
from solver.units import Bools, Indexes, Ints

_NONE = np.zeros(0, dtype=np.int64)
MORE = 64
"""Arcs out of each place that are added at a time."""
MANY, ONE_OF = 2**17, 17
"""Of more steps than that, one of so many is looked at first."""


@dataclass(frozen=True, slots=True, eq=False)
class Everywhere:
    """Distances to each place (row of `nodes.place`) from each node (column), where they tie
    above fit, in fit * UNIT + tie-break."""

    nodes: Contracted
    distance: Ints

    @staticmethod
    def of(standing: Standing, arcs: Arcs) -> "Everywhere | None":
        """Over all pairs; None where there are too many places. arcs: what the problem holds."""
        above = sum(level.kind < LevelKind.FIT for level in standing.levels)
        nodes = Contracted.by(arcs, above, standing.place, standing.node_count)
        if len(nodes.place) > MOST:
            return None
        steps = _Steps.least(standing, nodes)
        # The first ones cost nothing: most places become one by them.
        wider = steps.for_nothing(nodes)
        while True:
            steps, nodes = steps.made_one(nodes, wider), wider
            distance = nodes.distances()
            if distance is None:
                return None
            row, column = steps.shorter(nodes.useful(distance))
            if not len(row):
                return Everywhere(nodes, distance)
            cost = steps.cost[row, column]
            wider = nodes.joined(nodes.place[row], steps.end[column], cost)

    def row(self, place: Ints) -> Ints:
        """Rows of some places; those between which everything is for nothing share one."""
        row: Ints = np.searchsorted(self.nodes.place, self.nodes.of[place])
        return row

    def from_desks(self, desk: Indexes, end: Ints) -> Ints:
        """From some desks (columns) to some places (rows)."""
        distance: Ints = self.distance[self.row(end)][:, self.nodes.of[desk]]
        return distance

    def between(self, start: Ints, end: Ints) -> Ints:
        """From some desks to some places, FAR without a path."""
        distance: Ints = self.distance[self.row(end), self.nodes.of[start]]
        return distance

    def ties(self) -> Bools:
        """Whether there is a path, from each row to each row."""
        ties: Bools = self.between_places() < FAR
        return ties

    def between_places(self) -> Ints:
        """From each row to each row, FAR without a path."""
        distance: Ints = self.distance[:, self.nodes.place].T.copy()
        return distance


def nearest_agents(standing: Standing, everywhere: Everywhere, count: int) -> tuple[Ints, Ints]:
    """Case and agent of pairs that cost little: for each case the agents with the least losses
    among those that tie above fit, up to `count`. Of pairs that nobody holds."""
    problem, found = standing.problem, [(_NONE, _NONE)]
    if problem.candidates is None:
        return found[0]
    agent, desk = problem.candidates.patterns.agent, problem.candidates.desk
    asked = _slacks(standing, standing.place)
    for block in costs_of_all(problem, problem.candidates, standing.levels, asked):
        far = everywhere.from_desks(desk[block.way], standing.place[block.case])
        cost = np.where((block.cost == NEVER) | (far >= FAR), NEVER, block.cost + far)
        first = np.flatnonzero(np.diff(agent[block.way], prepend=-1))
        least = np.minimum.reduceat(cost, first, axis=1)
        row, column = cheapest(np.where(least == NEVER, NEVER, least - FAR), count)
        found.append(
            (block.case[row].astype(np.int64), agent[block.way][first][column].astype(np.int64))
        )
    case, agents = (np.concatenate(column) for column in zip(*found, strict=True))
    return case, agents


def _slacks(standing: Standing, place: Ints) -> Asked:
    """All pairs by slack; cases of one place are looked at together."""
    problem, desks = standing.problem, len(standing.problem.desks)
    return Asked(
        standing.behind[:desks],
        np.ones(desks, dtype=np.bool_),
        standing.price[: problem.case_count],
        np.argsort(place, kind="stable"),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """What it costs to lead a case away from where it is.

    cost: slack of the best case at each place, NEVER without any; places x ends. end: node of
    each end.
    """

    cost: Ints
    end: Ints

    @staticmethod
    def least(standing: Standing, nodes: Contracted) -> "_Steps":
        """Over all pairs that nobody holds."""
        candidates = standing.problem.candidates
        if candidates is None:
            return _Steps(np.zeros((len(nodes.place), 0), dtype=np.int64), _NONE)
        place = np.searchsorted(nodes.place, nodes.of[standing.place])
        ends, column = np.unique(nodes.of[candidates.desk], return_inverse=True)
        cost = np.full((len(nodes.place), len(ends)), NEVER, dtype=np.int64)
        asked = _slacks(standing, place)
        for block in costs_of_all(standing.problem, candidates, standing.levels, asked):
            _lower(cost, place[block.case], *_once(block.cost, column[block.way]))
        return _Steps(cost, ends)

    def for_nothing(self, nodes: Contracted) -> Contracted:
        """Nodes with all steps that cost nothing. A few of many make most nodes one, and what is
        left between others is far less."""
        is_free, wider = self.cost == 0, nodes
        tail, head = nodes.place, self.end
        if is_free.size > MANY:
            some = ONE_OF * np.flatnonzero(is_free.ravel()[::ONE_OF])
            row, column = np.divmod(some, len(head))
            wider = nodes.joined(tail[row], head[column], np.zeros_like(some))
            merged = nodes.into(wider)
            tail, head = merged[tail], merged[head]
            is_free &= tail[:, None] != head[None, :]
        row, column = np.nonzero(is_free)
        start, end = np.divmod(distinct(tail[row] * wider.count + head[column]), wider.count)
        return wider.joined(start, end, np.zeros_like(start))

    def made_one(self, nodes: Contracted, wider: Contracted) -> "_Steps":
        """Between the nodes that are left. nodes: before, of the same network."""
        merged = nodes.into(wider)
        by_row = np.full((len(wider.place), len(self.end)), NEVER, dtype=np.int64)
        row = np.searchsorted(wider.place, merged[nodes.place])
        _lower(by_row, row, self.cost, np.arange(len(self.end)))
        return _Steps(*_once(by_row, merged[self.end]))

    def shorter(self, below: Ints) -> tuple[Ints, Ints]:
        """Row and column of those that shorten a path. below: places x nodes."""
        gain = np.where(self.cost == NEVER, NEVER, self.cost - below[:, self.end])
        return cheapest(gain, MORE)


def _once(cost: Ints, column: Ints) -> tuple[Ints, Ints]:
    """Least cost of equal columns, and the numbers of the columns, ascending."""
    if (np.diff(column) > 0).all():
        return cost, column
    order = np.argsort(column, kind="stable")
    columns, first = np.unique(column[order], return_index=True)
    return np.minimum.reduceat(cost[:, order], first, axis=1), columns


def _lower(least: Ints, row: Ints, cost: Ints, column: Ints) -> None:
    """Takes costs of some rows and columns into account; row by row, without a copy of all."""
    whole = len(column) == least.shape[1]
    for place, costs in zip(row.tolist(), cost, strict=True):
        mine = least[place]
        if whole:
            np.minimum(mine, costs, out=mine)
        else:
            mine[column] = np.minimum(mine[column], costs)
