"""Cases of one weight are a counting problem: whoever has room for one has it for any other of them
(02 section 3). So they are placed exactly, while all others stay where they are.
"""

from dataclasses import replace

import numpy as np

from solver.boards.board import Board
from solver.boards.charges import Charged, look
from solver.boards.relaxed import Core, relaxed, spread_units
from solver.engines.course import Course
from solver.units import Ints

LOOKS = 12
"""How often pairs that would pay are added at most."""


def placed_again(board: Board, agent: Ints, near: Ints, course: Course) -> Ints:
    """The cases of one weight after the other, the heaviest first; no plan becomes worse.

    agent: of each case of the board. near: agents of each row to start with.
    """
    for weight in np.unique(board.weight)[::-1].tolist():
        if course.is_over():
            break
        found = _placed(board, agent, near, weight)
        # To place a case may cost a whole chain of others more than the ceiling.
        if not (found[agent >= 0] < 0).any():
            agent = found
    return agent


def packed(board: Board, charged: Charged, near: Ints, course: Course) -> Ints:
    """A plan from nothing, the heaviest first, under prices for cases and weights: what comes
    later finds what it needs. -1 = none has room."""
    agent = np.full(len(board.cases), -1, dtype=np.int64)
    for weight in np.unique(board.weight)[::-1].tolist():
        if course.is_over():
            break
        asked = charged.price + np.rint(charged.charge * weight).astype(np.int64)
        ceiling = board.ceiling + int(asked.max(initial=0))
        priced = replace(board, discount=np.repeat(asked[:, None], 2, axis=1), ceiling=ceiling)
        agent = _placed(priced, agent, near, weight)
    return agent


def _placed(board: Board, agent: Ints, near: Ints, weight: int) -> Ints:
    """Cases of a weight placed as cheaply as the others leave room for."""
    rows, cases = np.flatnonzero(board.weight == weight), board.cases
    mine = board.weight[board.row[cases]] == weight
    part = _part(board, agent, rows, mine, weight)
    near_keys = np.arange(len(rows))[:, None] * len(board.room) + near[rows]
    there = mine & (agent >= 0)
    now = part.row[cases[there]] * len(board.room) + agent[there]
    core = Core.of(part, np.concatenate([near_keys.reshape(-1), now]))
    free = np.zeros(len(board.room))
    for _ in range(LOOKS):
        solved = relaxed(part, core, free)
        _, more = look(part, solved, free)
        if not len(more):
            break
        core = Core.of(part, np.concatenate([core.key, more]))
    else:
        solved = relaxed(part, core, free)
    after = agent.copy()
    after[mine] = spread_units(part, core, solved.units)
    return after


def _part(board: Board, agent: Ints, rows: Ints, mine: Ints, weight: int) -> Board:
    """The board of some rows, with what all other cases leave over."""
    stay = np.flatnonzero(~mine & (agent >= 0))
    agents = len(board.room)
    count = np.bincount(agent[stay], minlength=agents)
    load = np.bincount(
        agent[stay], weights=board.weight[board.row[board.cases[stay]]], minlength=agents
    )
    slots = np.minimum(board.most - count, (board.room - load.astype(np.int64)) // max(weight, 1))
    slots = np.maximum(slots, 0)
    row = np.full(len(board.row), -1, dtype=np.int64)
    row[board.cases[mine]] = np.searchsorted(rows, board.row[board.cases[mine]])
    column = np.minimum(
        np.arange(board.discount.shape[1]) + count[:, None], board.discount.shape[1] - 1
    )
    return replace(
        board, cost=board.cost[rows], weight=np.ones(len(rows), dtype=np.int64), row=row,
        room=slots, most=slots, discount=np.take_along_axis(board.discount, column, axis=1),
    )  # fmt: skip
