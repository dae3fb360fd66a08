"""Cases of agents who carry too much, sent away: the plan that is left keeps to all rooms."""

import numpy as np

from solver.boards.board import Board
from solver.units import Ints


def evicted(board: Board, agent: Ints, *, heavy_first: bool = True) -> Ints:
    """The agents, -1 for cases that wait now; of an agent those that suit him best stay.

    agent: of each case of the board, -1 = waits. heavy_first: of all those that are as heavy.
    """
    placed = np.flatnonzero(agent >= 0)
    weight = board.weight[board.row[board.cases]]
    cost = board.of_pairs(board.cases[placed], agent[placed])
    heavy = -weight[placed] if heavy_first else np.zeros(len(placed), dtype=np.int64)
    order = placed[np.lexsort((cost, heavy, agent[placed]))]
    after, load = agent.copy(), np.zeros(len(board.room), dtype=np.int64)
    count = np.zeros(len(board.room), dtype=np.int64)
    for case in order.tolist():
        whom = agent[case]
        fits = load[whom] + weight[case] <= board.room[whom] and count[whom] < board.most[whom]
        if fits:
            load[whom] += weight[case]
            count[whom] += 1
        else:
            after[case] = -1
    return after
