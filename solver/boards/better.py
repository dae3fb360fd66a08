"""Better plans of the same cases, and prices that tell how good any plan could be."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from solver.boards.board import Board
from solver.boards.by_weight import packed, placed_again
from solver.boards.charges import Charged, charges, nearest, rounds_within
from solver.boards.evicted import evicted
from solver.boards.exchanges import improved, repaired
from solver.engines.course import Course
from solver.units import Ints

NEAR = 60
"""Agents that a case of each row is near to."""
POLISHED = 3
"""How often exchanges and exact placings take turns."""


@dataclass(frozen=True, slots=True, eq=False)
class Better:
    """agents: of each case of the board, -1 = none has room, in some plans; charged: what cases
    and agents pay."""

    agents: tuple[Ints, ...]
    charged: Charged


def better(
    board: Board, agent: Ints, course: Course, time_limit: timedelta | None = None
) -> Better:
    """From an optimum without weights, which are charged, and from a plan that there is.

    agent: of each case of the board in that plan. time_limit: about; None = no limit.
    """
    charged = charges(board, course, rounds_within(board, time_limit))
    near = nearest(board, charged, NEAR)
    start = np.where(charged.agent >= 0, charged.agent, near[board.row[board.cases], 0])
    fresh = _polished(board, evicted(board, repaired(board, start, near, course)), near, course)
    if (fresh >= 0).all():
        return Better((fresh,), charged)
    full = _polished(board, packed(board, charged, near, course), near, course)
    return Better((fresh, full, _polished(board, agent, near, course)), charged)


def _polished(board: Board, agent: Ints, near: Ints, course: Course) -> Ints:
    """As good as exact placings and exchanges make it; those only where all have a place."""
    for _ in range(POLISHED):
        agent = placed_again(board, agent, near, course)
        if (agent < 0).any():
            break
        agent = improved(board, agent, near, course)
    return agent
