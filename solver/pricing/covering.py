"""Condition 2 of the proof for all candidates: no case could pay less (02 section 4).

Above fit, a case pays the same in all ways of one rank and order but for the prices of
their desks. So the cheapest vector of each hub stands for all of its ways; only ways as
cheap as that are looked at one by one, with their fit.
"""

import numpy as np

from solver.candidates import Candidates
from solver.engines.course import UNWATCHED, Course
from solver.levels import Level, LevelKind
from solver.network import build_network
from solver.pricing.hubs import HubNetwork, Hubs
from solver.pricing.open_face import OpenHubs, tight_of
from solver.pricing.pair_blocks import PairBlocks
from solver.pricing.sweep import NEVER, Sweep, in_one
from solver.problem import Problem
from solver.units import Bools, Ints


def first_underpaid(
    problem: Problem,
    candidates: Candidates,
    levels: tuple[Level, ...],
    prices: Ints,
    course: Course = UNWATCHED,
) -> int:
    """The least level at which a candidate would be cheaper than its case's price, or -1.

    prices: nodes x levels; the levels may end before fit. Raises TimeIsUp.
    """
    first = _first_underpaid(problem, candidates, levels, prices, course)
    if first < 0 or not len(candidates.removed.key):
        return first
    return _first_underpaid(problem, candidates.apart(), levels, prices, course)


def _first_underpaid(
    problem: Problem,
    candidates: Candidates,
    levels: tuple[Level, ...],
    prices: Ints,
    course: Course,
) -> int:
    """The same, where above fit removed pairs count like all others."""
    hubs = Hubs.of(problem, candidates.patterns, candidates.desk)
    network = HubNetwork.of(candidates.patterns, hubs, build_network(problem)).network
    of_case, above = prices[: problem.case_count], _above(levels)
    of_desk = prices[problem.case_count :][: len(problem.desks)]
    cheapest, tight_way = _cheapest(of_desk[candidates.desk][:, :above], hubs.of_way)
    triples = network.problem.triples
    mine = np.flatnonzero(triples.desk < hubs.start[-1])
    case, hub = triples.case[mine], triples.desk[mine]
    costs = np.stack(
        [level.costs(network.problem, mine) for level in levels[:above]], axis=1
    ).reshape(len(mine), above)
    slack = costs + cheapest[hub] - of_case[case][:, :above]
    signs = _signs(slack)
    if (signs < 0).any():
        return int(_first_nonzero(slack[signs < 0]).min())
    if above == len(levels):
        return -1
    even = signs == 0
    alike = np.zeros(problem.case_count, dtype=np.int64)
    open_hubs = OpenHubs.of(problem.case_count, case[even], hub[even].astype(np.int64))
    tight = tight_of(candidates, hubs.of_way, tight_way, open_hubs, alike)
    bar = np.full(len(tight.sets), -NEVER, dtype=np.int64)
    np.maximum.at(bar, tight.classes.of_case, in_one(of_case[:, above:]))
    sweep, nothing = Sweep(problem, PairBlocks(candidates, tight, course)), np.zeros_like(bar)
    least = sweep.offers(in_one(of_desk[:, above:]), bar, nothing).least
    return above if (least < bar).any() else -1


def _above(levels: tuple[Level, ...]) -> int:
    """How many levels are above fit."""
    return sum(level.kind < LevelKind.FIT for level in levels)


def _cheapest(of_way: Ints, hub: Ints) -> tuple[Ints, Bools]:
    """Least vector of each hub, and the ways that reach it; shape of of_way: ways x levels."""
    order = np.lexsort((*of_way.T[::-1], hub))
    first = order[np.searchsorted(hub[order], np.arange(int(hub.max(initial=-1)) + 1))]
    cheapest: Ints = of_way[first]
    return cheapest, (of_way == cheapest[hub]).all(axis=1)


def _signs(vectors: Ints) -> Ints:
    """-1, 0 or 1 of each row, by its first nonzero component."""
    if not vectors.shape[1]:
        return np.zeros(len(vectors), dtype=np.int64)
    first = np.take_along_axis(vectors, _first_nonzero(vectors)[:, None], axis=1)[:, 0]
    signs: Ints = np.sign(first)
    return signs


def _first_nonzero(vectors: Ints) -> Ints:
    """Position of the first nonzero component of each row, 0 without any."""
    first: Ints = (vectors != 0).argmax(axis=1)
    return first
