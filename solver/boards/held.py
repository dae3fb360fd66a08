"""The board of a problem that holds its triples."""

from dataclasses import dataclass

import numpy as np

from solver.boards.board import FAR, Board
from solver.boards.movable import free_desks, left_over
from solver.problem import Problem
from solver.units import Bools, Ints

MOST_PAIRS = 2**26
"""Larger boards are not laid out."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldBoard:
    """A board whose rows are single cases. triple: those on it, by (case, agent); unit: of
    weights."""

    board: Board
    unit: int
    problem: Problem
    choice: Ints
    triple: Ints

    @staticmethod
    def of(problem: Problem, open_: Bools, choice: Ints) -> "HeldBoard | None":
        """Of the open triples. choice: the plan that is to become better.

        None where no case may change, where what a case weighs depends on the agent, or where
        the board were too large.
        """
        assert problem.weighted is not None
        weight = np.zeros(problem.case_count, dtype=np.int64)
        weight[problem.triples.case] = problem.weighted.weight
        if (problem.weighted.weight != weight[problem.triples.case]).any():
            return None
        triple = _pairs(problem, open_, choice)
        moves = np.zeros(problem.case_count, dtype=np.bool_)
        moves[problem.triples.case[triple[np.isin(triple, choice)]]] = True
        triple = triple[moves[problem.triples.case[triple]]]
        rows = int(moves.sum())
        if not rows or rows * problem.agent_count > MOST_PAIRS or not _are_near(problem):
            return None
        desk = np.where(choice >= 0, problem.triples.desk[np.maximum(choice, 0)], -1)
        left = left_over(problem, desk, weight, moves)
        row = np.where(moves, np.cumsum(moves) - 1, -1)
        cost = np.full((rows, problem.agent_count), FAR, dtype=np.int32)
        at = row[problem.triples.case[triple]], problem.agent(triple)
        cost[at] = -problem.triples.score[triple]
        board = Board.of(
            cost, weight[moves] // left.unit, row, left.room, left.most, left.discount
        )  # fmt: skip
        return HeldBoard(board, left.unit, problem, choice, triple)

    @property
    def agent(self) -> Ints:
        """Whom the plan gives each case of the board."""
        agent: Ints = self.problem.agent(self.choice[self.board.cases]).astype(np.int64)
        return agent

    def placed(self, agent: Ints) -> Ints:
        """The plan with other agents of the cases of the board, -1 = none: it waits."""
        cases, agents = self.board.cases, self.problem.agent_count
        keys = self.problem.triples.case[self.triple].astype(np.int64) * agents
        keys += self.problem.agent(self.triple)
        choice = self.choice.copy()
        place = np.searchsorted(keys, cases * agents + np.maximum(agent, 0))
        choice[cases] = np.where(agent >= 0, self.triple[np.minimum(place, len(keys) - 1)], -1)
        return choice


def _are_near(problem: Problem) -> bool:
    """Costs are small enough for a board."""
    largest = int(np.abs(problem.triples.score).max(initial=0))
    return max(largest, int(problem.discount.max(initial=0))) < FAR // 8


def _pairs(problem: Problem, open_: Bools, choice: Ints) -> Ints:
    """The open triple of each (case, agent) at the rank and order of the plan, by both."""
    triples, some = problem.triples, np.flatnonzero(open_ & (choice >= 0)[problem.triples.case])
    now = choice[triples.case[some]]
    alike = (triples.rank[some] == triples.rank[now]) & (triples.order[some] == triples.order[now])
    some = some[alike & free_desks(problem)[triples.desk[some]]]
    agent, case = problem.agent(some), triples.case[some]
    order = np.lexsort((-triples.score[some], some != choice[case], agent, case))
    some, agent, case = some[order], agent[order], case[order]
    once = np.ones(len(some), dtype=np.bool_)
    once[1:] = (agent[1:] != agent[:-1]) | (case[1:] != case[:-1])
    found: Ints = some[once]
    return found
