"""One case after the other: what scoring products do, and the baseline to beat (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.engines.engine import Solution
from solver.problem import Problem
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class SequentialEngine:
    """In urgency order, bucket by bucket, the best score that is still free."""

    name: str = "sequential"

    def solve(self, problem: Problem) -> Solution:
        """Greedy and final; no claim about the optimum."""
        rooms = _Rooms(problem)
        starts = problem.first_triples()
        choice = np.full(problem.case_count, -1, dtype=np.int64)
        for case in _in_turn(problem):
            triple = rooms.best(int(starts[case]), int(starts[case + 1]))
            if triple >= 0:
                rooms.take(triple)
            choice[case] = triple
        return Solution(choice)


def _in_turn(problem: Problem) -> list[int]:
    """Cases by (group, class, falling u), then by id."""
    order = np.lexsort((-problem.urgency, problem.urgency_class, problem.group))
    return [int(case) for case in order]


class _Rooms:
    """What is left while cases are handed out."""

    def __init__(self, problem: Problem) -> None:
        triples, desks = problem.triples, problem.desks
        self._desk = triples.desk
        self._agent = desks.agent[triples.desk]
        self._preference = _preferences(problem, self._agent)
        self._desk_room = desks.room.copy()
        self._agent_room = np.minimum(problem.new_room, problem.backlog_room)

    def best(self, start: int, end: int) -> int:
        """The preferred triple of a case that has room, or -1."""
        free = (self._desk_room[self._desk[start:end]] > 0) & (
            self._agent_room[self._agent[start:end]] > 0
        )
        if not free.any():
            return -1
        return start + int(np.where(free, self._preference[start:end], _NEVER).argmin())

    def take(self, triple: int) -> None:
        """Uses one unit of room."""
        self._desk_room[self._desk[triple]] -= 1
        self._agent_room[self._agent[triple]] -= 1


_NEVER = np.iinfo(np.int64).max


def _preferences(problem: Problem, agent: "np.ndarray[tuple[int], np.dtype[np.int32]]") -> Ints:
    """Place of every triple by (rank, order, falling score, place of the agent)."""
    triples = problem.triples
    order = np.lexsort((problem.place[agent], -triples.score, triples.order, triples.rank))
    places = np.empty(len(triples), dtype=np.int64)
    places[order] = np.arange(len(triples))
    return places
