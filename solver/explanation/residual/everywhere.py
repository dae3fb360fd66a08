"""Distances to all places of a plan at once (02 section 5).

All pairs are looked at for arcs that shorten a path between two places, until none does. Of the
cases at one place only the one that leads furthest counts.
"""

from dataclasses import dataclass

import numpy as np

from solver.explanation.residual.all_pairs import Asked, cheapest, costs_of_all
from solver.explanation.residual.arcs import Arcs, Standing
from solver.explanation.residual.contracted import FAR, MOST, Contracted
from solver.levels import LevelKind
from solver.pricing.sweep import NEVER
from solver.units import Indexes, Ints

_NONE = np.zeros(0, dtype=np.int64)
MORE = 64
"""Arcs out of each place that are added at a time."""


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
        steps = _least_steps(standing, nodes)
        tail, head = np.nonzero(steps == 0)
        while True:
            # The first ones cost nothing: most places become one by them.
            wider = nodes.joined(nodes.place[tail], head, steps[tail, head])
            steps, nodes = _made_one(steps, nodes, wider), wider
            distance = nodes.distances()
            if distance is None:
                return None
            tail, head = _shorter(steps, nodes.useful(distance))
            if not len(tail):
                return Everywhere(nodes, distance)

    def from_desks(self, desk: Indexes, end: Ints) -> Ints:
        """From some desks (columns) to some places (rows)."""
        row = np.searchsorted(self.nodes.place, self.nodes.of[end])
        distance: Ints = self.distance[row][:, self.nodes.of[desk]]
        return distance

    def between(self, start: Ints, end: Ints) -> Ints:
        """From some desks to some places, FAR without a path."""
        row = np.searchsorted(self.nodes.place, self.nodes.of[end])
        distance: Ints = self.distance[row, self.nodes.of[start]]
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


def _least_steps(standing: Standing, nodes: Contracted) -> Ints:
    """Slack of the best case at each place (row) for each node (column), NEVER without any."""
    problem = standing.problem
    steps = np.full((len(nodes.place), nodes.count), NEVER, dtype=np.int64)
    if problem.candidates is None:
        return steps
    place = np.searchsorted(nodes.place, nodes.of[standing.place])
    asked = _slacks(standing, place)
    end = nodes.of[problem.candidates.desk]
    for block in costs_of_all(problem, problem.candidates, standing.levels, asked):
        rows, columns, least = _least(block.cost, place[block.case], end[block.way])
        old = steps[rows[:, None], columns]
        steps[rows[:, None], columns] = np.minimum(old, least)
    return steps


def _least(cost: Ints, row: Ints, column: Ints) -> tuple[Ints, Ints, Ints]:
    """Least cost of equal rows and columns, with the numbers of both. row: ascending."""
    rows, first = np.unique(row, return_index=True)
    ends = np.append(first[1:], len(row))
    # Far faster than `reduceat`, which goes down column by column.
    least = np.stack(
        [cost[a:b].min(axis=0) for a, b in zip(first.tolist(), ends.tolist(), strict=True)]
    )
    columns, count = np.unique(column, return_counts=True)
    if len(columns) == len(column):
        return rows, column, least
    order = np.argsort(column, kind="stable")
    starts = np.cumsum(count) - count
    return rows, columns, np.minimum.reduceat(least[:, order], starts, axis=1)


def _shorter(steps: Ints, below: Ints) -> tuple[Ints, Ints]:
    """Row and column of steps that shorten a path."""
    return cheapest(np.where(steps == NEVER, NEVER, steps - below), MORE)


def _made_one(steps: Ints, nodes: Contracted, wider: Contracted) -> Ints:
    """The steps between the nodes that are left. nodes: before, of the same network."""
    merged = np.zeros(nodes.count, dtype=np.int64)
    merged[nodes.of] = wider.of
    place = np.searchsorted(wider.place, merged[nodes.place])
    order = np.argsort(place, kind="stable")
    rows, columns, least = _least(steps[order], place[order], merged)
    made = np.full((len(wider.place), wider.count), NEVER, dtype=np.int64)
    made[rows[:, None], columns] = least
    return made
