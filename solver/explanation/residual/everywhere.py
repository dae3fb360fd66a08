"""Distances to all places of a plan at once (02 section 5).

All pairs are looked at for arcs that shorten a path between two places, until none does. Of the
cases at one place only the one that leads furthest counts.
"""

from dataclasses import dataclass

import numpy as np

from solver.explanation.residual.all_pairs import Asked, cheapest, costs_of_all
from solver.explanation.residual.arcs import Standing, residual_arcs
from solver.explanation.residual.contracted import FAR, MOST, Contracted
from solver.levels import LevelKind
from solver.pricing.sweep import NEVER
from solver.units import Ints

MORE = 64
"""Arcs out of each place that are added at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Everywhere:
    """Distances to each place (row of `nodes.place`) from each node (column), where they tie
    above fit, in fit * UNIT + tie-break."""

    nodes: Contracted
    distance: Ints

    @staticmethod
    def of(standing: Standing) -> "Everywhere | None":
        """Over all pairs; None where there are too many places."""
        above = sum(level.kind < LevelKind.FIT for level in standing.levels)
        arcs = residual_arcs(standing)
        nodes = Contracted.by(arcs, above, standing.place, standing.node_count)
        if len(nodes.place) > MOST:
            return None
        steps = _least_steps(standing, nodes)
        tail, head = cheapest(np.where(steps == NEVER, NEVER, steps - FAR), MORE)
        while True:
            wider = nodes.joined(nodes.place[tail], head, steps[tail, head])
            steps, nodes = _made_one(steps, nodes, wider), wider
            distance = nodes.distances()
            if distance is None:
                return None
            tail, head = _shorter(steps, nodes.useful(distance))
            if not len(tail):
                return Everywhere(nodes, distance)

    def between(self, start: Ints, end: Ints) -> Ints:
        """From some desks to some places, FAR without a path."""
        row = np.searchsorted(self.nodes.place, self.nodes.of[end])
        distance: Ints = self.distance[row, self.nodes.of[start]]
        return distance


def _least_steps(standing: Standing, nodes: Contracted) -> Ints:
    """Slack of the best case at each place (row) for each node (column), NEVER without any."""
    problem = standing.problem
    steps = np.full((len(nodes.place), nodes.count), NEVER, dtype=np.int64)
    if problem.candidates is None:
        return steps
    desks = len(problem.desks)
    place = np.searchsorted(nodes.place, nodes.of[standing.place])
    order = np.argsort(place, kind="stable")
    everybody = np.ones(desks, dtype=np.bool_)
    asked = Asked(standing.behind[:desks], everybody, standing.price[: problem.case_count], order)
    end = nodes.of[problem.candidates.desk]
    for block in costs_of_all(problem, problem.candidates, standing.levels, asked):
        rows, columns, least = _least(block.cost, place[block.case], end[block.way])
        old = steps[rows[:, None], columns]
        steps[rows[:, None], columns] = np.minimum(old, least)
    return steps


def _least(cost: Ints, row: Ints, column: Ints) -> tuple[Ints, Ints, Ints]:
    """Least cost of equal rows and columns, with the numbers of both. row: ascending."""
    rows, first = np.unique(row, return_index=True)
    least = np.minimum.reduceat(cost, first, axis=0)
    order = np.argsort(column, kind="stable")
    columns, first = np.unique(column[order], return_index=True)
    return rows, columns, np.minimum.reduceat(least[:, order], first, axis=1)


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
