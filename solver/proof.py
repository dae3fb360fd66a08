"""The proof of a plan: the price conditions of 02 section 4, checked outside every engine.

Prices are vectors, one component per level, compared lexicographically. If the
conditions hold for their first k components, no plan is better in levels 1 to k. They say
nothing of weighted capacity, which only forbids plans: one that keeps to it is as good as
proved without it.
"""

from dataclasses import dataclass

import numpy as np

from solver.levels import Level
from solver.network import Network
from solver.prices import Flow
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True)
class Proof:
    """What has been proved. failures: the first broken condition of each kind, in words.

    bound: the least cost that the first level without a proof could have with those above
    as they are; None = unknown.
    """

    proved_levels: int
    failures: tuple[str, ...] = ()
    bound: int | None = None


NOT_PROVED = Proof(0)


def prove(network: Network, levels: tuple[Level, ...], choice: Ints, prices: Ints) -> Proof:
    """Checks conditions 1 to 4 on a plan and its prices.

    choice: triple of each case, -1 = waits. prices: nodes x levels.
    """
    flow = flow_of(network, choice)
    if flow is None:
        return Proof(0, ("The plan breaks a limit.",))
    checks = (
        _waiting(network, choice, prices),
        _triples(network, levels, choice, prices),
        _chain(network, levels, flow, prices),
    )
    failures = tuple(f"{name} fails at level {level}." for name, level in checks if level >= 0)
    first = min((level for _, level in checks if level >= 0), default=len(levels))
    return Proof(first, failures)


def flow_of(network: Network, choice: Ints) -> Flow | None:
    """The plan as a flow, counted and weighed anew; None when it breaks a limit (condition 4)."""
    problem, chain, nodes = network.problem, network.chain, network.nodes
    through = np.zeros(nodes.count, dtype=np.int64)
    used = choice[choice >= 0]
    if not np.array_equal(problem.triples.case[used], np.flatnonzero(choice >= 0)):
        return None
    if problem.is_overweight(used):
        return None
    np.add.at(through, nodes.desk + problem.triples.desk[used], 1)
    units = np.zeros(len(chain), dtype=np.int64)
    for layer in range(4):
        arcs = np.flatnonzero(chain.layer == layer)
        units[arcs] = _filled(chain.tail[arcs], chain.capacity[arcs], through)
        np.add.at(through, chain.head[arcs], units[arcs])
        np.subtract.at(through, chain.tail[arcs], units[arcs])
    through[nodes.sink] -= len(used)
    return None if through.any() else Flow.of_choice(choice, units)


def level_costs(network: Network, levels: tuple[Level, ...], flow: Flow) -> tuple[int, ...]:
    """Cost of a flow in every level."""
    return tuple(
        int((level.costs(network.problem, flow.used) * flow.units).sum())
        + int((level.chain_costs(network.chain) * flow.chain).sum())
        for level in levels
    )


def _filled(tail: Ints, capacity: Ints, through: Ints) -> Ints:
    """Flow of each arc when copies out of a node fill one after the other."""
    order = np.argsort(tail, kind="stable")
    before = np.cumsum(capacity[order]) - capacity[order]
    starts = np.searchsorted(tail[order], tail[order])
    filled = np.empty_like(capacity)
    left = through[tail[order]] - (before - before[starts])
    filled[order] = np.clip(left, 0, capacity[order])
    return filled


def _waiting(network: Network, choice: Ints, prices: Ints) -> tuple[str, int]:
    """Condition 1: price(case) <= 0, = 0 if it waits."""
    of_case = prices[: network.problem.case_count]
    below = _first_negative(-of_case)
    waits = _first_nonzero(of_case[choice < 0])
    return "Condition 1 (waiting cases)", _earliest(below, waits)


def _triples(
    network: Network, levels: tuple[Level, ...], choice: Ints, prices: Ints
) -> tuple[str, int]:
    """Condition 2: price(case) <= cost + price(desk) for all triples, = for the one used."""
    problem = network.problem
    triples = problem.triples
    open_ = np.arange(len(triples), dtype=np.int64)
    used = np.zeros(len(triples), dtype=np.bool_)
    used[choice[choice >= 0]] = True
    for k, level in enumerate(levels):
        at_case = prices[triples.case[open_], k]
        at_desk = prices[network.nodes.desk + triples.desk[open_], k]
        slack = level.costs(problem, open_) + at_desk - at_case
        if (slack < 0).any() or slack[used[open_]].any():
            return "Condition 2 (triples)", k
        open_ = open_[slack == 0]
    return "Condition 2 (triples)", -1


def _chain(
    network: Network, levels: tuple[Level, ...], flow: Flow, prices: Ints
) -> tuple[str, int]:
    """Condition 3: price(tail) - price(head) >= the last unit's cost, <= the next one's."""
    chain = network.chain
    costs = np.stack([level.chain_costs(chain) for level in levels], axis=1)
    drop = prices[chain.tail] - prices[chain.head]
    taken = flow.chain > 0
    spare = flow.chain < chain.capacity
    last = _first_negative((drop - costs)[taken])
    next_ = _first_negative((costs - drop)[spare])
    return "Condition 3 (limits)", _earliest(last, next_)


def first_undercut(network: Network, levels: tuple[Level, ...], prices: Ints) -> int:
    """The least level at which a case is above 0 or a held triple undercuts it, or -1."""
    waits = np.full(network.problem.case_count, -1, dtype=np.int64)
    above = _first_negative(-prices[: len(waits)])
    return _earliest(above, _triples(network, levels, waits, prices)[1])


def are_negative(vectors: Ints) -> Bools:
    """True where a row is lexicographically negative; shape: rows x levels."""
    first = (vectors != 0).argmax(axis=1)
    negative: Bools = np.take_along_axis(vectors, first[:, None], axis=1)[:, 0] < 0
    return negative


def _first_negative(vectors: Ints) -> int:
    """Least column at which some row is lexicographically negative, or -1; shape: rows x levels."""
    undecided = np.ones(len(vectors), dtype=np.bool_)
    for k in range(vectors.shape[1]):
        if (vectors[undecided, k] < 0).any():
            return k
        undecided &= vectors[:, k] == 0
    return -1


def _first_nonzero(vectors: Ints) -> int:
    """Least column with a nonzero entry, or -1."""
    columns: Bools = (vectors != 0).any(axis=0)
    return int(columns.argmax()) if columns.any() else -1


def _earliest(a: int, b: int) -> int:
    """The smaller of two columns, where -1 means none."""
    found = [column for column in (a, b) if column >= 0]
    return min(found, default=-1)
