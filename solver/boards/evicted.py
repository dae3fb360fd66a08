"""Cases of agents who carry too much, sent away: the plan that is left keeps to all rooms."""

import numpy as np

from solver.boards.board import Board
from solver.units import Ints


def evicted(board: Board, agent: Ints) -> Ints:
    """The agents, -1 for cases that wait now; of an agent those that suit him best stay.

    agent: of each case of the board, -1 = waits.
    """
    placed = np.flatnonzero(agent >= 0)
    weight = board.weight[board.row[board.cases]]
    cost = board.of_pairs(board.cases[placed], agent[placed])
    order = placed[np.lexsort((cost, -weight[placed], agent[placed]))]
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
