"""A plain problem as scipy likes it: pairs, places and gains."""

from dataclasses import dataclass

import numpy as np

from solver.problem import Problem
from solver.units import Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class PlainArrays:
    """Each unit of an agent's room is a place.

    case, agent: of every pair. room: places of each agent. gain: what serving a pair is
    worth, > 0: one more case served outweighs every difference in scores. All numbers are
    whole and their sums stay below 2^53, so floating point is exact.
    """

    case: Indexes
    agent: Indexes
    room: Ints
    gain: Ints

    @staticmethod
    def of(problem: Problem) -> "PlainArrays":
        """The arrays of a plain problem."""
        pairs = problem.triples
        agent = problem.desks.agent[pairs.desk]
        wanted = np.bincount(agent, minlength=problem.agent_count)
        room = np.minimum(wanted, np.minimum(problem.new_room, problem.backlog_room))
        low, high = int(pairs.score.min(initial=0)), int(pairs.score.max(initial=0))
        reward = 1 + min(problem.case_count, int(room.sum())) * (high - low)
        return PlainArrays(pairs.case, agent, room, reward + (pairs.score - low))

    @property
    def owner(self) -> Ints:
        """The agent of every place."""
        return np.repeat(np.arange(len(self.room)), self.room)
