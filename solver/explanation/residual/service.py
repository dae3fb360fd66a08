"""Coverage as people read it, by prices of nodes (02 sections 2 and 5).

The kernel serves a group by dense ranks; people read the sum of u of each class. What a cheapest
path gains and loses is of the same ranks whichever path is taken, because the sets that can be
served are those of a matroid. So its service is known by class as well, and prices tell it without
the path: it is the sum of what its arcs cost under them, and the price of its start less that of
its end. On arcs that tie above fit that is nothing.
"""

from dataclasses import dataclass

import numpy as np

from solver.explanation.level_rows import LevelRow
from solver.explanation.residual.arcs import Standing
from solver.levels import Coverage, LevelKind
from solver.problem import Problem
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """Prices of coverage in u, by row of the batch's levels; other rows are 0.

    weight: u of each case in its row. node: of the nodes without the cases; case: of the cases.
    waits: cases that are not served. All of shape: cases or nodes x rows, but for the last.
    """

    weight: Ints
    node: Ints
    case: Ints
    waits: Bools

    @staticmethod
    def of(standing: Standing, rows: tuple[LevelRow, ...]) -> "Service":
        """Of a proved plan."""
        weight = _weights(standing.problem, rows)
        node = _prices(standing, weight)
        waits = standing.place == standing.sink
        case = np.where(waits[:, None], 0, node[standing.place] - weight)
        return Service(weight, node, case, waits)

    def of_moves(self, case: Ints, node: Ints) -> Ints:
        """What it costs under the prices that cases go to some nodes; at the sink they wait."""
        waits = node == len(self.node) - 1
        cost: Ints = np.where(waits[:, None], 0, -self.weight[case])
        return cost + self.node[node] - self.case[case]

    def of_paths(self, start: Ints, end: Ints) -> Ints:
        """What paths between nodes lose that cost nothing under the prices."""
        lost: Ints = self.node[start] - self.node[end]
        return lost


def _weights(problem: Problem, rows: tuple[LevelRow, ...]) -> Ints:
    """u of each case in the row of its group and class."""
    weight = np.zeros((problem.case_count, len(rows)), dtype=np.int64)
    for column, row in enumerate(rows):
        if row.kind == LevelKind.COVERAGE:
            mine = (problem.group == row.group) & (problem.urgency_class == row.urgency_class)
            weight[mine, column] = problem.urgency[mine]
    return weight


def _prices(standing: Standing, weight: Ints) -> Ints:
    """Prices of the nodes: where one in ranks is that of a case, its u.

    Others may be anything as long as equal prices in ranks have equal ones in u: nodes between
    which paths tie have equal ones, but for cases that are served or not by them.
    """
    prices = np.zeros((standing.node_count, weight.shape[1]), dtype=np.int64)
    for column, level in enumerate(standing.levels):
        if isinstance(level, Coverage):
            of_rank = np.zeros((int(level.weight.max(initial=0)) + 1, weight.shape[1]), np.int64)
            mine = np.flatnonzero(level.weight)
            of_rank[level.weight[mine]] = weight[mine]
            rank = standing.behind[:, column]
            some = np.flatnonzero((rank != 0) & (np.abs(rank) < len(of_rank)))
            prices[some] += np.sign(rank[some])[:, None] * of_rank[np.abs(rank[some])]
    return prices
