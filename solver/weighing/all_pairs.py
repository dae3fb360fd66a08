"""Bounds of the weighted model over all candidates, which nobody holds (02 section 3).

As in `evidence`: whatever the prices are, a bound follows. What is known of the levels above is
kept by cases and by ways: who must be served, who cannot be, and which ways are left.
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.candidates import Candidates
from solver.engines.course import Course
from solver.levels import Level, LevelKind
from solver.network import Network, Nodes, build_network
from solver.problem import DeskKind, Problem, Triples
from solver.units import Bools, Ints
from solver.weighing.evidence import LARGEST, Goal, OpenPlans, Weighed, WeighedPrices, weigh
from solver.weighing.leading import Offered, leading
from solver.weighing.loads import NEVER, Filling

UNKNOWN = -(2**62)
"""Below every cost."""


def pair_bounds(
    problem: Problem,
    candidates: Candidates,
    levels: tuple[Level, ...],
    costs: tuple[int, ...],
    evidence: tuple[WeighedPrices | None, ...],
    course: Course,
) -> tuple[int, ...]:
    """The least cost of every level with those above at `costs`, as far as evidence tells.

    problem: with its own triples alone. Once the course is over, no evidence is looked at.
    """
    plans, bounds = OpenPairs.of(problem, candidates.apart()), []
    for level, cost in enumerate(costs):
        prices = evidence[level] if level < len(evidence) else None
        bound, plans = plans.settled(levels[level], level, cost, prices, course)
        bounds.append(bound)
    return tuple(bounds)


@dataclass(frozen=True, slots=True, eq=False)
class OpenPairs:
    """What plans may use that are as good as a given one in all levels above.

    problem: with its own triples alone. candidates: of which no pair is removed. waits: cases
    that may wait; case: those that may go a way; way: ways that may be used; triple: of the own.
    above: levels above with what they cost.
    """

    problem: Problem
    candidates: Candidates
    waits: Bools
    case: Bools
    way: Bools
    triple: Bools
    above: tuple[tuple[Level, int], ...] = ()

    @staticmethod
    def of(problem: Problem, candidates: Candidates) -> "OpenPairs":
        """All plans."""
        cases = np.ones(problem.case_count, dtype=np.bool_)
        way = np.ones(len(candidates.desk), dtype=np.bool_)
        own = np.ones(len(problem.triples), dtype=np.bool_)
        return OpenPairs(problem, candidates, cases, cases, way, own)

    def settled(
        self, level: Level, above: int, cost: int, prices: WeighedPrices | None, course: Course
    ) -> "tuple[int, OpenPairs]":
        """A bound on one level, and what remains open below at this cost of it."""
        bound, plans = self._settled(level, above, cost, prices, course)
        return bound, replace(plans, above=(*self.above, (level, cost)))

    def _settled(
        self, level: Level, above: int, cost: int, prices: WeighedPrices | None, course: Course
    ) -> "tuple[int, OpenPairs]":
        if level.kind == LevelKind.FIT:
            weighed = self.weighed(level, above, prices, course)
            return (UNKNOWN if weighed is None else weighed.least), self
        obvious = self.obvious(level)
        if obvious >= cost:
            return obvious, self._at_obvious(level, obvious)
        weighed = self.weighed(level, above, prices, course)
        if weighed is None or prices is None:
            return obvious, self
        return max(obvious, weighed.least), self._without_dear(level, cost, prices, weighed)

    def obvious(self, level: Level) -> int:
        """No case costs less than its cheapest way, or waiting."""
        return int(self._cheapest(level).sum())

    def weighed(
        self, level: Level, above: int, prices: WeighedPrices | None, course: Course
    ) -> Weighed | None:
        """The bound of some prices; None where nothing follows from them.

        Of levels above only those of coverage may be charged.
        """
        if prices is None or len(prices.above) != above:
            return None
        if len(prices.node) != Nodes.of(self.problem).count or not _is_small(prices):
            return None
        folded = self._folded(prices)
        if folded is None or course.is_over():
            return None
        held = leading(self.problem, self.candidates, self._offered(level, folded))
        if held is None:
            return None
        network = replace(self._network, problem=held)
        weighed = weigh(self._within(network), Goal.of(network, (level,), ()), folded)
        if weighed is None:
            return None
        return replace(weighed, sum=weighed.sum + self._unfolded(prices, folded))

    def _folded(self, prices: WeighedPrices) -> WeighedPrices | None:
        """The same without charges: what a level of coverage is charged for a case costs alike
        wherever it goes, as if the case paid more. None where ways matter, or beyond int64."""
        if not any(prices.above):
            return replace(prices, above=())
        if min(prices.above) < 0 or len(prices.above) != len(self.above):
            return None
        node, largest = prices.node.copy(), int(np.abs(prices.node).max(initial=0))
        for charge, (level, _) in zip(prices.above, self.above, strict=True):
            if charge and level.kind != LevelKind.COVERAGE:
                return None
            costs = self.case_costs(level)
            largest += charge * int(np.abs(costs).max(initial=0))
            if largest >= LARGEST:
                return None
            node[: len(costs)] -= charge * costs
        return WeighedPrices(node, (), prices.scale)

    def _unfolded(self, prices: WeighedPrices, folded: WeighedPrices) -> int:
        """What the bound of the charges has more than the folded one: cases pay less, and levels
        above cost what they do."""
        if not any(prices.above):
            return 0
        told, more = (each.node[: self.problem.case_count] for each in (prices, folded))
        paid = [np.where(self.waits, np.minimum(0, each), each) for each in (told, more)]
        above = zip(prices.above, self.above, strict=True)
        most: int = sum(charge * cost for charge, (_, cost) in above)
        return int(sum(paid[0].tolist())) - int(sum(paid[1].tolist())) - most

    @property
    def _network(self) -> Network:
        """With arcs for as many cases as may come."""
        return build_network(replace(self.problem, candidates=self.candidates))

    def _within(self, network: Network) -> OpenPlans:
        """The same for some triples that are held."""
        problem = network.problem
        own = self.problem.triples.keys(len(problem.desks))[~self.triple]
        open_ = ~np.isin(problem.triples.keys(len(problem.desks)), own)
        return replace(OpenPlans.of(network), waits=self.waits, triple=open_)

    def _offered(self, level: Level, prices: WeighedPrices) -> Offered:
        """The level with prices of desks, and of an agent's first case where that is less."""
        problem, nodes, node = self.problem, Nodes.of(self.problem), prices.node
        of_desk = node[nodes.desk + self.candidates.desk]
        agent = self.candidates.patterns.agent
        first = problem.discount[:, 0] * prices.scale * (level.kind == LevelKind.FIT)
        first += node[nodes.new : nodes.backlog] - node[nodes.fit : nodes.new]
        counted = problem.desks.kind[self.candidates.desk] == DeskKind.FIT
        of_way = of_desk + np.where(counted, np.minimum(0, first)[agent], 0)

        def cost(case: Ints, ways: Ints) -> Ints:
            return self._costs(level, case, ways) * prices.scale + of_way[ways]

        return Offered(cost, node[: problem.case_count], self.case, self.way, counted)

    def _costs(self, level: Level, case: Ints, ways: Ints) -> Ints:
        """Of cases x ways of one pattern; or what broadcasts to it."""
        if level.kind == LevelKind.FIT:
            return -self.candidates.block(case, ways).astype(np.int64)
        of_case, of_way = self._parts(level)
        costs: Ints = of_case[case][:, None] * of_way[ways]
        return costs

    def _parts(self, level: Level) -> tuple[Ints, Ints]:
        """Of a level above or below fit: what cases and ways cost, to be multiplied."""
        problem, patterns = self.problem, self.candidates.patterns
        ones = np.ones(len(patterns.agent), dtype=np.int64)
        mine = (problem.group == level.group).astype(np.int64)
        if level.kind == LevelKind.INCUMBENTS:
            return -problem.incumbent.astype(np.int64), ones
        if level.kind == LevelKind.COVERAGE:
            return self.case_costs(level), ones
        if level.kind == LevelKind.RANK:
            return problem.urgency * mine, patterns.rank.astype(np.int64)
        if level.kind == LevelKind.ORDER:
            return mine, patterns.order.astype(np.int64)
        if level.kind == LevelKind.TIE_BREAK:
            return np.ones_like(mine), problem.place[patterns.agent] + 1
        return np.zeros_like(mine), ones

    def case_costs(self, level: Level) -> Ints:
        """What a level of coverage costs each case, wherever it goes."""
        count = self.problem.case_count
        zeros = np.zeros(count, dtype=np.int32)
        case = np.arange(count)
        once = Triples(case.astype(np.int32), zeros, zeros, zeros, case)
        return level.costs(replace(self.problem, triples=once), case)

    def _cheapest(self, level: Level) -> Ints:
        """Of each case; 0 where it may wait and would cost more, or has no way at all."""
        of_case, of_way = self._parts(level)
        far, patterns = np.iinfo(np.int64).max, self.candidates.patterns
        least = np.full(len(patterns), far)
        pattern = np.repeat(np.arange(len(patterns)), np.diff(patterns.start))
        np.minimum.at(least, pattern[self.way], of_way[self.way])
        mine = least[patterns.of_case]
        cheapest = np.where(self.case & (mine < far), of_case * np.where(mine < far, mine, 0), far)
        own = np.flatnonzero(self.triple)
        np.minimum.at(cheapest, self.problem.triples.case[own], level.costs(self.problem, own))
        cheapest = np.where(self.waits, np.minimum(0, cheapest), cheapest)
        return np.where(cheapest == far, 0, cheapest)

    def _at_obvious(self, level: Level, obvious: int) -> "OpenPairs":
        """Those that cost no more than that: cases that gain are served, and where nothing may
        cost anything, ways that do are closed."""
        open_ = replace(self, waits=self.waits & (self._cheapest(level) == 0))
        if obvious or level.kind not in (LevelKind.RANK, LevelKind.ORDER):
            return open_
        of_case, of_way = self._parts(level)
        patterns = self.candidates.patterns
        costs = np.zeros(len(patterns), dtype=np.bool_)
        costs[patterns.of_case[of_case > 0]] = True
        dear = np.repeat(costs, np.diff(patterns.start)) & (of_way > 0)
        own = level.costs(self.problem, np.arange(len(self.triple))) > 0
        return replace(open_, way=self.way & ~dear, triple=self.triple & ~own)

    def _without_dear(
        self, level: Level, cost: int, prices: WeighedPrices, weighed: Weighed
    ) -> "OpenPairs":
        """Without plans that cost more: who must be served, and whom nobody can."""
        slack = prices.scale * cost - weighed.sum
        at_case = prices.node[: self.problem.case_count]
        open_ = replace(self, waits=self.waits & (-at_case <= slack))
        if weighed.filling.counts.most or slack < 0 or level.kind != LevelKind.COVERAGE:
            return open_
        folded = self._folded(prices)
        assert folded is not None
        extra = self._extra(level, folded, weighed.filling) - folded.node[: len(at_case)]
        return replace(open_, case=self.case & (extra <= slack))

    def _extra(self, level: Level, prices: WeighedPrices, filling: Filling) -> Ints:
        """What the bound rises by at least once a case goes any way, without its price."""
        offered, candidates = self._offered(level, prices), self.candidates
        assert candidates.weight is not None
        extra = np.full(self.problem.case_count, NEVER)
        of_case, patterns = self._parts(level)[0], candidates.patterns
        weights, kind = np.unique(candidates.weight, return_inverse=True)
        more = np.stack([filling.without(weight) for weight in weights.tolist()])
        for pattern in range(len(patterns)):
            ways = np.arange(patterns.start[pattern], patterns.start[pattern + 1])
            ways = ways[self.way[ways]]
            mine = np.flatnonzero(patterns.of_case == pattern)
            if len(ways) and len(mine):
                at_desk = offered.cost(mine[:1], ways)[0] - prices.scale * of_case[mine[0]]
                least = (more[:, patterns.agent[ways]] + at_desk).min(axis=1)
                extra[mine] = prices.scale * of_case[mine] + least[kind[mine]]
        return extra


def _is_small(prices: WeighedPrices) -> bool:
    """Sums of priced costs fit into int64."""
    return 0 < prices.scale < LARGEST and bool((np.abs(prices.node) < LARGEST).all())
