"""The triples of a large problem, factored: nobody holds them all (04 section 4)."""

from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import ranges
from solver.factors import SparsePairs
from solver.held_fits import Fits, HeldFits
from solver.patterns import Patterns
from solver.problem import Problem, Triples, pair_keys
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Cases x the ways of their patterns, without the removed pairs.

    desk: of each way. removed: pairs that have no way. fits: of the patterns as they were
    compiled; origin: of each way, where it was among theirs, None = in the same place.
    weight: of each case, whoever takes it, in hundredths (L2); None = nobody has weighted
    capacity.
    """

    patterns: Patterns
    desk: Indexes
    removed: SparsePairs
    fits: HeldFits
    origin: Ints | None = None
    weight: Ints | None = None

    @property
    def count(self) -> int:
        """How many triples there are at most: removed pairs count too."""
        return self.patterns.pair_count

    @property
    def free_count(self) -> int:
        """How many triples there are."""
        return self.count - len(self.removed_ways()[1])

    def demand(self, desk_count: int) -> Ints:
        """How many cases each desk may get at most; shape: desks."""
        cases = np.repeat(self.patterns.cases, np.diff(self.patterns.start))
        return np.bincount(self.desk, weights=cases, minlength=desk_count).astype(np.int64)

    def load(self, agent_count: int) -> Ints:
        """What all cases that an agent may take weigh together, each once; shape: agents."""
        assert self.weight is not None
        patterns, once = self.patterns, self.patterns.first_ways
        whole = np.bincount(patterns.of_case, weights=self.weight, minlength=len(patterns))
        of_way = np.repeat(whole, np.diff(patterns.start))
        load = np.bincount(patterns.agent[once], weights=of_way[once], minlength=agent_count)
        case, way = self.removed_ways()
        case, way = case[once[way]], way[once[way]]
        load -= np.bincount(patterns.agent[way], weights=self.weight[case], minlength=agent_count)
        return load.astype(np.int64)

    def triples(self, case: Indexes, way: Ints) -> Triples:
        """Some triples, sorted by (case, desk)."""
        order = np.lexsort((self.desk[way], case))
        case, way = case[order], way[order]
        patterns = self.patterns
        score = self.scores_of(case, way)
        return Triples(case, self.desk[way], patterns.rank[way], patterns.order[way], score)

    def scores_of(self, case: Indexes, way: Ints) -> Ints:
        """Scores of some cases in some ways."""
        return self.fits.scores.pairs(case, self.patterns.agent[way], self.patterns.queue[way])

    def fit_block(self, case: Indexes | Ints, ways: Ints) -> Fits:
        """Raw fits of cases of one pattern in some of its ways; shape: cases x ways."""
        return self.fits.block(case, ways if self.origin is None else self.origin[ways])

    def block(self, case: Indexes | Ints, ways: Ints) -> Fits | Ints:
        """Scores of cases of one pattern in some of its ways; shape: cases x ways."""
        agent, queue = self.patterns.agent[ways], self.patterns.queue[ways]
        return self.fits.scores.of_fit_block(self.fit_block(case, ways), case, agent, queue)

    @property
    def is_touched(self) -> Bools:
        """True for cases with a removed pair; shape: cases."""
        touched = np.zeros(len(self.patterns.of_case), dtype=np.bool_)
        touched[self.removed.cases()] = True
        return touched

    def closed(self, case: Indexes | Ints, way: Ints) -> Bools:
        """True where the pair is removed."""
        listed, _ = self.removed.find(case, self.patterns.agent[way])
        return listed

    def removed_ways(self) -> tuple[Indexes, Ints]:
        """Case and way of all triples that are removed."""
        return self.patterns.ways_of(self.removed)

    def apart(self) -> "Candidates":
        """The same with patterns of their own for touched cases, and no pair removed."""
        patterns, touched = self.patterns, np.flatnonzero(self.is_touched)
        start, end = (patterns.start[patterns.of_case[touched] + k] for k in (0, 1))
        way, case = ranges(start, end), np.repeat(touched, end - start)
        free = ~self.closed(case, way)
        case, way = case[free], way[free]
        of_case = patterns.of_case.copy()
        of_case[touched] = len(patterns) + np.arange(len(touched))
        ends = np.searchsorted(case, touched, side="right") + patterns.start[-1]
        every = np.concatenate([np.arange(len(self.desk)), way])
        agent, queue, rank, order = (
            column[every]
            for column in (patterns.agent, patterns.queue, patterns.rank, patterns.order)
        )
        apart = Patterns(of_case, np.concatenate([patterns.start, ends]), agent, queue, rank, order)
        removed = SparsePairs(
            self.removed.key[:0], self.removed.value[:0], self.removed.agent_count
        )
        origin = every if self.origin is None else self.origin[every]
        return replace(self, patterns=apart, desk=self.desk[every], removed=removed, origin=origin)

    def all_triples(self) -> Triples:
        """Every triple, for small problems and for engines that need them at once."""
        patterns = self.patterns
        case = np.arange(len(patterns.of_case), dtype=np.int32)
        start, end = patterns.start[patterns.of_case], patterns.start[patterns.of_case + 1]
        way, case = ranges(start, end), np.repeat(case, end - start)
        free = ~self.closed(case, way)
        return self.triples(case[free], way[free])


def joined(first: Triples, second: Triples) -> Triples:
    """Both together, by (case, desk), each once."""
    both = Triples(
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in Triples.__slots__
        )
    )
    _, once = np.unique(both.keys(int(both.desk.max(initial=0)) + 1), return_index=True)
    return both[once]


def options(problem: Problem, candidates: Candidates) -> Indexes:
    """Desks of all options: the ways of the patterns, then the problem's own triples."""
    return np.concatenate([candidates.desk, problem.triples.desk])


def core_of(
    problem: Problem, candidates: Candidates, case: Indexes, option: Ints
) -> tuple[Triples, Ints]:
    """The problem's own triples with those in use, and the triple of each case, -1 = waits.

    option: what each of these cases takes.
    """
    width = len(problem.desks)
    ways = option < len(candidates.desk)
    core = joined(problem.triples, candidates.triples(case[ways], option[ways]))
    choice = np.full(problem.case_count, -1, dtype=np.int64)
    keys = pair_keys(case, options(problem, candidates)[option], width)
    choice[case] = np.searchsorted(core.keys(width), keys)
    return core, choice
