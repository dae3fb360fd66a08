"""Who holds the places that a case would rather have: in earlier buckets (Q3), or any at all.

A case that may go somewhere and does not finds something full on the way: the daily limit of the
agent in the queue, his room for new cases, or all of his room (02 section 1). Whoever holds that
is named.
"""

from itertools import islice

import numpy as np

from solver.compile import Compiled
from solver.problem import DeskKind, Problem
from solver.units import Bools, Ints
from solver.values import Served

MOST = 10
"""Cases named for one case: those in the best places, then by id."""


class Holders:
    """Holders of places in a plan. choice: triple of each case, -1 = not served; shape: cases."""

    def __init__(self, compiled: Compiled, choice: Ints) -> None:
        self._problem = compiled.problem
        self._choice = choice
        self._starts = compiled.problem.first_triples()
        self._places = _Places(compiled.problem, choice)

    def of(self, case: int) -> list[int]:
        """Cases that hold places which this one may have and would rather have, at most MOST."""
        places = self._places.of(self._better(case))
        found = (holder for place in places.tolist() for holder in self._places.holders(place))
        return sorted(islice(dict.fromkeys(each for each in found if each != case), MOST))

    def _better(self, case: int) -> Ints:
        """Triples of the case that come before its own, the best ones first."""
        triples = np.arange(self._starts[case], self._starts[case + 1])
        rank, own = self._problem.triples.rank, int(self._choice[case])
        if own >= 0:
            triples = triples[rank[triples] < rank[own]]
        triples = triples[~self._problem.desks.keeping[self._problem.triples.desk[triples]]]
        return triples[np.argsort(rank[triples], kind="stable")]


class _Places:
    """What is full: desks, then room for new cases, then all room; numbered in this order."""

    def __init__(self, problem: Problem, choice: Ints) -> None:
        self._problem = problem
        served = Served.of(problem, choice)
        self._desks, self._agents = len(problem.desks), problem.agent_count
        place, case = self._held(served)
        order = np.lexsort((case, place))
        self._case = case[order]
        self._starts = np.searchsorted(place[order], np.arange(self._desks + 2 * self._agents + 1))
        self._is_full = np.diff(self._starts) >= self._room()

    def of(self, triples: Ints) -> Ints:
        """The full place that each triple would need, those that need none left out."""
        desk, agent = self._problem.triples.desk[triples], self._problem.agent(triples)
        new, every = self._desks + agent, self._desks + self._agents + agent
        place = np.where(self._is_full[desk], desk, np.where(self._is_full[new], new, every))
        full: Bools = self._is_full[place] | (self._problem.weighted is not None)
        return place[full]

    def holders(self, place: int) -> list[int]:
        """The cases in a place, by case."""
        cases: list[int] = self._case[self._starts[place] : self._starts[place + 1]].tolist()
        return cases

    def _held(self, served: Served) -> tuple[Ints, Ints]:
        """Places and the cases in them, one entry each."""
        new, counted = served.kind < DeskKind.KEEP, served.kind <= DeskKind.KEEP
        place = [
            self._problem.triples.desk[served.triple],
            self._desks + served.agent[new],
            self._desks + self._agents + served.agent[counted],
        ]
        return np.concatenate(place), np.concatenate(
            [served.case, served.case[new], served.case[counted]]
        )

    def _room(self) -> Ints:
        """Room of every place."""
        problem = self._problem
        return np.concatenate([problem.desks.room, problem.new_room, problem.backlog_room])
