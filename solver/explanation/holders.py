"""Who holds the places that a case would rather have: in earlier buckets (Q3), or any at all.

A case that may go somewhere and does not finds something full on the way: the daily limit of the
agent in the queue, his room for new cases, all of his room (02 section 1), or his weighted
capacity (L2). Whoever holds that is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from solver.arrays import distinct, ranges
from solver.candidates import Candidates
from solver.compile import Compiled
from solver.problem import DeskKind, Problem
from solver.units import Bools, Indexes, Ints
from solver.values import Served

MOST = 10
"""Cases named for one case, and agents of its own that are looked at: the first by id."""


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """Pairs of a case and one that holds a place before it, by both; shape of each: pairs."""

    case: Ints
    holder: Ints

    def of(self, cases: Sequence[int]) -> Iterator[list[int]]:
        """Who holds what each of some cases would rather have, by id."""
        every = np.array(cases, dtype=np.int64)
        start, end = (np.searchsorted(self.case, every + past).tolist() for past in (0, 1))
        holder = self.holder.tolist()
        return (holder[first:last] for first, last in zip(start, end, strict=True))


def holders(compiled: Compiled, choice: Ints, cases: Ints) -> Holders:
    """Holders of places for some of the cases. choice: triple of each case, -1 = not served."""
    problem = compiled.problem
    places = _Places.of(problem, choice)
    case, place = places.needed(*_better(problem, choice, np.sort(cases)))
    counts = np.diff(places.start)[place]
    each = np.repeat(case, counts)
    holder = places.case[ranges(places.start[place], places.start[place + 1])]
    other = each != holder
    return Holders(*_first(each[other], holder[other], problem.case_count))


def _better(problem: Problem, choice: Ints, cases: Ints) -> tuple[Ints, Ints]:
    """Case and desk that come before what the cases have, at most MOST for each case."""
    starts, triples = problem.first_triples(), problem.triples
    rows = ranges(starts[cases], starts[cases + 1])
    own = np.full(problem.case_count, np.iinfo(np.int64).max, dtype=np.int64)
    served = choice >= 0
    own[served] = triples.rank[choice[served]]
    rows = rows[triples.rank[rows] < own[triples.case[rows]]]
    rows = rows[~problem.desks.keeping[triples.desk[rows]]]
    case, desk = triples.case[rows].astype(np.int64), triples.desk[rows].astype(np.int64)
    if problem.candidates is not None:
        further = _candidates_before(problem.candidates, cases, own[cases])
        case, desk = np.concatenate([case, further[0]]), np.concatenate([desk, further[1]])
        order = np.lexsort((desk, case))
        case, desk = case[order], desk[order]
    first = _nth(case) < MOST
    return case[first], desk[first]


def _candidates_before(candidates: Candidates, cases: Ints, rank: Ints) -> tuple[Ints, Ints]:
    """The same of candidates: ways of a lesser rank than each case has, the first of them."""
    patterns = candidates.patterns
    found: dict[tuple[int, int], Ints] = {}
    lists = []
    for pattern, below in zip(patterns.of_case[cases].tolist(), rank.tolist(), strict=True):
        if (pattern, below) not in found:
            ways = patterns.ways(pattern)
            found[pattern, below] = ways.start + np.flatnonzero(patterns.rank[ways] < below)
        lists.append(found[pattern, below])
    touched = candidates.is_touched[cases]
    for place, case in enumerate(cases.tolist()):
        some = lists[place]
        if touched[place]:
            some = some[~candidates.closed(np.full(len(some), case), some)]
        lists[place] = some[:MOST]
    way = np.concatenate([np.zeros(0, dtype=np.int64), *lists])
    return np.repeat(cases, [len(ways) for ways in lists]), candidates.desk[way].astype(np.int64)


def _nth(sorted_keys: Indexes | Ints) -> Ints:
    """How many equal keys stand before each; shape: keys."""
    places = np.arange(len(sorted_keys))
    nth: Ints = places - np.searchsorted(sorted_keys, sorted_keys)
    return nth


def _first(case: Ints, holder: Ints, case_count: int) -> tuple[Ints, Ints]:
    """Each pair once and in order, at most MOST of a case."""
    case, holder = np.divmod(distinct(case * case_count + holder), max(case_count, 1))
    kept = _nth(case) < MOST
    return case[kept], holder[kept]


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """What may be full: desks, agents' room for new cases, all of their room, their capacity.

    case: the cases in all places, by place; start: where those of each place start, with
    the end at last; full: shape: places.
    """

    problem: Problem
    case: Ints
    start: Ints
    full: Bools

    @staticmethod
    def of(problem: Problem, choice: Ints) -> "_Places":
        """The places of a plan."""
        place, case = _taken(problem, Served.of(problem, choice))
        order = np.lexsort((case, place))
        rooms = (problem.desks.room, problem.new_room, problem.backlog_room)
        start = np.searchsorted(
            place[order], np.arange(len(problem.desks) + 3 * problem.agent_count + 1)
        )
        counted = np.concatenate(rooms)
        full = np.full(len(start) - 1, problem.weighted is not None)
        full[: len(counted)] = np.diff(start)[: len(counted)] >= counted
        return _Places(problem, case[order], start, full)

    def needed(self, of_case: Ints, desk: Ints) -> tuple[Ints, Ints]:
        """Case and full place of (case, desk), each once; those that find nothing full left out."""
        agent = self.problem.desks.agent[desk]
        place = _capacity(self.problem, agent)
        for wider in (_every(self.problem, agent), _new(self.problem, agent), desk):
            place = np.where(self.full[wider], wider, place)
        found = self.full[place]
        count = len(self.full)
        key = of_case[found] * count + place[found]
        case, once = np.divmod(distinct(key), max(count, 1))
        return case, once


def _taken(problem: Problem, served: Served) -> tuple[Ints, Ints]:
    """Places and the cases in them, one entry each.

    What a backlog does not count weighs all the same (L2).
    """
    last = DeskKind.KEEP if problem.weighted is None else DeskKind.KEEP_UNCOUNTED
    new, counted = served.kind < DeskKind.KEEP, served.kind <= last
    place = (
        problem.triples.desk[served.triple],
        _new(problem, served.agent[new]),
        _every(problem, served.agent[counted]),
        _capacity(problem, served.agent),
    )
    case = (served.case, served.case[new], served.case[counted], served.case)
    return np.concatenate(place), np.concatenate(case)


def _new(problem: Problem, agent: Indexes) -> Ints:
    """The place of an agent's room for new cases."""
    return len(problem.desks) + agent.astype(np.int64)


def _every(problem: Problem, agent: Indexes) -> Ints:
    """The place of all of his room."""
    return _new(problem, agent) + problem.agent_count


def _capacity(problem: Problem, agent: Indexes) -> Ints:
    """The place of his weighted capacity, which cases take that no backlog counts."""
    return _every(problem, agent) + problem.agent_count
