"""Every agent's cheapest filling, against all fillings (L2)."""

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest

from solver.problem import OFF, Problem
from solver.units import Bools, Ints
from solver.weighing import loads as module
from solver.weighing.loads import NEVER, Loads
from tests.problems import TINY, random_weighted_problem

SEEDS = range(60)


def weighted(seed: int) -> Problem:
    """A problem with weighted capacity, whether it binds or not."""
    problem = random_weighted_problem(seed, TINY)
    return problem if len(problem.triples) <= 30 else weighted(seed + 1_000)


def drawn(problem: Problem, seed: int) -> tuple[Ints, Bools]:
    """Reduced costs, most of them below 0, and which triples are open."""
    rng = np.random.default_rng(seed)
    count = len(problem.triples)
    return rng.integers(-20, 6, count), rng.random(count) < 0.9


def cheapest(problem: Problem, reduced: Ints, open_: Bools, agent: int, forced: int = -1) -> int:
    """By trying every set of the agent's open triples that pay, and the forced one."""
    assert problem.weighted is not None
    mine = np.flatnonzero((problem.agent(np.arange(len(reduced))) == agent) & open_ & (reduced < 0))
    mine = mine[mine != forced]
    given = [] if forced < 0 else [forced]
    sets = chain.from_iterable(combinations(mine.tolist(), size) for size in range(len(mine) + 1))
    room = int(problem.weighted.room[agent])
    costs = [
        int(reduced[[*each, *given]].sum())
        for each in sets
        if problem.weighted.weight[[*each, *given]].sum() <= room
    ]
    return min(costs, default=NEVER)


@pytest.mark.parametrize("seed", SEEDS)
def test_L2_a_filling_is_the_cheapest_of_all(seed: int) -> None:
    problem = weighted(seed)
    reduced, open_ = drawn(problem, seed)
    filling = Loads.of(problem).filled(reduced, open_)

    assert filling.whole.tolist() == [
        cheapest(problem, reduced, open_, agent) for agent in range(problem.agent_count)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_L2_its_triples_cost_so_much_and_keep_to_every_room(seed: int) -> None:
    problem = weighted(seed)
    reduced, open_ = drawn(problem, seed)
    filling = Loads.of(problem).filled(reduced, open_)
    chosen = filling.triples()

    assert open_[chosen].all()
    assert len(np.unique(chosen)) == len(chosen)
    assert not problem.is_overweight(chosen)
    assert reduced[chosen].sum() == filling.whole.sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_L2_a_forced_triple_costs_at_least_what_is_told(seed: int) -> None:
    """Told of every open triple, also of those that no cheapest filling holds."""
    problem = weighted(seed)
    reduced, open_ = drawn(problem, seed)
    filling = Loads.of(problem).filled(reduced, open_)
    told = filling.extra(reduced)

    agent = problem.agent(np.arange(len(reduced)))
    for triple in np.flatnonzero(open_).tolist():
        forced = cheapest(problem, reduced, open_, int(agent[triple]), triple)
        more = NEVER if forced == NEVER else forced - filling.whole[agent[triple]]
        assert told[triple] <= more
        if reduced[triple] >= 0:
            assert told[triple] == more


@pytest.mark.parametrize("seed", SEEDS)
def test_L2_larger_units_promise_no_less_than_there_is(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bound may become weaker, never wrong."""
    problem = weighted(seed)
    reduced, open_ = drawn(problem, seed)
    exact = Loads.of(problem).filled(reduced, open_).whole
    monkeypatch.setattr(module, "MOST_UNITS", 3)
    coarse = Loads.of(problem)

    assert coarse.room.max(initial=0) <= 3
    assert (coarse.filled(reduced, open_).whole <= exact).all()


def test_L2_without_weighted_capacity_all_that_pays_is_taken() -> None:
    """Neither where nobody has any, nor where it cannot bind."""
    problem = weighted(1)
    assert problem.weighted is not None
    off = replace(problem.weighted, room=np.full(problem.agent_count, OFF, dtype=np.int64))
    reduced, open_ = drawn(problem, 1)
    pays = open_ & (reduced < 0)
    agent = problem.agent(np.arange(len(reduced)))
    expected = np.bincount(agent, weights=reduced * pays, minlength=problem.agent_count)

    for each in (replace(problem, weighted=None), replace(problem, weighted=off)):
        filling = Loads.of(each).filled(reduced, open_)
        assert filling.whole.tolist() == expected.tolist()
        assert sorted(filling.triples().tolist()) == np.flatnonzero(pays).tolist()
