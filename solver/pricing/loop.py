"""Large problems, exactly: hubs for the levels above fit, then a core that grows (02 section 3).

The core has few ways of every class of cases. Its prices are held against all other open
ways; those that would pay are added, until none is left: a proof over all pairs.
"""

from dataclasses import replace

import numpy as np

from solver.candidates import Candidates, joined
from solver.engines.engine import Solution
from solver.errors import InfeasibleError
from solver.levels import Level, LevelKind
from solver.network import ChainArcs, Network, Nodes, build_network
from solver.prices import Face
from solver.pricing.above import Above, solve_above
from solver.pricing.spread import spread_classes
from solver.pricing.sweep import NEVER, Offers, Sweep, in_one
from solver.problem import Problem, Triples
from solver.stages import Solved, solve_stages
from solver.units import Ints

FIRST = 12
"""Ways of each class in the first core, and one more for each of its cases."""
MORE = 6
"""Ways of each class that a sweep adds at most, and for some of its cases one more."""


def solve_by_pricing(
    problem: Problem, candidates: Candidates, levels: tuple[Level, ...]
) -> Solution:
    """The optimum of all levels, the prices that prove it, and the core that holds it.

    Where removed pairs keep the levels above fit from what they reach without them, the
    cases that have some get patterns of their own.
    """
    try:
        return _solve(problem, candidates, levels)
    except InfeasibleError:
        return _solve(problem, candidates.apart(), levels)


def _solve(problem: Problem, candidates: Candidates, levels: tuple[Level, ...]) -> Solution:
    inner = build_network(problem)
    first = tuple(level for level in levels if level.kind < LevelKind.FIT)
    above = solve_above(problem, candidates, inner, first)
    growing = _Core(problem, candidates, inner, above)
    solved = growing.solve(levels[len(first) :])
    core, choice = growing.plan(solved)
    classes = above.tight.classes
    of_fit = np.concatenate([solved.prices[classes.of_case], solved.prices[len(classes) :]])
    prices = np.concatenate([above.prices, of_fit], axis=1)
    return Solution(choice, prices, above.solve_count + growing.solve_count, core=core)


class _Core:
    """Fit and tie-break on what is open, by classes of cases."""

    def __init__(
        self, problem: Problem, candidates: Candidates, inner: Network, above: Above
    ) -> None:
        self._problem = problem
        self._candidates = candidates
        self._above = above
        self._sweep = Sweep(problem, candidates, above.tight)
        self._classes = above.tight.classes
        self._network = _class_network(problem, inner, above)
        self.solve_count = 0

    def solve(self, levels: tuple[Level, ...]) -> Solved:
        """Solves and grows until no way outside would pay."""
        triples = self._first()
        while True:
            solved = self._solved(triples, levels)
            offers = self._offers(solved)
            if not len(offers.way):
                return solved
            triples = joined(triples, self._triples(offers.of_class, offers.way))

    def _solved(self, triples: Triples, levels: tuple[Level, ...]) -> Solved:
        """The optimum of a core."""
        problem = replace(self._network.problem, triples=triples)
        self._network = replace(self._network, problem=problem)
        above, everything = self._above, np.arange(len(triples), dtype=np.int64)
        face = Face(everything, above.waits[self._classes.first], above.chain, above.settled)
        solved = solve_stages(self._network, face, levels)
        self.solve_count += solved.solve_count
        return solved

    def _first(self) -> Triples:
        """The best ways by fit alone, those of the levels above, and the problem's own."""
        free = np.zeros(len(self._problem.desks), dtype=np.int64)
        bar = np.full(len(self._classes), NEVER, dtype=np.int64)
        offers = self._sweep.offers(free, bar, FIRST + self._classes.count)
        placed, own = self._above.placed, self._above.own
        triples = joined(
            self._triples(offers.of_class, offers.way),
            self._triples(self._classes.of_case[placed.case].astype(np.int64), placed.way),
        )
        return joined(triples, replace(own, case=self._classes.of_case[own.case]))

    def _offers(self, solved: Solved) -> Offers:
        """What would pay some class under the prices of the core."""
        prices, first = in_one(solved.prices), len(self._classes)
        desks = prices[first : first + len(self._problem.desks)]
        return self._sweep.offers(desks, prices[:first], MORE + self._classes.count // 4)

    def _triples(self, of_class: Ints, way: Ints) -> Triples:
        """Triples of classes, sorted by (class, desk)."""
        triples = self._candidates.triples(self._classes.first[of_class], way)
        row = self._classes.of_case[triples.case]
        return replace(triples, case=row)[np.lexsort((triples.desk, row))]

    def plan(self, solved: Solved) -> tuple[Triples, Ints]:
        """The triples that are used, the problem's own ones, and the triple of each case."""
        case, desk = spread_classes(self._classes, self._network.problem.triples, solved.flow)
        own = self._problem.triples
        width = len(self._problem.desks)
        own_keys = own.case.astype(np.int64) * width + own.desk
        keys = case.astype(np.int64) * width + desk
        mine = ~np.isin(keys, own_keys)
        ways = self._candidates.way_of(case[mine], desk[mine], width)
        core = joined(own, self._candidates.triples(case[mine], ways))
        choice = np.full(self._problem.case_count, -1, dtype=np.int64)
        choice[case] = np.searchsorted(core.case.astype(np.int64) * width + core.desk, keys)
        return core, choice


def _class_network(problem: Problem, inner: Network, above: Above) -> Network:
    """The problem's network with a row for each class in the place of the cases."""
    classes = above.tight.classes
    fewer = problem.case_count - len(classes)
    chain = inner.chain
    rows = replace(
        problem,
        group=problem.group[classes.first],
        urgency_class=problem.urgency_class[classes.first],
        urgency=problem.urgency[classes.first],
        candidates=None,
    )
    moved = ChainArcs(
        chain.tail - fewer, chain.head - fewer, chain.capacity, chain.turn, chain.discount,
        chain.layer,
    )  # fmt: skip
    return Network(rows, Nodes.of(rows), moved, classes.count)
