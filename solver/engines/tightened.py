"""Rows that no fraction of a case slips through: weighted capacity rounded down (02 section 3).

Where an agent keeps to his room, the weights in whole multiples of any number keep to the
whole multiples in his room (Chvatal and Gomory): two cases of 8 do not fit into 15.
"""

import numpy as np

from solver.engines.program import Rows, limit, no_rows
from solver.problem import OFF, Problem

MOST_DIVISORS = 8
"""Beyond, weights are too many for rows of their own."""


def rounded_rows(problem: Problem) -> Rows:
    """A row for every agent and weight in use, over triples; none without weighted capacity."""
    rows, weighted = no_rows(), problem.weighted
    if weighted is None:
        return rows
    agent = problem.desks.agent[problem.triples.desk]
    divisors = np.unique(weighted.weight[weighted.weight > 0])
    everywhere = np.ones(len(agent), dtype=np.bool_)
    for divisor in divisors if len(divisors) <= MOST_DIVISORS else ():
        room = np.where(weighted.room >= OFF, OFF, weighted.room // divisor)
        rows = rows.joined(limit(agent, weighted.weight // divisor, room, everywhere))
    return rows
