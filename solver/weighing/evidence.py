"""Bounds of the weighted model that prices prove, in integers (02 section 3).

Whatever the prices are: a plan costs no less than the cases' prices, the cheapest filling of
every agent and the cheapest use of every arc together, once each arc is charged the price
that it gains on its way to the sink. So nothing here needs to be believed.
"""

from dataclasses import dataclass

import numpy as np

from solver.levels import Level
from solver.network import Network
from solver.units import Bools, Ints
from solver.weighing.counts import Copies, Counts, Payable, is_counted
from solver.weighing.loads import NEVER, Filling, Loads

LARGEST = 2**42
"""No priced cost may be larger, so that int64 holds every filling."""


@dataclass(frozen=True, slots=True, eq=False)
class WeighedPrices:
    """Evidence for a bound on one level.

    node: price of every node, 0 at the sink; shape: nodes. above: what a unit of each level
    above is charged, >= 0. scale: units of both in one unit of cost.
    """

    node: Ints
    above: tuple[int, ...]
    scale: int


@dataclass(frozen=True, slots=True, eq=False)
class OpenPlans:
    """What plans may use that are as good as a given one in all levels above.

    triple: shape: triples. waits: cases that may wait. chain: chain arcs in use.
    """

    network: Network
    loads: Loads
    triple: Bools
    waits: Bools
    chain: Bools

    @staticmethod
    def of(network: Network) -> "OpenPlans":
        """All plans."""
        problem = network.problem
        return OpenPlans(
            network,
            Loads.of(problem),
            np.ones(len(problem.triples), dtype=np.bool_),
            np.ones(problem.case_count, dtype=np.bool_),
            np.ones(len(network.chain), dtype=np.bool_),
        )

    def obvious(self, costs: Ints, chain_costs: Ints) -> int:
        """No case costs less than its cheapest open triple, or waiting, and no arc less than 0."""
        assert chain_costs.min(initial=0) >= 0
        return int(self._cheapest(costs).sum())

    def at_obvious(self, costs: Ints, chain_costs: Ints) -> "OpenPlans":
        """Those that cost no more than that."""
        cheapest = self._cheapest(costs)
        case = self.network.problem.triples.case
        return OpenPlans(
            self.network,
            self.loads,
            self.triple & (costs == cheapest[case]),
            self.waits & (cheapest == 0),
            self.chain & (chain_costs == 0),
        )

    def without(self, closed: Bools) -> "OpenPlans":
        """Those without some triples."""
        return OpenPlans(self.network, self.loads, self.triple & ~closed, self.waits, self.chain)

    def _cheapest(self, costs: Ints) -> Ints:
        """Of each case; a case without open triples waits."""
        far = np.iinfo(np.int64).max
        cheapest = np.where(self.waits, 0, far)
        np.minimum.at(cheapest, self.network.problem.triples.case[self.triple], costs[self.triple])
        return np.where(cheapest == far, 0, cheapest)


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """One level to bound. costs, chain_costs: of triples and chain arcs, of this level and
    those above; most: what those above may cost."""

    costs: Ints
    chain_costs: Ints
    above: tuple[tuple[Ints, Ints], ...]
    most: tuple[int, ...]

    @staticmethod
    def of(network: Network, levels: tuple[Level, ...], most: tuple[int, ...]) -> "Goal":
        """The level behind those of which it is told what they may cost."""
        triple = np.arange(len(network.problem.triples), dtype=np.int64)
        columns = [
            (each.costs(network.problem, triple), each.chain_costs(network.chain))
            for each in levels[: len(most) + 1]
        ]
        return Goal(*columns[-1], tuple(columns[:-1]), most)

    def charged(self, prices: WeighedPrices) -> tuple[Ints, Ints] | None:
        """Costs with what the levels above charge; None where numbers are too large."""
        if not _is_sound(prices, len(self.above)):
            return None
        largest = prices.scale * _size(self.costs, self.chain_costs)
        triple, chain = self.costs * prices.scale, self.chain_costs * prices.scale
        for charge, (costs, chain_costs) in zip(prices.above, self.above, strict=True):
            largest += charge * _size(costs, chain_costs)
            if largest >= LARGEST:
                return None
            if charge:
                triple, chain = triple + charge * costs, chain + charge * chain_costs
        return None if largest >= LARGEST else (triple, chain)


def _size(costs: Ints, chain_costs: Ints) -> int:
    return max(int(np.abs(costs).max(initial=0)), int(np.abs(chain_costs).max(initial=0)))


def _is_sound(prices: WeighedPrices, above: int) -> bool:
    """True where a bound follows at all, within int64."""
    if len(prices.above) != above or min(prices.above, default=0) < 0:
        return False
    if not 0 < prices.scale < LARGEST or prices.node[-1] != 0:
        return False
    return bool((np.abs(prices.node) < LARGEST).all())


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A bound with what it rests on.

    sum: the bound in units of the prices. reduced: priced cost of every triple.
    """

    sum: int
    scale: int
    reduced: Ints
    filling: Filling

    @property
    def least(self) -> int:
        """The least cost that is possible."""
        return -(-self.sum // self.scale)

    def too_dear(self, most: int) -> Bools:
        """True for triples that no plan of at most that cost holds; shape: triples."""
        room = min(max(self.scale * most - self.sum, 0), NEVER - 1)
        dear: Bools = self.filling.extra(self.reduced) > room
        return dear


def weigh(plans: OpenPlans, goal: Goal, prices: WeighedPrices) -> Weighed | None:
    """The bound of some prices over open plans; None where nothing follows from them."""
    network = plans.network
    if len(prices.node) != network.nodes.count:
        return None
    charged = goal.charged(prices)
    if charged is None:
        return None
    triples, chain, node = network.problem.triples, network.chain, prices.node
    at_case = node[: network.problem.case_count]
    priced = charged[1] + node[chain.head] - node[chain.tail]
    reduced = charged[0] + node[network.nodes.desk + triples.desk] - at_case[triples.case]
    counting = _Counting.of(plans, reduced, priced)
    filling = plans.loads.filled(counting.reduced, plans.triple, counting.counts)
    of_arcs = np.where(counting.arc, 0, np.minimum(0, priced))
    used = plans.chain & (of_arcs < 0)
    total = sum(np.where(plans.waits, np.minimum(0, at_case), at_case).tolist())
    total += sum(filling.whole.tolist())
    total += sum((of_arcs[used].astype(object) * chain.capacity[used]).tolist())
    total -= sum(charge * most for charge, most in zip(prices.above, goal.most, strict=True))
    return Weighed(total, prices.scale, counting.reduced, filling)


@dataclass(frozen=True, slots=True, eq=False)
class _Counting:
    """Counts in place of single units. reduced: priced cost of every triple, with its agent's
    first unit where it is counted. arc: chain arcs that counts stand for."""

    counts: Counts | None
    reduced: Ints
    arc: Bools

    @staticmethod
    def of(plans: OpenPlans, reduced: Ints, priced: Ints) -> "_Counting":
        """No counts where all cases cost an agent alike; priced: of every chain arc."""
        none = _Counting(None, reduced, np.zeros(len(priced), dtype=np.bool_))
        copies = Copies.of(plans.network, plans.chain, priced)
        if copies is None:
            return none
        counted, loads = is_counted(plans.network), plans.loads
        with_first = np.where(counted, reduced + copies.first[loads.agent], reduced)
        some = np.flatnonzero(counted & plans.triple)
        payable = Payable.of(with_first[some], loads.agent[some], loads.weight[some], loads.room)
        counts = copies.counts(payable, counted, int(loads.room.max(initial=0)) + 1)
        return none if counts is None else _Counting(counts, with_first, copies.arc)


def weighed_bounds(
    network: Network,
    levels: tuple[Level, ...],
    costs: tuple[int, ...],
    evidence: tuple[WeighedPrices | None, ...],
) -> tuple[int, ...]:
    """The least cost of every level with those above at `costs`, as far as evidence tells."""
    plans, bounds = OpenPlans.of(network), []
    for level in range(len(levels)):
        goal = Goal.of(network, levels, costs[:level])
        prices = evidence[level] if level < len(evidence) else None
        bound, plans = settled(plans, goal, costs[level], prices)
        bounds.append(bound)
    return tuple(bounds)


def settled(
    plans: OpenPlans, goal: Goal, cost: int, prices: WeighedPrices | None
) -> tuple[int, OpenPlans]:
    """A bound on one level, and the plans that remain open below at this cost of it."""
    obvious = plans.obvious(goal.costs, goal.chain_costs)
    if obvious >= cost:
        return obvious, plans.at_obvious(goal.costs, goal.chain_costs)
    weighed = None if prices is None else weigh(plans, goal, prices)
    if weighed is None:
        return obvious, plans
    return max(obvious, weighed.least), plans.without(weighed.too_dear(cost))
