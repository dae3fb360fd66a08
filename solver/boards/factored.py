"""The board of a problem whose triples nobody holds."""

from dataclasses import dataclass

import numpy as np

from solver.arrays import alike
from solver.boards.board import FAR, Board
from solver.boards.movable import free_desks, left_over
from solver.candidates import Candidates
from solver.problem import Problem
from solver.units import Bools, Indexes, Ints

MOST_PAIRS = 2**27
"""Larger boards are not laid out."""


@dataclass(frozen=True, slots=True, eq=False)
class FactoredBoard:
    """A board whose rows are cases with equal ways, scores and weights.

    taken: option of each case, -1 = waits; shape: cases. variant: of each case, by its pattern
    and the rank and order of its way, -1 = it may not change; way: of each variant with each
    agent, -1 = none; shape: variants x agents. unit: of weights.
    """

    board: Board
    unit: int
    taken: Ints
    variant: Ints
    way: Ints

    @staticmethod
    def of(problem: Problem, candidates: Candidates, taken: Ints) -> "FactoredBoard | None":
        """candidates: of which no pair is removed. taken: the plan that is to become better.

        None where no case may change, or where the board were too large.
        """
        assert candidates.weight is not None
        free = free_desks(problem)[candidates.desk]
        moves = (taken >= 0) & (taken < len(candidates.desk))
        moves[moves] = free[taken[moves]]
        if not moves.any():
            return None
        variant, first = _variants(candidates, taken, moves)
        way = np.stack([_ways(candidates, free, int(case), int(taken[case])) for case in first])
        kept, row = _rows(candidates, variant, moves)
        if len(kept) * problem.agent_count > MOST_PAIRS:
            return None
        cost = _costs(problem, candidates, way, variant, kept)
        cost, weight, row = _merged(cost, candidates.weight[kept], row)
        desk = np.where(taken >= 0, _desks(problem, candidates)[np.maximum(taken, 0)], -1)
        left = left_over(problem, desk, candidates.weight, moves)
        board = Board.of(
            cost, weight // left.unit, row, left.room, left.most,
            left.discount,
        )  # fmt: skip
        return FactoredBoard(board, left.unit, taken, variant, way)

    def agent(self, candidates: Candidates) -> Ints:
        """Whom the plan gives each case of the board."""
        agent: Ints = candidates.patterns.agent[self.taken[self.board.cases]].astype(np.int64)
        return agent

    def placed(self, agent: Ints) -> Ints:
        """The plan with other agents of the cases of the board, -1 = none: it waits."""
        taken, cases = self.taken.copy(), self.board.cases
        way = self.way[self.variant[cases], np.maximum(agent, 0)]
        taken[cases] = np.where(agent >= 0, way, -1)
        return taken


def _desks(problem: Problem, candidates: Candidates) -> Ints:
    """Desks of all options."""
    return np.concatenate([candidates.desk, problem.triples.desk]).astype(np.int64)


def _variants(candidates: Candidates, taken: Ints, moves: Bools) -> tuple[Ints, Ints]:
    """Variant of each case, -1 = it may not change, and a case of each."""
    patterns, cases = candidates.patterns, np.flatnonzero(moves)
    way = taken[cases]
    first, of_case = alike([patterns.of_case[cases], patterns.rank[way], patterns.order[way]])
    variant = np.full(len(taken), -1, dtype=np.int64)
    variant[cases] = of_case
    return variant, cases[first]


def _ways(candidates: Candidates, free: Bools, case: int, taken: int) -> Ints:
    """The first free way with each agent at the rank and order of the one that is taken."""
    patterns = candidates.patterns
    ways = np.arange(*patterns.ways(int(patterns.of_case[case])).indices(len(free))[:2])
    equal = patterns.rank[ways] == patterns.rank[taken]
    equal &= patterns.order[ways] == patterns.order[taken]
    ways = ways[equal & free[ways]]
    found = np.full(candidates.removed.agent_count, -1, dtype=np.int64)
    found[patterns.agent[ways[::-1]]] = ways[::-1]
    return found


def _rows(candidates: Candidates, variant: Ints, moves: Bools) -> tuple[Ints, Ints]:
    """A case of each row, variant by variant, and the row of each case, -1 = none."""
    assert candidates.weight is not None
    cases = np.flatnonzero(moves)
    of_class = candidates.fits.classes.of_case[cases]
    first, of_case = alike([variant[cases], of_class, candidates.weight[cases]])
    row = np.full(len(variant), -1, dtype=np.int64)
    row[cases] = of_case
    return cases[first], row


def _costs(
    problem: Problem, candidates: Candidates, way: Ints, variant: Ints, kept: Ints
) -> Indexes:
    """Minus the scores, FAR where there is no way; shape: rows x agents."""
    cost = np.full((len(kept), problem.agent_count), FAR, dtype=np.int32)
    start = np.searchsorted(variant[kept], np.arange(len(way) + 1))
    for one, ways in enumerate(way):
        rows, agent = slice(int(start[one]), int(start[one + 1])), np.flatnonzero(ways >= 0)
        order = np.argsort(ways[agent])
        agent = agent[order]
        cost[rows, agent] = -candidates.block(kept[rows], ways[agent]).astype(np.int32)
    return cost


def _merged(cost: Indexes, weight: Ints, row: Ints) -> tuple[Indexes, Ints, Ints]:
    """Rows that cost and weigh alike with all agents as one, whatever their patterns are."""
    mixed = np.random.default_rng(0).integers(1, 2**40, cost.shape[1])
    first, same = alike([cost.astype(np.int64) @ mixed, weight])
    if not np.array_equal(cost[first][same], cost):
        return cost, weight, row
    return cost[first], weight[first], np.where(row >= 0, same[row], -1)
