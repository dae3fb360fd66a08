"""All plans of a tiny problem, by enumeration, and evidence out of nowhere."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.levels import Level, levels_of
from solver.network import Network, build_network
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from solver.weighing.evidence import WeighedPrices
from tests.oracle import plan_count
from tests.problems import TINY, random_weighted_problem

MOST_PLANS = 250


@dataclass(frozen=True, slots=True, eq=False)
class Enumerated:
    """A problem with every plan that keeps to all limits: its choice, and its costs."""

    network: Network
    levels: tuple[Level, ...]
    plans: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    @property
    def best(self) -> tuple[int, ...]:
        """The least costs, level by level."""
        return min(costs for _, costs in self.plans)


def enumerated(start: int, count: int) -> Iterator[Enumerated]:
    """So many random problems in which weights can bind."""
    drawn = (random_weighted_problem(seed, TINY) for seed in itertools.count(start))
    bite = (each for each in drawn if each.is_weighted and 4 <= plan_count(each) <= MOST_PLANS)
    return map(_enumerated, itertools.islice(bite, count))


def _enumerated(problem: Problem) -> Enumerated:
    network, levels = build_network(problem), levels_of(problem)
    options = [[-1] for _ in range(problem.case_count)]
    for triple, case in enumerate(problem.triples.case):
        options[case].append(triple)
    found = []
    for choice in itertools.product(*options):
        flow = flow_of(network, np.array(choice, dtype=np.int64))
        if flow is not None:
            found.append((choice, level_costs(network, levels, flow)))
    return Enumerated(network, levels, tuple(found))


def random_prices(
    network: Network, level: int, rng: np.random.Generator, largest: int
) -> WeighedPrices:
    """Prices that nobody worked out."""
    node = rng.integers(-largest, largest + 1, network.nodes.count)
    node[-1] = 0
    above = tuple(rng.integers(0, 4, level).tolist())
    return WeighedPrices(node, above, int(rng.choice([1, 3, 64])))
