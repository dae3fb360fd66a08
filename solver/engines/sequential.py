"""One case after the other: what scoring products do, and the baseline to beat (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.candidates import Candidates
from solver.engines.engine import Solution
from solver.engines.sequential_factored import FactoredChoices
from solver.problem import DeskKind, Problem, WeightedRows
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True)
class SequentialEngine:
    """In urgency order, bucket by bucket, the best score that is still free."""

    name: str = "sequential"
    prices_candidates: bool = True

    def solve(self, problem: Problem) -> Solution:
        """Greedy and final; no claim about the optimum. Cases with an owner stay with him."""
        if problem.candidates is not None:
            return _solve_factored(problem, problem.candidates)
        return Solution(completed(problem, _kept(problem)))


def completed(problem: Problem, choice: Ints) -> Ints:
    """A plan with whatever waits and still finds room served one after the other.

    No level that comes before the coverage of such a case is the worse for it.
    """
    rooms, starts = _Rooms(problem), problem.first_triples()
    choice = choice.copy()
    for triple in choice[choice >= 0].tolist():
        rooms.take(triple)
    for case in _in_turn(problem, choice < 0):
        triple = rooms.best(int(starts[case]), int(starts[case + 1]))
        if triple >= 0:
            rooms.take(triple)
        choice[case] = triple
    return choice


def _solve_factored(problem: Problem, candidates: Candidates) -> Solution:
    """The same where nobody holds all triples."""
    choices, own = FactoredChoices(problem, candidates), _kept(problem)
    taken = [(case, choices.take_own(triple)) for case, triple in enumerate(own) if triple >= 0]
    taken += [(case, choices.take_best(case)) for case in _in_turn(problem, own < 0)]
    core, choice = choices.plan((case, option) for case, option in taken if option >= 0)
    return Solution(choice, core=core)


def _kept(problem: Problem) -> Ints:
    """The owner's triple of each case that has one, -1 elsewhere."""
    choice = np.full(problem.case_count, -1, dtype=np.int64)
    keeping = np.flatnonzero(problem.desks.keeping[problem.triples.desk])
    choice[problem.triples.case[keeping]] = keeping
    return choice


def _in_turn(problem: Problem, waiting: Bools) -> list[int]:
    """Waiting cases by (group, class, falling u), then by id."""
    order = np.lexsort((-problem.urgency, problem.urgency_class, problem.group))
    return [int(case) for case in order[waiting[order]]]


class _Rooms:
    """What is left while cases are handed out."""

    def __init__(self, problem: Problem) -> None:
        triples, desks = problem.triples, problem.desks
        self._desk = triples.desk
        self._agent = desks.agent[triples.desk]
        self._kind = desks.kind[triples.desk]
        self._preference = _preferences(problem, self._agent)
        self._desk_room = desks.room.copy()
        self._new_room = problem.new_room.copy()
        self._backlog_room = problem.backlog_room.copy()
        weighted = problem.weighted or _unweighted(problem)
        self._weight, self._weighted_room = weighted.weight, weighted.room.copy()

    def best(self, start: int, end: int) -> int:
        """The preferred triple of a case that has room, or -1."""
        agent = self._agent[start:end]
        free = (
            (self._desk_room[self._desk[start:end]] > 0)
            & (self._new_room[agent] > 0)
            & (self._backlog_room[agent] > 0)
            & (self._weighted_room[agent] >= self._weight[start:end])
        )
        if not free.any():
            return -1
        return start + int(np.where(free, self._preference[start:end], _NEVER).argmin())

    def take(self, triple: int) -> None:
        """Uses one unit of room."""
        agent, kind = self._agent[triple], self._kind[triple]
        self._desk_room[self._desk[triple]] -= 1
        self._new_room[agent] -= kind < DeskKind.KEEP
        self._backlog_room[agent] -= kind <= DeskKind.KEEP
        self._weighted_room[agent] -= self._weight[triple]


def _unweighted(problem: Problem) -> WeightedRows:
    """Nothing weighs anything."""
    return WeightedRows(
        np.zeros(len(problem.triples), dtype=np.int64),
        np.zeros(problem.agent_count, dtype=np.int64),
    )


_NEVER = np.iinfo(np.int64).max


def _preferences(problem: Problem, agent: Indexes) -> Ints:
    """Place of every triple by (rank, order, falling score, place of the agent)."""
    triples = problem.triples
    order = np.lexsort((problem.place[agent], -triples.score, triples.order, triples.rank))
    places = np.empty(len(triples), dtype=np.int64)
    places[order] = np.arange(len(triples))
    return places
