"""One case after the other: what the baselines have in common (02 section 3).

An *option* is a triple; in problems that nobody holds it is a way of the patterns, or behind
those a triple of the problem itself.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from solver.candidates import Candidates, core_of
from solver.engines.course import UNWATCHED, Course, keep_on
from solver.engines.engine import Solution
from solver.problem import DeskKind, Problem
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """All options of a problem, one entry each."""

    desk: Indexes
    agent: Indexes
    rank: Indexes
    order: Indexes

    @staticmethod
    def of(problem: Problem) -> "Options":
        """Ways first, then the problem's own triples."""
        candidates, own = problem.candidates, problem.triples
        desk, rank, order = own.desk, own.rank, own.order
        if candidates is not None:
            patterns = candidates.patterns
            desk = np.concatenate([candidates.desk, desk])
            rank = np.concatenate([patterns.rank, rank])
            order = np.concatenate([patterns.order, order])
        return Options(desk, problem.desks.agent[desk], rank, order)


class Taste(Protocol):
    """What decides among the options that have room."""

    def wishes(self, case: int, option: Ints) -> Ints:
        """The option with the least number goes first; of equal ones the first."""

    def took(self, agent: int) -> None:
        """Hears who got a case."""


class Rooms:
    """What is left of all limits while cases are handed out."""

    def __init__(self, problem: Problem, options: Options) -> None:
        desks, weighted = problem.desks, problem.weighted
        self._desk, self._agent = options.desk, options.agent
        kind = desks.kind[options.desk]
        self._is_new, self._is_held = kind < DeskKind.KEEP, kind <= DeskKind.KEEP
        self._at_desk = desks.room.copy()
        self._new, self._backlog = problem.new_room.copy(), problem.backlog_room.copy()
        self._weight = np.zeros(len(options.desk), dtype=np.int64)
        self._weighted = np.zeros(problem.agent_count, dtype=np.int64)
        self._of_case = None if problem.candidates is None else problem.candidates.weight
        if weighted is not None:
            self._weight, self._weighted = weighted.weight, weighted.room.copy()

    def _weigh(self, case: int | Ints, option: int | Ints) -> Ints:
        """What cases weigh in some options: with candidates the same in all of them."""
        weight: Ints = self._weight[option] if self._of_case is None else self._of_case[case]
        return weight

    def have(self, case: int, option: Ints) -> Bools:
        """True where there is room for the case."""
        agent = self._agent[option]
        room: Bools = (self._at_desk[self._desk[option]] > 0) & (self._new[agent] > 0)
        room &= self._backlog[agent] > 0
        room &= self._weighted[agent] >= self._weigh(case, option)
        return room

    def take(self, case: int, option: int) -> None:
        """The case uses the room of one option."""
        agent = self._agent[option]
        self._at_desk[self._desk[option]] -= 1
        self._new[agent] -= self._is_new[option]
        self._backlog[agent] -= self._is_held[option]
        self._weighted[agent] -= self._weigh(case, option)

    def take_all(self, choice: Ints) -> None:
        """Uses the room of a plan. choice: option of each case, -1 = waits; shape: cases."""
        case = np.flatnonzero(choice >= 0)
        option = choice[case]
        agent = self._agent[option]
        np.subtract.at(self._at_desk, self._desk[option], 1)
        np.subtract.at(self._new, agent, self._is_new[option])
        np.subtract.at(self._backlog, agent, self._is_held[option])
        np.subtract.at(self._weighted, agent, self._weigh(case, option))


def completed(problem: Problem, choice: Ints, taste: Taste, course: Course = UNWATCHED) -> Ints:
    """A plan with whatever waits and still finds room served one after the other.

    No level that comes before the coverage of such a case is the worse for it. Raises TimeIsUp.
    """
    options, start = Options.of(problem), problem.first_triples()
    hand = _Hand(Rooms(problem, options), options, taste)
    choice = choice.copy()
    hand.rooms.take_all(choice)
    for case in in_turn(problem, choice < 0):
        keep_on(course)
        choice[case] = hand.out(case, np.arange(start[case], start[case + 1]))
    return choice


def solve_factored(
    problem: Problem, candidates: Candidates, taste: Taste, course: Course = UNWATCHED
) -> Solution:
    """A whole plan where nobody holds all triples. Cases with an owner stay with him.

    Raises TimeIsUp.
    """
    own = kept(problem)
    taken = np.where(own >= 0, len(candidates.desk) + own, -1)
    return completed_factored(problem, candidates, taste, taken, own < 0, course)


def completed_factored(
    problem: Problem,
    candidates: Candidates,
    taste: Taste,
    taken: Ints,
    waiting: Bools,
    course: Course = UNWATCHED,
) -> Solution:
    """A plan with some of its waiting cases served as far as there is room.

    taken: option of each case, -1 = waits; waiting: those to serve; shape: cases. Raises
    TimeIsUp.
    """
    taken = more_taken(problem, candidates, taste, taken, waiting, course)
    return factored_plan(problem, candidates, taken)


def more_taken(
    problem: Problem,
    candidates: Candidates,
    taste: Taste,
    taken: Ints,
    waiting: Bools,
    course: Course = UNWATCHED,
) -> Ints:
    """The same as options of the cases."""
    options, offers = Options.of(problem), _Offers(problem, candidates)
    hand, taken = _Hand(Rooms(problem, options), options, taste), taken.copy()
    hand.rooms.take_all(taken)
    for case in in_turn(problem, waiting):
        keep_on(course)
        taken[case] = hand.out(case, offers.of(case))
    return taken


def factored_plan(problem: Problem, candidates: Candidates, taken: Ints) -> Solution:
    """The plan of some options. taken: of each case, -1 = waits; shape: cases."""
    served = np.flatnonzero(taken >= 0)
    core, choice = core_of(problem, candidates, served.astype(np.int32), taken[served])
    return Solution(choice, core=core)


def kept(problem: Problem) -> Ints:
    """The owner's triple of each case that has one, -1 elsewhere.

    Owners have room for all of them, unless a pair is forced on one (02 section 5): then the
    first ones by id.
    """
    choice = np.full(problem.case_count, -1, dtype=np.int64)
    keeping = np.flatnonzero(problem.desks.keeping[problem.triples.desk])
    keeping = keeping[_has_room(problem, keeping)]
    choice[problem.triples.case[keeping]] = keeping
    return choice


def _has_room(problem: Problem, keeping: Ints) -> Bools:
    """Which of these triples fit, were all of them used. shape: keeping."""
    agent = problem.agent(keeping)
    held = problem.desks.kind[problem.triples.desk[keeping]] == DeskKind.KEEP
    fits = _within(agent, held.astype(np.int64), problem.backlog_room)
    if problem.weighted is not None:
        fits &= _within(agent, problem.weighted.weight[keeping], problem.weighted.room)
    return fits


def _within(agent: Indexes, amount: Ints, room: Ints) -> Bools:
    """Where all that an agent has so far is within his room."""
    order = np.argsort(agent, kind="stable")
    total, starts = np.cumsum(amount[order]), np.searchsorted(agent[order], agent[order])
    within = np.ones(len(agent), dtype=np.bool_)
    within[order] = total - (total - amount[order])[starts] <= room[agent[order]]
    return within


def in_turn(problem: Problem, waiting: Bools) -> list[int]:
    """Waiting cases by (group, class, falling u), then by id."""
    order = np.lexsort((-problem.urgency, problem.urgency_class, problem.group))
    return [int(case) for case in order[waiting[order]]]


@dataclass(frozen=True, slots=True, eq=False)
class _Hand:
    """Hands cases out by a taste."""

    rooms: Rooms
    options: Options
    taste: Taste

    def out(self, case: int, option: Ints) -> int:
        """Gives the option away that comes first among those with room; -1 without any."""
        option = option[self.rooms.have(case, option)]
        if not len(option):
            return -1
        best = int(option[self.taste.wishes(case, option).argmin()])
        self.rooms.take(case, best)
        self.taste.took(int(self.options.agent[best]))
        return best


class _Offers:
    """The options of single cases where nobody holds all triples."""

    def __init__(self, problem: Problem, candidates: Candidates) -> None:
        self._candidates = candidates
        self._own = problem.first_triples()
        self._touched = candidates.is_touched

    def of(self, case: int) -> Ints:
        """All of them, without the removed pairs."""
        patterns, end = self._candidates.patterns, len(self._candidates.desk)
        pattern = patterns.of_case[case]
        ways = np.arange(patterns.start[pattern], patterns.start[pattern + 1])
        if self._touched[case]:
            ways = ways[~self._candidates.closed(np.full(len(ways), case), ways)]
        own = np.arange(end + self._own[case], end + self._own[case + 1])
        return np.concatenate([ways, own])
