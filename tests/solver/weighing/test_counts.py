"""What several cases cost an agent together is part of his cheapest filling (S4, L2)."""

from itertools import chain, combinations

import numpy as np
import pytest

from solver.problem import Problem
from solver.units import Bools, Ints
from solver.weighing import counts as module
from solver.weighing.counts import Counts
from solver.weighing.evidence import Goal, OpenPlans, weigh
from solver.weighing.loads import NEVER, Loads
from tests.solver.weighing.every_plan import enumerated, random_prices
from tests.solver.weighing.test_loads import drawn, weighted

SEEDS = range(60)


def counts_of(problem: Problem, seed: int) -> Counts:
    """Some triples counted, at costs that rise."""
    rng = np.random.default_rng(seed)
    counted = rng.random(len(problem.triples)) < 0.8
    most = int(np.bincount(problem.agent(np.flatnonzero(counted)), minlength=1).max())
    cost = np.zeros((problem.agent_count, most + 2), dtype=np.int64)
    cost[:, 1:] = np.cumsum(np.sort(rng.integers(0, 15, (problem.agent_count, most + 1))), axis=1)
    return Counts(counted, cost)


def cheapest(
    problem: Problem, reduced: Ints, open_: Bools, counts: Counts, agent: int, forced: int = -1
) -> int:
    """By trying every set of the agent's open triples that pay, and the forced one."""
    assert problem.weighted is not None
    mine = np.flatnonzero((problem.agent(np.arange(len(reduced))) == agent) & open_ & (reduced < 0))
    mine = mine[mine != forced]
    given = [] if forced < 0 else [forced]
    sets = chain.from_iterable(combinations(mine.tolist(), size) for size in range(len(mine) + 1))
    room = int(problem.weighted.room[agent])
    costs = []
    for each in sets:
        held = [*each, *given]
        if problem.weighted.weight[held].sum() <= room:
            together = counts.cost[agent, counts.counted[held].sum()]
            costs.append(int(reduced[held].sum() + together))
    return min(costs, default=NEVER)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_filling_is_the_cheapest_of_all_with_what_its_count_costs(seed: int) -> None:
    problem = weighted(seed)
    reduced, open_ = drawn(problem, seed)
    counts = counts_of(problem, seed)
    filling = Loads.of(problem).filled(reduced, open_, counts)
    chosen, agents = filling.triples(), range(problem.agent_count)

    expected = [cheapest(problem, reduced, open_, counts, agent) for agent in agents]
    assert filling.whole.tolist() == expected
    taken = np.bincount(problem.agent(chosen[counts.counted[chosen]]), minlength=len(agents))
    paid = reduced[chosen].sum() + counts.cost[np.arange(len(agents)), taken].sum()
    assert paid == sum(expected)
    assert open_[chosen].all()
    assert not problem.is_overweight(chosen)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_forced_triple_is_counted_too(seed: int) -> None:
    problem = weighted(seed)
    reduced, open_ = drawn(problem, seed)
    counts = counts_of(problem, seed)
    filling = Loads.of(problem).filled(reduced, open_, counts)
    told, agent = filling.extra(reduced), problem.agent(np.arange(len(reduced)))

    for triple in np.flatnonzero(open_).tolist():
        forced = cheapest(problem, reduced, open_, counts, int(agent[triple]), triple)
        more = NEVER if forced == NEVER else forced - filling.whole[agent[triple]]
        assert told[triple] <= more
        if reduced[triple] >= 0:
            assert told[triple] == more


def test_counting_proves_no_less_than_prices_of_single_units(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In some problems it proves more, and never more than is true."""
    rng, higher = np.random.default_rng(3), 0
    for one in enumerated(11_000, 40):
        level = len(one.levels) - 2
        prices = random_prices(one.network, level, rng, 20)
        plans, goal = OpenPlans.of(one.network), Goal.of(one.network, one.levels, one.best[:level])
        counted = weigh(plans, goal, prices)
        with monkeypatch.context() as patch:
            patch.setattr(module, "MOST_CELLS", 0)
            by_units = weigh(plans, goal, prices)
        assert counted is not None
        assert by_units is not None
        assert by_units.sum <= counted.sum
        assert counted.least <= one.best[level]
        higher += by_units.sum < counted.sum
    assert higher >= 5
