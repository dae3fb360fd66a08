"""Large problems, exactly: hubs for the levels above fit, then a core that grows (02 section 3).

The core has few ways of every case. Its prices are held against all other open pairs;
those that would pay are added, until none is left: a proof over all pairs.
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.candidates import Candidates, joined
from solver.engines.engine import Solution
from solver.errors import InfeasibleError
from solver.levels import Level, LevelKind
from solver.network import Network, build_network
from solver.prices import Face
from solver.pricing.hubs import HubNetwork, Hubs
from solver.pricing.spread import spread
from solver.pricing.sweep import NEVER, Offers, Sweep, Tight, in_one, tight_of
from solver.problem import Problem, Triples
from solver.stages import Solved, solve_stages
from solver.units import Indexes, Ints

FIRST = 12
"""Ways of each class in the first core."""
MORE = 4
"""Ways of each class that a sweep adds at most."""


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
    above = _above_fit(problem, candidates, levels)
    core = _first_core(above)
    rest = tuple(level for level in levels if level.kind >= LevelKind.FIT)
    rounds = 0
    while rounds < 100:
        rounds += 1
        network = replace(above.inner, problem=replace(problem, triples=core, candidates=None))
        solved = solve_stages(network, _face(above, core), rest)
        offers = _offers(above, solved)
        if not len(offers.way):
            break
        core = joined(core, _triples(above, offers))
    prices = np.concatenate([above.prices, solved.prices], axis=1)
    count = above.solve_count + rounds * solved.solve_count
    return Solution(solved.flow.choice, prices, count, core=core)


@dataclass(frozen=True, slots=True, eq=False)
class _Above:
    """The optimum of the levels above fit, and what it leaves open.

    prices: nodes x levels. face: of the problem's own network. placed: ways that lead to
    this optimum. own: open triples of the problem itself.
    """

    problem: Problem
    candidates: Candidates
    inner: Network
    prices: Ints
    face: Face
    tight: Tight
    sweep: Sweep
    placed: Triples
    own: Triples
    solve_count: int


def _above_fit(problem: Problem, candidates: Candidates, levels: tuple[Level, ...]) -> _Above:
    """Solves the levels above fit."""
    inner = build_network(problem)
    hubs = Hubs.of(problem, candidates.patterns, candidates.desk)
    outer = HubNetwork.of(problem, candidates.patterns, hubs, inner)
    first = tuple(level for level in levels if level.kind < LevelKind.FIT)
    solved = solve_stages(outer.network, Face.whole(outer.network), first)
    arcs = len(hubs.hub)
    face = solved.face
    triples = outer.network.problem.triples
    case, hub = triples.case[face.triple], triples.desk[face.triple].astype(np.int64)
    of_pattern = hub < hubs.start[-1]
    tight = tight_of(
        candidates, hubs.of_way, face.chain[: len(hubs.of_way)], case[of_pattern], hub[of_pattern]
    )
    own = np.searchsorted(_keys(problem.triples), _own_keys(hubs, case, hub)[~of_pattern])
    return _Above(
        problem,
        candidates,
        inner,
        outer.inner_prices(solved.prices),
        Face(face.triple, face.waits, face.chain[arcs:], face.settled[arcs:]),
        tight,
        Sweep(problem, candidates, tight),
        spread(candidates, hubs, triples, solved.flow),
        problem.triples[own],
        solved.solve_count,
    )


def _keys(triples: Triples) -> Ints:
    """(case, desk) in one number."""
    keys: Ints = triples.case.astype(np.int64) * 2**32 + triples.desk
    return keys


def _own_keys(hubs: Hubs, case: Indexes, hub: Ints) -> Ints:
    """(case, desk) of arcs to the hubs of single desks; anything of others."""
    place = np.clip(hub - hubs.start[-1], 0, max(len(hubs.own_desks) - 1, 0))
    desk = hubs.own_desks[place] if len(hubs.own_desks) else place
    keys: Ints = case.astype(np.int64) * 2**32 + desk
    return keys


def _first_core(above: _Above) -> Triples:
    """The best ways of each class by fit alone, those of the levels above, and the own ones."""
    free = np.zeros(len(above.problem.desks), dtype=np.int64)
    bar = np.full(len(above.tight.sets), NEVER, dtype=np.int64)
    best = _triples(above, above.sweep.offers(free, bar, FIRST))
    return joined(joined(best, above.placed), above.own)


def _triples(above: _Above, offers: Offers) -> Triples:
    """What is offered to classes, for each of their cases."""
    classes = above.tight.classes
    by_class = np.argsort(classes.of_case, kind="stable")
    count = np.bincount(classes.of_case, minlength=len(above.tight.sets))
    start = np.cumsum(count) - count
    times = count[offers.of_class]
    way = np.repeat(offers.way, times)
    place = np.repeat(start[offers.of_class], times) + _positions(times)
    return above.candidates.triples(by_class[place].astype(np.int32), way)


def _positions(count: Ints) -> Ints:
    """0, 1, ... within each run."""
    return np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)


def _face(above: _Above, core: Triples) -> Face:
    """What the levels above fit leave open of a core: all of its triples, by choice."""
    everything = np.arange(len(core), dtype=np.int64)
    return replace(above.face, triple=everything)


def _offers(above: _Above, solved: Solved) -> Offers:
    """What would pay some case under the prices of the core."""
    prices = in_one(solved.prices)
    cases = above.problem.case_count
    desk_price = prices[cases : cases + len(above.problem.desks)]
    bar = np.full(len(above.tight.sets), -NEVER, dtype=np.int64)
    np.maximum.at(bar, above.tight.classes.of_case, prices[:cases])
    return above.sweep.offers(desk_price, bar, MORE)
