"""Large problems, exactly: hubs for the levels above fit, then a core that grows (02 section 3).

The core has few ways of every class of cases. Its prices are held against all other open
ways; those that would pay are added, until none is left: a proof over all pairs.
"""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from solver.candidates import Candidates, core_of, options
from solver.engines.course import UNWATCHED, Course
from solver.engines.engine import Solution
from solver.errors import InfeasibleError
from solver.levels import Level, LevelKind
from solver.network import Network, build_network
from solver.prices import Face
from solver.pricing.above import Above, solve_above
from solver.pricing.ends import Ends
from solver.pricing.first_prices import first_prices
from solver.pricing.merged import Merged
from solver.pricing.on_the_way import OnTheWay, placed_plan
from solver.pricing.pair_blocks import PairBlocks
from solver.pricing.spread import spread_classes
from solver.pricing.sweep import NEVER, UNIT, Offers, Sweep, in_one
from solver.problem import Problem, Triples
from solver.stages import Solved, solve_stages
from solver.units import Ints

FIRST, MORE = 40_000, 40_000
"""How many ways all classes together get at about, in the first core and by each sweep."""
SCATTER = 7
"""How many bits of fit the first core may miss the best ways by."""
SHEDDING, NEAR = 3, 300
"""After so many solves, ways leave the core that would cost so much more, in scores."""
FEWEST, MOST = 8, 80
"""What a class gets at least and at most; for each of its cases there may be one more."""


def solve_by_pricing(
    problem: Problem,
    candidates: Candidates,
    levels: tuple[Level, ...],
    course: Course = UNWATCHED,
) -> Solution:
    """The optimum of all levels, the prices that prove it, and the core that holds it.

    Where removed pairs keep the levels above fit from what they reach without them, the
    cases that have some get patterns of their own.
    """
    try:
        return _solve(problem, candidates, levels, course)
    except InfeasibleError:
        return _solve(problem, candidates.apart(), levels, course)


def _solve(
    problem: Problem, candidates: Candidates, levels: tuple[Level, ...], course: Course
) -> Solution:
    inner = build_network(problem)
    first = tuple(level for level in levels if level.kind < LevelKind.FIT)
    above = solve_above(problem, candidates, inner, first)
    course.found(lambda: placed_plan(problem, candidates, above))
    growing = _Growing(problem, candidates, inner, above, course)
    return growing.solution(growing.solve(levels[len(first) :]))


class _Growing:
    """A core of fit and tie-break on what is open, by classes of cases.

    Its entries are (class, option) in one number.
    """

    def __init__(
        self,
        problem: Problem,
        candidates: Candidates,
        inner: Network,
        above: Above,
        course: Course,
    ) -> None:
        self._problem = problem
        self._candidates = candidates
        self._above = above
        self._pairs = PairBlocks(candidates, above.tight, course)
        self._sweep = Sweep(problem, self._pairs)
        self._classes = above.tight.classes
        self._ends = Ends.of(problem, inner, self._classes.first, self._classes.count)
        chain = self._ends.chain
        self._merged = Merged.of(self._ends.network, above.chain[chain], above.settled[chain])
        self._way_desk = options(problem, candidates)
        self._core = self._own_entries()
        self._sheddings = SHEDDING
        self.solve_count = 0
        self._on_the_way = OnTheWay(course, above, self._ends, self._merged.network)

    def solve(self, levels: tuple[Level, ...]) -> Solved:
        """The optimum: fit alone first, then the tie-break on what it leaves open."""
        self._grow(self._first())
        self._grow(self._placed())
        while True:
            fit = self._solve_fit(levels[:1])
            solved = self._solve_on(fit, levels[1:])
            offers = self._offers(solved)
            if not len(offers):
                return solved
            self._grow(offers)

    def _solve_fit(self, levels: tuple[Level, ...]) -> Solved:
        """Solves and grows until no way outside would pay."""
        while True:
            solved = self._solved(levels)
            offers = self._offers(solved)
            if not len(offers):
                return solved
            self._shed(solved)
            self._grow(offers)

    def inner_prices(self, solved: Solved) -> Ints:
        """Prices of the problem's own network."""
        return self._ends.inner_prices(solved.prices, self._classes.of_case)

    def solution(self, solved: Solved) -> Solution:
        """The plan of all levels, with the prices that prove it."""
        core, choice = self._plan(self._core, solved)
        prices = np.concatenate([self._above.prices, self.inner_prices(solved)], axis=1)
        count = self._above.solve_count + self.solve_count
        return Solution(choice, prices, count, engine="flow", core=core)

    def _plan(self, core: "_Entries", solved: Solved) -> tuple[Triples, Ints]:
        """The triples that are used, the problem's own ones, and the triple of each case."""
        of_class, way = np.divmod(core.key[solved.flow.used], len(self._way_desk))
        placed = spread_classes(self._classes, of_class, way, solved.flow.units)
        return core_of(self._problem, self._candidates, placed.case, placed.way)

    def _solved(self, levels: tuple[Level, ...]) -> Solved:
        """The optimum of the core."""
        above, chain = self._above, self._ends.chain[self._merged.chain]
        everything = np.arange(len(self._core.key), dtype=np.int64)
        waits = above.waits[self._classes.first]
        face = Face(everything, waits, above.chain[chain], above.settled[chain])
        return self._solve_stages(face, levels)

    def _solve_on(self, first: Solved, levels: tuple[Level, ...]) -> Solved:
        """Further levels of the same core, on the optimal face of those before."""
        if not levels:
            return first
        solved = self._solve_stages(first.face, levels)
        return replace(solved, prices=np.concatenate([first.prices, solved.prices], axis=1))

    def _solve_stages(self, face: Face, levels: tuple[Level, ...]) -> Solved:
        """Solves, with prices for the nodes that others stand for as well."""
        solved = solve_stages(self._network(), face, levels)
        self.solve_count += solved.solve_count
        return replace(solved, prices=solved.prices[self._merged.node])

    def _network(self) -> Network:
        """The core as a network."""
        network = self._merged.network
        of_class, way = np.divmod(self._core.key, len(self._way_desk))
        nothing = np.zeros(len(way), dtype=np.int32)
        desk = self._ends.end[self._way_desk[way]].astype(np.int32)
        triples = Triples(of_class.astype(np.int32), desk, nothing, nothing, self._core.score)
        return replace(network, problem=replace(network.problem, triples=triples))

    def _grow(self, entries: Ints) -> None:
        """Takes further ways of the patterns into the core."""
        entries = _fresh(entries, self._core.key)
        of_class, way = np.divmod(entries, len(self._way_desk))
        score = self._candidates.scores_of(self._classes.first[of_class], way)
        key = np.concatenate([self._core.key, entries])
        order = np.argsort(key, kind="stable")
        self._core = _Entries(key[order], np.concatenate([self._core.score, score])[order])

    def _shed(self, solved: Solved) -> None:
        """Leaves out ways that would cost much more than what their classes pay.

        Only so many times, whatever brings further rounds: a core that does nothing but grow
        comes to an end. The problem's own triples stay: no look at the candidates would bring
        them back.
        """
        if not self._sheddings:
            return
        self._sheddings -= 1
        of_class, way = np.divmod(self._core.key, len(self._way_desk))
        desk = self._ends.network.nodes.desk + self._ends.end[self._way_desk[way]]
        price = solved.prices[:, 0]
        near = price[desk] - self._core.score - price[of_class] <= NEAR
        near |= way >= len(self._candidates.desk)
        self._core = _Entries(self._core.key[near], self._core.score[near])

    def _own_entries(self) -> "_Entries":
        """The problem's own triples that are open."""
        own = self._above.own
        triples = self._problem.triples
        of_class = self._classes.of_case[triples.case[own]].astype(np.int64)
        key = of_class * len(self._way_desk) + len(self._candidates.desk) + own
        order = np.argsort(key, kind="stable")
        return _Entries(key[order], triples.score[own][order])

    def _placed(self) -> Ints:
        """Ways that reach the levels above."""
        placed = self._above.placed
        of_class = self._classes.of_case[placed.case].astype(np.int64)
        return of_class * len(self._way_desk) + placed.way

    def _first(self) -> Ints:
        """The best ways under a guess at the prices."""
        guess = first_prices(self._problem, self._pairs)
        desks = guess[self._problem.desks.agent] * UNIT
        bar = np.full(len(self._classes), NEVER, dtype=np.int64)
        return self._entries(self._sweep.offers(desks, bar, self._shares(FIRST), SCATTER))

    def _offers(self, solved: Solved) -> Ints:
        """What would pay some class under the prices of the core."""
        self._on_the_way.tell(partial(self._plan, self._core, solved), self.solve_count)
        prices = in_one(self.inner_prices(solved))
        first = self._problem.case_count
        desks = prices[first : first + len(self._problem.desks)]
        bar = in_one(solved.prices[: len(self._classes)])
        offers = self._sweep.offers(desks, bar, self._shares(MORE))
        self._on_the_way.swept(solved, self._core.score, offers.least)
        return self._entries(offers)

    def _shares(self, total: int) -> Ints:
        """How many ways each class gets."""
        share = min(max(total // len(self._classes), FEWEST), MOST)
        return share + np.minimum(self._classes.count, MOST)

    def _entries(self, offers: Offers) -> Ints:
        entries: Ints = offers.of_class * len(self._way_desk) + offers.way
        return entries


@dataclass(frozen=True, slots=True, eq=False)
class _Entries:
    """(class, way) in one number, ascending, with their scores."""

    key: Ints
    score: Ints


def _fresh(entries: Ints, known: Ints) -> Ints:
    """The entries that are not known yet, ascending, each once. known: ascending."""
    entries = np.sort(entries)
    once = np.append(True, entries[1:] != entries[:-1])[: len(entries)]
    if not len(known):
        first: Ints = entries[once]
        return first
    place = np.minimum(np.searchsorted(known, entries), len(known) - 1)
    fresh: Ints = entries[once & (known[place] != entries)]
    return fresh
