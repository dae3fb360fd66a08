"""No worse plan passes, whatever it claims of its values; tied optima do (02 section 4)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from constraints.matching import trees_of
from server.translate.certificate import claims_from_proto
from solver.check.certificate import Claims, verify
from solver.engines.auto import AutoEngine
from solver.levels import levels_of
from solver.network import build_network
from solver.plan import solve_compiled
from solver.proof import Proof, flow_of, level_costs
from solver.values import level_values
from tests.answering import answer
from tests.oracle import objective
from tests.referee.instances.dice import Dice
from tests.solver.check.certificate.judged import certified
from tests.solver.check.changed import decisions, random_choice
from tests.solver.check.told import Both

PLANS = 25
BATCH = 20


def forged(one: Both, claims: Claims, choice: tuple[int, ...]) -> Claims:
    """The optimum's prices, with the values of another plan, all said to be proved."""
    problem, chosen = one.solved.problem, np.array(choice, dtype=np.int64)
    levels, network = levels_of(problem), build_network(problem)
    flow = flow_of(network, chosen)
    assert flow is not None
    costs = level_costs(network, levels, flow)
    values = level_values(problem, levels, chosen, Proof(len(levels)))
    rows = tuple(
        replace(row, value=new.value, bound=new.bound, served_count=new.served_count)
        for row, new in zip(claims.first.rows, values, strict=True)
    )
    priced = tuple(
        replace(level, value=cost, bound=cost)
        for level, cost in zip(claims.first.levels, costs, strict=True)
    )
    return replace(claims, first=replace(claims.first, rows=rows, levels=priced))


def without_second_phase(seed: int) -> Both:
    request = certified("rich", seed)
    request.policy.ClearField("round_robin_fallback")
    return Both(request)


def plans(one: Both, seed: int) -> Iterator[tuple[int, ...]]:
    """The optimum, then random plans, and the optimum with one case dealt anew."""
    dice = Dice(seed)
    best = tuple(solve_compiled(one.solved, AutoEngine()).choice.tolist())
    yield best
    for _ in range(PLANS):
        other = random_choice(one.solved, dice)
        yield other
        if other:
            case = dice.between(0, len(other) - 1)
            yield (*best[:case], other[case], *best[case + 1 :])


def tried(seed: int) -> Iterator[tuple[bool, bool]]:
    """Of plans within all limits: whether they tie with the optimum, and whether they pass."""
    one = without_second_phase(seed)
    response, problem = answer(one.request), one.solved.problem
    if not response.certificate.nodes:
        return
    claims, trees = claims_from_proto(response), trees_of(one.snapshot.policy)
    best, *others = plans(one, seed)
    for choice in (best, *others):
        if objective(problem, choice) is not None:
            rows = (*decisions(one.solved, choice), *one.aside)
            verdict = verify(one.snapshot, trees, rows, forged(one, claims, choice))
            yield objective(problem, choice) == objective(problem, best), verdict.verified


def tally(batch: int) -> Counter[tuple[bool, bool]]:
    seeds = range(batch * BATCH, (batch + 1) * BATCH)
    return Counter(one for seed in seeds for one in tried(seed))


@pytest.mark.parametrize("batch", range(2))
def test_exactly_the_tied_optima_pass(batch: int) -> None:
    counts = tally(batch)
    assert counts[True, False] == 0
    assert counts[False, True] == 0
    assert counts[True, True] > BATCH // 2
    assert counts[False, False] > BATCH


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(2, 102))
def test_exactly_the_tied_optima_of_thousands_pass(batch: int) -> None:
    counts = tally(batch)
    assert counts[True, False] == counts[False, True] == 0
